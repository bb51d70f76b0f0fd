"""Exhibits as lines: paragraphs, bars, tables, trees and trends."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from textual.content import Content

from coach.session.exhibit import Bar, Bars, Branch, Exhibit, Folded, Grid, Outline, Recipe, Say, Trend
from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import clipped, harmless, one_line, wrapped
from coach.tui.widgets.bar import PERCENT_WIDTH, bar, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

TONES = {"plain": ("", ""), "good": ("✓ ", "$good"), "warn": ("! ", "$warn"), "quiet": ("", "$quiet")}
"""The sign before a paragraph and its style, by tone."""
TITLE = "bold $quiet"
SPARKS = "▁▂▃▄▅▆▇█"
MOST_ROUNDS = 8
"""Rounds drawn as bars; more become a line of blocks."""
_BEFORE_DIGITS = "<>≤≥+-~≈$ \N{MINUS SIGN}"
LEAST_COLUMN = 5
LEAST_BAR = 20
"""Cells a bar keeps before its name is cut."""
GAP = 2
CODE_EDGE, CODE_REST = "│ ", "┆ "
"""The edge before a line of code, and before the rest of one that is longer than the room."""
COPY_KEYS = "y or ^y"
"""The keys that copy code, as they are printed."""
MOST_CLIPPED = 1.25
"""A table up to this much wider than the room is clipped; a wider one is set as paragraphs."""


def exhibit_lines(exhibit: Exhibit, width: int) -> list[Content]:  # noqa: PLR0911 - one return a kind
    """Give the lines of an exhibit, none wider than `width` cells."""
    match exhibit:
        case Say():
            return _paragraph(exhibit, width)
        case Bars():
            return [*wrapped(exhibit.title, width, TITLE), *_bars(exhibit.rows, width)]
        case Grid():
            return [*wrapped(exhibit.title, width, TITLE), *_grid(exhibit, width)]
        case Outline():
            return [*wrapped(exhibit.title, width, TITLE), *_branches(exhibit.roots, width, "", top=True)]
        case Trend():
            return [*wrapped(exhibit.title, width, TITLE), *_trend(exhibit, width)]
        case Recipe():
            return _recipe(exhibit, width)
        case Folded():
            parts = [exhibit_lines(each, width) for each in exhibit.exhibits]
            return [*wrapped(exhibit.title, width, TITLE), *(line for part in parts for line in part)]
        case _:
            assert_never(exhibit)


def _paragraph(say: Say, width: int) -> list[Content]:
    sign, style = TONES[say.tone]
    lines = wrapped(say.text, width - len(sign), style)
    return hung(Content.styled(sign, style), lines)


def _bars(rows: Sequence[Bar], width: int) -> list[Content]:
    longest = max((Content(one_line(row.label)).cell_length for row in rows), default=0)
    room = min(longest, max(width * 2 // 5, width - LEAST_BAR - PERCENT_WIDTH - 2))
    noted = max((Content(one_line(row.note)).cell_length for row in rows), default=0)
    length = width - room - PERCENT_WIDTH - 2
    beside = bool(noted) and length - noted - 1 >= width // 4
    length -= noted + 1 if beside else 0
    lines: list[Content] = []
    for row in rows:
        label = clipped(row.label, room)
        drawn = bar(row.value, max(1, length), tick=row.tick)
        gap = Content(" " * (room - label.cell_length + 1))
        line = Content("").join([label, gap, drawn, Content(" "), percent(row.value).stylize("bold")])
        note = clipped(row.note, noted if beside else width - 2, "$quiet")
        if beside:
            line = line + Content(" ") + note
        lines.append(line)
        if row.note and not beside:
            lines.append(Content("  ") + note)
    return lines


def _grid(grid: Grid, width: int) -> list[Content]:
    natural = _natural_widths([grid.header, *grid.rows])
    if sum(natural) + GAP * (len(natural) - 1) > width * MOST_CLIPPED:
        return _stacked(grid, width)
    widths = _narrowed(natural, width)
    numeric = [_is_numeric([row[place] for row in grid.rows]) for place in range(len(widths))]
    lines = [_cells(grid.header, widths, numeric, "$quiet")]
    lines.append(Content.styled((" " * GAP).join("─" * each for each in widths), "$track"))
    lines += [_cells(row, widths, numeric, "") for row in grid.rows]
    return lines


def _stacked(grid: Grid, width: int) -> list[Content]:
    """Give each row as a short paragraph, its first cell in the margin, for a table far wider than the room."""
    longest = max(Content(one_line(row[0])).cell_length for row in grid.rows or [grid.header])
    lines = wrapped(" · ".join(grid.header), width, "$quiet")
    if longest + GAP > width // 3:
        return [*lines, *(line for row in grid.rows for line in _below_its_name(row, width))]
    margin = longest + GAP
    for row in grid.rows:
        said = wrapped(" · ".join(cell for cell in row[1:] if cell), max(1, width - margin)) or [Content("")]
        first = clipped(row[0], margin - GAP, "bold")
        lead = Content(" " * (margin - GAP - first.cell_length)) + first + Content(" " * GAP)
        lines += hung(lead, said)
    return lines


def _below_its_name(row: Sequence[str], width: int) -> list[Content]:
    """Give a row whose first cell is too long for a margin: the cell in full, the others below it."""
    said = wrapped(" · ".join(cell for cell in row[1:] if cell), max(1, width - GAP))
    return [*wrapped(one_line(row[0]), width, "bold"), *hung(Content(" " * GAP), said)]


def _natural_widths(rows: Sequence[tuple[str, ...]]) -> list[int]:
    """Give the cells of the longest text of each column."""
    return [
        max(Content(one_line(row[place])).cell_length for row in rows) or 1 for place in range(len(rows[0]))
    ]


def _narrowed(natural: Sequence[int], width: int) -> list[int]:
    """Give the column widths, the widest columns narrowed until the row fits."""
    widths = list(natural)
    room = width - GAP * (len(widths) - 1)
    while sum(widths) > room and max(widths) > 1:
        widths[widths.index(max(widths))] -= 1
    return widths


def _is_numeric(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if cell]
    return bool(said) and all(cell.lstrip(_BEFORE_DIGITS)[:1].isdigit() for cell in said)


def _cells(cells: tuple[str, ...], widths: Sequence[int], numeric: Sequence[bool], style: str) -> Content:
    parts = []
    for cell, width, is_number in zip(cells, widths, numeric, strict=True):
        said = clipped(cell, width, style)
        pad = Content(" " * (width - said.cell_length))
        parts.append(pad + said if is_number else said + pad)
    return Content(" " * GAP).join(parts).rstrip()


def _branches(branches: Sequence[Branch], width: int, stem: str, *, top: bool = False) -> list[Content]:
    lines: list[Content] = []
    for place, branch in enumerate(branches):
        is_last = place == len(branches) - 1
        head = "" if top else ("└─ " if is_last else "├─ ")
        rest = "" if top else ("   " if is_last else "│  ")
        said = wrapped(branch.text, max(LEAST_COLUMN, width - len(stem) - len(head)))
        for row, line in enumerate(said):
            lines.append(Content.styled(stem + (rest if row else head), "$quiet") + line)
        lines += _branches(branch.then, width, stem + rest)
    return lines


def _trend(trend: Trend, width: int) -> list[Content]:
    if len(trend.values) <= MOST_ROUNDS:
        rows = [Bar(label, value) for label, value in zip(trend.labels, trend.values, strict=True)]
        return _bars(rows, width)
    room = max(0, width - 2 * PERCENT_WIDTH - 2)
    shown = trend.values[max(0, len(trend.values) - room) :]
    if not shown:
        return []
    blocks = "".join(SPARKS[min(len(SPARKS) - 1, int(value * len(SPARKS)))] for value in shown)
    first, last = percent(shown[0]), percent(shown[-1])
    line = Content("").join([first, Content(" "), Content.styled(blocks, "$accent"), Content(" "), last])
    ends = clipped(f"{trend.labels[-len(shown)]} to {trend.labels[-1]}", width, "$quiet")
    return [line, ends]


def _recipe(recipe: Recipe, width: int) -> list[Content]:
    lines = wrapped(recipe.title, width, TITLE)
    if not recipe.steps:
        lines += wrapped(recipe.how, width)
    for number, step in enumerate(recipe.steps, 1):
        lead = Content.styled(f"{number}".rjust(len(str(len(recipe.steps)))) + " ", "$accent")
        lines += hung(lead, wrapped(step, max(LEAST_COLUMN, width - lead.cell_length)))
    if recipe.code:
        lines += [clipped(f"{COPY_KEYS} copies this", width, "$quiet"), *code_lines(recipe.code, width)]
    return lines


def code_lines(code: str, width: int) -> list[Content]:
    """Give code as it is written, behind an edge; where a line is longer than the room, the rest has another edge."""
    room = max(LEAST_COLUMN, width - len(CODE_EDGE))
    lines: list[Content] = []
    for line in harmless(code.expandtabs(4)).rstrip("\n").split("\n"):
        pieces = Content(line).fold(room) if line else [Content("")]
        for place, piece in enumerate(pieces):
            lines.append(Content.styled(CODE_REST if place else CODE_EDGE, "$accent") + piece)
    return lines


class ExhibitView(Drawn):
    """One exhibit."""

    def __init__(self, exhibit: Exhibit) -> None:
        super().__init__()
        self._exhibit = exhibit

    def draw(self, width: int) -> list[Content]:
        """Give the exhibit's lines."""
        return exhibit_lines(self._exhibit, width)


class ExhibitList(Drawn):
    """Exhibits below one another, which change as something else on the screen does."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__()
        self.id = id
        self.exhibits: tuple[Exhibit, ...] = ()

    def show(self, exhibits: tuple[Exhibit, ...]) -> None:
        """Show others."""
        if exhibits != self.exhibits:
            self.exhibits = exhibits
            self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give their lines, a blank line between two."""
        parts = [exhibit_lines(each, width) for each in self.exhibits]
        return [line for place, part in enumerate(parts) for line in ([Content("")] if place else []) + part]
