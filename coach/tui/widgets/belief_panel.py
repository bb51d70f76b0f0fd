"""Bars of belief on a page of questions, drawn for the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import clipped, shortened, wrapped
from coach.tui.widgets.beliefs import belief_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.beliefs import BeliefRow

HEADING = "Beliefs, by the playbook's numbers"
TO_EXPLAIN = "What there is to explain"
LEAST_SEEN = 3
"""Lines from which it is said what there is to explain."""
LOW = 5
"""Rows up to which no line is left empty."""
OTHER_LINES = 2
"""Rows that "something else" and the legend take."""


class BeliefPanel(Drawn):
    """The bars, the likeliest first, and what there is to explain where there is room for it.

    Bars that have no room are counted.
    """

    def __init__(self) -> None:
        super().__init__(id="beliefs")
        self.rows: tuple[BeliefRow, ...] = ()
        self.seen: tuple[str, ...] = ()

    def show(self, rows: tuple[BeliefRow, ...], seen: tuple[str, ...]) -> None:
        """Show other beliefs."""
        self.rows, self.seen = rows, seen
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the bars, then what was seen."""
        height = self.size.height
        bars = self._bars(width, height) if self.rows else []
        seen = seen_lines(self.seen, width, height - len(bars) - 1) if self.seen else []
        return [*bars, *([Content("")] if bars and seen else []), *seen]

    def _bars(self, width: int, height: int) -> list[Content]:
        lines = [clipped(HEADING, width, "$quiet")]
        lines += [Content("")] if height > LOW else []
        most = max(1, height - len(lines) - OTHER_LINES)
        return [*lines, *belief_lines(self.rows, width, most=most)][:height]


def seen_lines(seen: Sequence[str], width: int, height: int) -> list[Content]:
    """Give what was seen, whole where all have room, else a line or two each; what has no room is counted."""
    if height < LEAST_SEEN:
        return []
    lines = [clipped(TO_EXPLAIN, width, "$quiet")]
    in_full = sum(len(wrapped(text, width - 2)) for text in seen) < height
    for place, text in enumerate(seen):
        told = wrapped(text, width - 2) if in_full else shortened(text, width - 2, 2)
        said = hung(Content.styled("· ", "$quiet"), told)
        left = len(seen) - place
        if len(lines) + len(said) > height - (left > 1):
            return [*lines, clipped(f"and {left} more", width, "$quiet")]
        lines += said
    return lines
