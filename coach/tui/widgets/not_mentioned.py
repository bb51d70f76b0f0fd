"""Causes of the catalogue that nobody listed, with the check of each and what that takes beside it."""

from __future__ import annotations

from textual.content import Content

from coach.tui.plain_text import clipped, shortened
from coach.tui.widgets.rows import Rows
from coach.tui.widgets.several_form import SeveralForm

NAME_SHARE, MOST_NAME = 0.48, 60
MEANING = 2
"""Lines of what the cause means that one stands on."""


class NotMentioned(SeveralForm):
    """One row a cause; space ticks."""

    def rows(self, width: int) -> Rows:
        """Give the rows, and in two lines what the one means that one stands on."""
        options = self.options
        room = min(MOST_NAME, int(width * NAME_SHARE))
        blocks = [[self._row(place, room, width)] for place in range(len(options))]
        head = [] if self.typed is None else super().rows(width).head
        if not self.has_focus or not options:
            return Rows(head, blocks, [])
        said = shortened(options[self.cursor].says, width - 4, MEANING, "$quiet")
        foot = [Content("    ") + line for line in said]
        return Rows(head, blocks, [*foot, *[Content("")] * (MEANING - len(foot))])

    def _row(self, place: int, room: int, width: int) -> Content:
        option = self.options[place]
        lead = self._lead(place)
        style = "bold" if place == self.cursor and self.has_focus else ""
        name = clipped(option.text, room, style)
        gap = Content(" " * (room - name.cell_length + 2))
        left = width - lead.cell_length - room - 2
        return Content("").join([lead, name, gap, clipped(option.beside, max(0, left), "$quiet")])
