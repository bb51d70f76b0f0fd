"""The upper part of the first page: what is known of the case, in as many lines as there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.desk.case_rows import INDENT, rows
from coach.runs.describing.sparkline import sparkline
from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped
from coach.tui.widgets.bar import bar

if TYPE_CHECKING:
    from coach.desk.case import Case
    from coach.desk.case_rows import Kind, Row

LEAST_CURVE, MOST_CURVE = 8, 40
"""Cells of a small curve."""
NAME_SHARE = 0.3
"""Share of a line that the name of a curve has at most, unless nothing else needs the room."""
BAR = 24
STYLES: dict[Kind, str] = {
    "heading": "bold $quiet",
    "alarm": "bold $bad",
    "warn": "$warn",
    "info": "$quiet",
    "mend": "$quiet",
    "look": "bold $accent",
    "step": "$quiet",
    "files": "$warn",
}
"""Styles of what stands before a text; of the whole line where nothing does."""
QUIET = frozenset({"step", "heading", "files"})
"""Kinds whose text has the style of the kind as well."""


class CaseView(Drawn, can_focus=True):
    """What the logs say; while they are read, how far that is."""

    def __init__(self) -> None:
        super().__init__()
        self.case: Case | None = None
        self._far: tuple[int, int, str] | None = None

    def show(self, case: Case) -> None:
        """Show what is known now."""
        self.case = case
        self.refresh()

    def reading(self, far: tuple[int, int, str] | None) -> None:
        """Show how far the reading has got: runs read, runs in all, what is read now; None when it is over."""
        self._far = far
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the lines that fit."""
        height = self.size.height
        progress = [_progress(self._far, width)] if self._far is not None else []
        if self.case is None:
            return progress
        found = rows(self.case, width, height - len(progress))
        return [*(row_line(row, width) for row in found), *progress]


def row_line(row: Row, width: int) -> Content:
    """Give one line of `width` cells at most."""
    if row.kind == "curve":
        return _curve(row, width)
    style = STYLES.get(row.kind, "")
    lead = Content.styled(row.lead.ljust(INDENT), style) if row.lead else Content(" " * _indent(row.kind))
    aside = clipped(row.aside, width // 2, "$quiet")
    room = width - lead.cell_length - (aside.cell_length + 2 if aside.cell_length else 0)
    text = clipped(row.text, max(1, room), style if row.kind in QUIET else "")
    gap = width - lead.cell_length - text.cell_length - aside.cell_length
    return Content("").join([lead, text, Content(" " * max(0, gap)), aside])


def _indent(kind: Kind) -> int:
    return {"ran": 0, "files": 0, "heading": 0, "step": INDENT + 2}.get(kind, INDENT)


def _curve(row: Row, width: int) -> Content:
    """Give name, curve and figures; the name and the figures are cut before the curve has no room."""
    says = clipped(row.aside, max(0, width - LEAST_CURVE - 4 - int(NAME_SHARE * width)))
    name = clipped(row.text, max(int(NAME_SHARE * width), width - says.cell_length - MOST_CURVE - 4))
    room = min(MOST_CURVE, width - name.cell_length - says.cell_length - 4)
    drawn = Content.styled(sparkline(row.curve, max(1, room)), "$accent")
    return Content("  ").join([name, drawn, says])


def _progress(far: tuple[int, int, str], width: int) -> Content:
    done, total, says = far
    count = f" {done:,} of {total:,} runs  " if total else " looking for logs  "
    line = bar(done / total if total else 0.0, min(BAR, max(4, width // 4))) + Content.styled(count, "$quiet")
    return line + clipped(says, max(0, width - line.cell_length))
