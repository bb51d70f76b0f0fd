"""What to check first by what is known so far: it moves while one answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.triage.first_looks import Look

TITLE = "Check first"
RISEN = "↑"
"""Stands before a cause that was not among these, or stood lower, before the last answer."""
NAME_WIDTH = 44
"""Most cells of a cause's name where its check stands beside it."""
LEAST_LINES = 3
"""Lines from which each look has one of its own."""
GAP = " "


def price(hours: float) -> str:
    """Give what a check costs, roughly.

    >>> price(0.25), price(3)
    ('15 min', '3 h')
    """
    return f"{60 * hours:.0f} min" if hours < 1 else f"{hours:.2g} h"


class FirstLooks(Drawn):
    """The likeliest causes for the hours their checks take, in as many lines as there are, or all in one."""

    def __init__(self) -> None:
        super().__init__()
        self._looks: Sequence[Look] = ()
        self._before: tuple[str, ...] = ()

    def show(self, looks: Sequence[Look]) -> None:
        """Show these; what has risen since is marked."""
        if [each.mode.id for each in looks] != [each.mode.id for each in self._looks]:
            self._before = tuple(each.mode.id for each in self._looks)
        self._looks = looks
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the looks."""
        if not self._looks:
            return [clipped("", width)]
        if self.size.height < LEAST_LINES:
            return self._in_a_row(width)
        room = min(NAME_WIDTH, max(len(one_line(each.mode.name)) for each in self._looks))
        return [self._line(place, room, width) for place in range(len(self._looks))]

    def _in_a_row(self, width: int) -> list[Content]:
        """Give them one after another, over as many lines as it takes."""
        lines = [Content.styled(TITLE, "$quiet")]
        for place, look in enumerate(self._looks):
            after = Content.styled(f" {look.share:.0%}", "bold") + Content.styled(
                f" {price(look.hours)}", "$quiet"
            )
            name = clipped(look.mode.name, max(1, width - after.cell_length - 2 * len(GAP)))
            part = Content(GAP) + self._sign(place) + name + after
            if lines[-1].cell_length + part.cell_length > width:
                lines.append(Content(" "))
            lines[-1] += part
        return lines

    def _line(self, place: int, room: int, width: int) -> Content:
        look = self._looks[place]
        lead = Content.styled((TITLE if place == 0 else "").ljust(len(TITLE) + 1), "$quiet") + self._sign(
            place
        )
        name = clipped(look.mode.name, room).pad_right(
            max(0, room - clipped(look.mode.name, room).cell_length)
        )
        share = Content.styled(f" {look.share:>4.0%}  ", "bold")
        cost = Content.styled(f"{price(look.hours):>7}  ", "$quiet")
        head = Content("").join([lead, name, share, cost])
        return head + clipped(look.mode.check.says, max(0, width - head.cell_length), "$quiet")

    def _sign(self, place: int) -> Content:
        here = self._looks[place].mode.id
        has_risen = bool(self._before) and (here not in self._before or self._before.index(here) > place)
        return Content.styled(f"{RISEN if has_risen else ' '} ", "bold $accent")
