"""Any number of several, one line each, with a few words beside it: the check of a cause, or what a look takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import hung
from coach.tui.plain_text import clipped, shortened, wrapped
from coach.tui.widgets.choice_form import MORE
from coach.tui.widgets.rows import Rows
from coach.tui.widgets.several_form import SeveralForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.form import Several
    from coach.session.step import Question

NAME_SHARE, MOST_NAME = 0.48, 60
"""Share of the width, and cells, that a name gets where what stands beside it wants the rest."""
LEAD, GAP = 4, 2
MEANING, MEANING_HERE = 2, 4
"""Lines of what the option means that one stands on: where they are always there, and where only with the focus."""


class TickLines(SeveralForm):
    """One line an option; space ticks.

    Where it `wraps` an option takes as many lines as its text, and the list as many with the focus as without.
    """

    def __init__(self, question: Question, form: Several, *, wraps: bool = False) -> None:
        super().__init__(question, form)
        self.wraps = wraps
        self._told: Mapping[str, str] = {}
        self._told_room = 0

    def tell(self, told: Mapping[str, str]) -> None:
        """Show a word before what an option takes, by the text of the option."""
        if told != self._told:
            self._told, self._told_room = told, max(map(len, told.values()), default=-GAP) + GAP
            self.refresh()

    def rows(self, width: int) -> Rows:
        """Give the rows, and in two lines what the one means that one stands on."""
        options = self.options
        room = self._room(width)
        blocks = [self._row(place, room, width) for place in range(len(options))]
        left = len(self.form.all_options) - len(options)
        more = [clipped(f"{' ' * LEAD}{MORE} shows {left} more", width, "$quiet")] if self.has_more else []
        head = [] if self.typed is None else super().rows(width).head
        if not options or not (self.has_focus or self.wraps):
            return Rows(head, blocks, more)
        most = MEANING if self.wraps else MEANING_HERE
        said = shortened(options[self.cursor].says, width - LEAD, most, "$quiet")
        foot = [Content(" " * LEAD) + line for line in said]
        return Rows(head, blocks, [*more, *foot, *[Content("")] * (most - len(foot))])

    def _room(self, width: int) -> int:
        """Give the cells of a name: all it needs where what stands beside it is short."""
        longest = max((len(option.text) for option in self.options), default=0)
        beside = max((len(option.beside) for option in self.options), default=0) + self._told_room
        least = min(MOST_NAME, int(width * NAME_SHARE))
        return max(least, min(longest, width - LEAD - GAP - beside))

    def _row(self, place: int, room: int, width: int) -> list[Content]:
        option = self.options[place]
        lead = self._lead(place)
        style = "bold" if place == self.cursor and self.has_focus else ""
        first, *rest = (self.wraps and wrapped(option.text, room, style)) or [
            clipped(option.text, room, style)
        ]
        gap = Content(" " * (room - first.cell_length + GAP))
        told = f"{self._told.get(option.text, ''):>{self._told_room - GAP}}{' ' * GAP}" if self._told else ""
        left = max(0, width - lead.cell_length - room - GAP)
        beside = (Content.styled(told, "bold") + Content.styled(option.beside, "$quiet")).truncate(
            left, ellipsis=True
        )
        return hung(lead, [Content("").join([first, gap, beside]), *rest])
