"""The table of weighing as one sees it: causes, odds and beliefs stay, what was seen scrolls sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.style import Style

from coach.reasoning.scale import format_probability
from coach.tui.drawing import Drawn
from coach.tui.matrix import OTHER_ROW, Matrix, Spot
from coach.tui.plain_text import ELLIPSIS, clipped, one_line
from coach.tui.widgets.bar import PERCENT_WIDTH, bar, percent
from coach.tui.widgets.rows import CURSOR, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.geometry import Size

    from coach.session.beliefs import BeliefRow

LEAST_CELL, MOST_CELL = 8, 14
"""Cells of a column."""
ODDS_WIDTH = 6
LEAST_LABEL, LABEL_SHARE, MOST_LABEL = 16, 0.25, 44
LEAST_BAR, MOST_BAR = 5, 16
FEWEST_NAME_LINES, MOST_NAME_LINES = 2, 3
DECISIVE = "▲"
"""Stands at a cell of which another mark would change the advice."""
NOT_KNOWN = "?"
"""Stands in the odds where nobody has an idea."""


class Widths(NamedTuple):
    """How a table is laid out.

    Attributes:
        label: cells of the causes.
        bar: cells of the bars of belief.
        cell: cells of a column.
        shown: how many columns there is room for.
    """

    label: int
    bar: int
    cell: int
    shown: int


def widths(width: int, columns: int) -> Widths:
    """Give the layout for so many cells: what is left by causes, odds and beliefs goes to the columns."""
    label = max(LEAST_LABEL, min(MOST_LABEL, int(width * LABEL_SHARE)))
    fixed = 2 + label + 1 + ODDS_WIDTH + 1 + PERCENT_WIDTH + 1
    left = (
        width - fixed - 1 - columns * LEAST_CELL
    )  # bars are shorter where that brings every column into view
    length = max(LEAST_BAR, min(MOST_BAR, (width - fixed) // 6, max(left, LEAST_BAR)))
    room = max(0, width - fixed - length - 1)
    shown = max(1, min(columns, room // LEAST_CELL))
    cell = max(LEAST_CELL, min(MOST_CELL, room // shown))
    spare = max(0, room - columns * cell) if shown == columns else 0
    return Widths(min(MOST_LABEL, label + spare), length, cell, shown)


class MatrixDrawing(Drawn, can_focus=True):
    """The table.

    Attributes:
        spot: the cell one stands on.
        typed: what is being written into it; None while nothing is.
        has_numbers: chances are shown in place of marks.
        seen: keys of the columns that were in view.
        decisive: (question, row) of the cells of which another mark would change the advice.
    """

    def __init__(self, id: str = "matrix") -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id)
        self.matrix = Matrix(rows=(), columns=(), odds={}, asked={})
        self.spot = Spot(0, 0)
        self.typed: str | None = None
        self.has_numbers = False
        self.first = 0
        self.seen: set[str] = set()
        self.decisive: frozenset[tuple[str, str]] = frozenset()
        self.beliefs: Mapping[str, BeliefRow] = {}

    def show(self, matrix: Matrix) -> None:
        """Show a table, at the cell one stood on where there is one."""
        self.matrix = matrix
        self.typed = None
        self.seen = set()
        self.spot = self.within(self.spot)
        self.refresh(layout=True)

    def believe(self, rows: tuple[BeliefRow, ...]) -> None:
        """Show what one would believe."""
        self.beliefs = {row.id: row for row in rows}
        self.refresh()

    def within(self, spot: Spot) -> Spot:
        """Give a cell that there is, the nearest one."""
        row = min(max(0, spot.row), max(0, len(self.matrix.rows) - 1))
        return Spot(row, min(max(0, spot.column), len(self.matrix.columns)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Give the lines of the whole table: what it would take if there were room."""
        return self._name_height(widths(width, len(self.matrix.columns))) + len(self.matrix.rows)

    def _name_height(self, fit: Widths) -> int:
        """Give the lines of the names: the same whichever columns are in view, so that nothing moves."""
        names = (name_lines(each.name, fit.cell - 1) for each in self.matrix.columns)
        return max((FEWEST_NAME_LINES, *(len([line for line in lines if line]) for lines in names)))

    def draw(self, width: int) -> list[Content]:
        """Give the header, and the rows that fit around the one one stands on."""
        if not self.matrix.rows:
            return []
        fit = widths(width, len(self.matrix.columns))
        self._bring_in(fit)
        columns = range(self.first, min(len(self.matrix.columns), self.first + fit.shown))
        self.seen |= {self.matrix.columns[place].key for place in columns}
        head = self._head(fit, columns)
        room = max(1, self.size.height - len(head))
        count = len(self.matrix.rows)
        rows = range(count) if count <= room else visible([1] * count, self.spot.row, room - 1)
        lines = [self._row(row, fit, columns) for row in rows]
        if len(rows) < count:
            above, below = rows.start, count - rows.stop
            said = "   ".join(f"{sign} {many}" for sign, many in (("↑", above), ("↓", below)) if many)
            lines.append(Content.styled(f"  {said} more", "$quiet"))
        return [*head, *lines]

    def _bring_in(self, fit: Widths) -> None:
        place = self.spot.column - 1
        if place >= 0:
            self.first = min(self.first, place)
            self.first = max(self.first, place - fit.shown + 1)
        self.first = max(0, min(self.first, len(self.matrix.columns) - fit.shown))

    def _head(self, fit: Widths, columns: range) -> list[Content]:
        matrix = self.matrix
        height = self._name_height(fit)
        names = [name_lines(matrix.columns[place].name, fit.cell - 1)[-height:] for place in columns]
        left = max(0, self.first)
        right = len(matrix.columns) - columns.stop
        lead = " " * (2 + fit.label + 1)
        before = "prior".rjust(ODDS_WIDTH)
        belief = " belief".ljust(fit.bar + PERCENT_WIDTH + 2)
        heading = f"{lead}{before} {belief}"
        more = "  ".join((f"← {left}" if left else "", f"{right} →" if right else ""))
        starts = [more.rjust(len(heading)), *[" " * len(heading)] * (height - 2), heading]
        lines = []
        for line, start in enumerate(starts):
            parts = [Content.styled(start, "$quiet")]
            for place, name in zip(columns, names, strict=True):
                is_here = place == self.spot.column - 1
                style = "bold $accent" if is_here else "$quiet"
                parts.append(Content.styled(f" {name[line].ljust(fit.cell - 1)}", style))
            lines.append(Content("").join(parts))
        return lines

    def _row(self, row: int, fit: Widths, columns: range) -> Content:
        matrix = self.matrix
        name, text = matrix.rows[row]
        is_here = row == self.spot.row
        style = "italic $quiet" if name == OTHER_ROW else "bold" if is_here else ""
        sign = Content.styled(f"{CURSOR} " if is_here and self.has_focus else "  ", "bold $accent")
        label = clipped(text, fit.label, style)
        parts = [
            sign,
            label,
            Content(" " * (fit.label - label.cell_length + 1)),
            self._odds(Spot(row, 0)),
            Content(" "),
            self._belief(name, fit.bar),
            *(self._cell(Spot(row, place + 1), fit.cell) for place in columns),
        ]
        return Content("").join(parts).stylize(Style.from_meta({"row": row}))

    def _belief(self, name: str, length: int) -> Content:
        found = self.beliefs.get(name)
        if found is None:
            return Content(" " * (length + PERCENT_WIDTH + 2))
        has_moved = abs(found.prior - found.posterior) > 0.005  # noqa: PLR2004 - half a percent
        drawn = bar(found.posterior, length, tick=found.prior if has_moved else None)
        return Content("").join([drawn, Content(" "), percent(found.posterior).stylize("bold"), Content(" ")])

    def _odds(self, spot: Spot) -> Content:
        matrix = self.matrix
        value = matrix.value(spot)
        said = (
            format_probability(value) if value is not None else NOT_KNOWN if matrix.can_change(spot) else ""
        )
        return self._with_cursor(spot, said.rjust(ODDS_WIDTH), "" if matrix.can_change(spot) else "$quiet")

    def _cell(self, spot: Spot, width: int) -> Content:
        matrix = self.matrix
        mark, value = matrix.mark(spot), matrix.value(spot)
        if mark is None:
            return self._with_cursor(spot, " " * width, "$quiet")
        said = mark.sign if not self.has_numbers or value is None else format_probability(value)
        is_decisive = matrix.at(spot) in self.decisive
        text = f" {said}{f' {DECISIVE}' if is_decisive else ''}".ljust(width)
        quiet = value is None or spot.row == len(matrix.rows) - 1 or not matrix.can_change(spot)
        return self._with_cursor(spot, text, "$warn" if is_decisive else "$quiet" if quiet else "")

    def _with_cursor(self, spot: Spot, text: str, style: str) -> Content:
        if spot != self.spot:
            return Content.styled(text, style) if style else Content(text)
        if self.typed is not None:
            text = f"{self.typed}▏"[-len(text) :].rjust(len(text))
        return Content.styled(text, "bold $accent on $panel" if self.has_focus else "bold")


def name_lines(name: str, width: int) -> list[str]:
    """Give the lines of a column's name, by words; what has no room is left out behind an ellipsis.

    >>> name_lines("explained variance low", 8), name_lines("kl spike", 8)
    (['explain…', 'variance', 'low'], ['', '', 'kl spike'])
    """
    lines: list[str] = []
    for word in one_line(name).split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(clipped(word, width).plain)
    shown = lines[:MOST_NAME_LINES]
    if len(lines) > MOST_NAME_LINES and not shown[-1].endswith(ELLIPSIS):
        shown[-1] = shown[-1][: width - 1] + ELLIPSIS
    return [*[""] * (MOST_NAME_LINES - len(shown)), *shown]
