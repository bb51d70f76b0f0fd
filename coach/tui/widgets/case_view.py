"""The upper part of the first page: what is known of the case, in as many lines as there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.runs.describing.sparkline import sparkline
from coach.tui.case_rows import INDENT, rows
from coach.tui.drawing import Drawn
from coach.tui.plain_text import ELLIPSIS, clipped, one_line
from coach.tui.widgets.bar import bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.desk.case import Case
    from coach.tui.case_rows import Kind, Row

LEAST_CURVE, MOST_CURVE = 8, 40
"""Cells of a small curve."""
NAME_SHARE = 0.45
"""Share of what names and figures have together that the names keep where both are long."""
GAP = "  "
BAR = 24
STYLES: dict[Kind, str] = {
    "heading": "bold $quiet",
    "alarm": "bold $bad",
    "warn": "$warn",
    "info": "$quiet",
    "mend": "$quiet",
    "more": "$quiet",
    "look": "bold $accent",
    "step": "$quiet",
    "files": "$warn",
}
"""Styles of what stands before a text; of the whole line where nothing does."""
QUIET = frozenset({"step", "heading", "files", "more"})
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
        curves = [row for row in found if row.kind == "curve"]
        columns = _columns(curves, width)
        return [
            *(_curve(row, *columns) if row.kind == "curve" else row_line(row, width) for row in found),
            *progress,
        ]


def row_line(row: Row, width: int) -> Content:
    """Give one line of `width` cells at most."""
    style = STYLES.get(row.kind, "")
    lead = Content.styled(row.lead.ljust(INDENT), style) if row.lead else Content(" " * _indent(row.kind))
    aside = clipped(row.aside, width // 2, "$quiet")
    room = width - lead.cell_length - (aside.cell_length + 2 if aside.cell_length else 0)
    text = clipped(row.text, max(1, room), style if row.kind in QUIET else "")
    gap = width - lead.cell_length - text.cell_length - aside.cell_length
    return Content("").join([lead, text, Content(" " * max(0, gap)), aside])


def _indent(kind: Kind) -> int:
    return {"ran": 0, "files": 0, "heading": 0, "step": INDENT + 2}.get(kind, INDENT)


def _columns(curves: Sequence[Row], width: int) -> tuple[int, int, int]:
    """Give the cells of names, curves and figures: names and figures are cut before a curve has no room."""
    names = max((Content(one_line(row.text)).cell_length for row in curves), default=0)
    says = max((Content(one_line(row.aside)).cell_length for row in curves), default=0)
    left = width - 2 * len(GAP) - LEAST_CURVE
    says = min(says, max(left - names, int((1 - NAME_SHARE) * left)))
    names = max(0, min(names, left - says))
    return names, max(1, min(MOST_CURVE, width - 2 * len(GAP) - names - says)), says


def _curve(row: Row, names: int, room: int, says: int) -> Content:
    """Give name, curve and figures, each in its column."""
    drawn = sparkline(row.curve, room)
    parts = [_end_of(row.text, names), Content.styled(drawn.ljust(room), "$accent"), clipped(row.aside, says)]
    return Content(GAP).join(parts)


def _end_of(tag: str, width: int) -> Content:
    """Give a tag, its beginning cut where it is too long: the end tells more."""
    said = one_line(tag)
    while said and Content(said).cell_length > width:
        said = ELLIPSIS + said.lstrip(ELLIPSIS)[1:]
    return Content(said + " " * (width - Content(said).cell_length))


def _progress(far: tuple[int, int, str], width: int) -> Content:
    done, total, says = far
    count = f" {done:,} of {total:,} runs  " if total else " looking for logs  "
    line = bar(done / total if total else 0.0, min(BAR, max(4, width // 4))) + Content.styled(count, "$quiet")
    return line + clipped(says, max(0, width - line.cell_length))
