"""What to check first by what is known so far: it moves while one answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.reasoning.scale import format_probability
from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.triage.first_looks import Look

TITLE = "Check first"
RISEN = "↑"
"""Stands before a cause that was not among these, or stood lower, before the last answer."""
SHORT_NAME, SHORTEST_NAME = 24, 12
"""Cells of a cause's name where whole names do not fit."""
LEAST_SHARE = 0.01
"""P(cause) under which its check is not named beside others."""
FEWEST = 2
"""Looks of which names are cut rather than that there are fewer."""
GAP = " "


def price(hours: float) -> str:
    """Give what a check costs, roughly.

    >>> price(0.25), price(3)
    ('15 min', '3 h')
    """
    return f"{60 * hours:.0f} min" if hours < 1 else f"{hours:.2g} h"


def look_lines(looks: Sequence[Look], risen: Sequence[bool], width: int, height: int) -> list[Content]:
    """Give the looks one after another, each with its share and what its check takes, as many as fit.

    Args:
        looks: what to check, first things first.
        risen: which of them have risen since the last answer.
        width: cells of a line.
        height: lines there are.
    """
    signs = [Content.styled(f"{RISEN if each else ' '} ", "bold $accent") for each in risen]
    for count in range(len(looks), FEWEST - 1, -1):
        for most in (width, SHORT_NAME, *((SHORTEST_NAME,) if height > 1 else ())):
            lines = _flowed(looks[:count], signs[:count], most, width)
            if len(lines) <= height:
                return lines
    return _flowed(looks[:FEWEST], signs[:FEWEST], SHORTEST_NAME, width)


def _flowed(looks: Sequence[Look], signs: Sequence[Content], most: int, width: int) -> list[Content]:
    lines = [Content.styled(TITLE, "$quiet")]
    for look, sign in zip(looks, signs, strict=True):
        after = Content.styled(f" {format_probability(look.share)}", "bold") + Content.styled(
            f" {price(look.hours)}", "$quiet"
        )
        room = max(1, width - after.cell_length - sign.cell_length - 2 * len(GAP))
        part = Content(GAP) + sign + clipped(look.mode.name, min(most, room)) + after
        if lines[-1].cell_length + part.cell_length > width:
            lines.append(Content(GAP))
        lines[-1] += part
    return lines


class FirstLooks(Drawn):
    """The likeliest causes for the hours their checks take."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: Sequence[Look] = ()
        self._before: tuple[str, ...] = ()

    def show(self, looks: Sequence[Look]) -> None:
        """Show these, but for what is hardly possible beside the first; what has risen since is marked."""
        looks = [*looks[:1], *(each for each in looks[1:] if each.share >= LEAST_SHARE)]
        if [each.mode.id for each in looks] != [each.mode.id for each in self.looks]:
            self._before = tuple(each.mode.id for each in self.looks)
        self.looks = looks
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the looks."""
        risen = [self._has_risen(place) for place in range(len(self.looks))]
        return look_lines(self.looks, risen, width, self.size.height)

    def _has_risen(self, place: int) -> bool:
        here = self.looks[place].mode.id
        return bool(self._before) and (here not in self._before or self._before.index(here) > place)
