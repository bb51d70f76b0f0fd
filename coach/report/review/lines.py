"""A review as plain lines for a terminal, tables with their columns under one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.report.review.document import Table

WIDEST = 34
"""Characters of the first column (editorial)."""


def table_lines(table: Table) -> Iterator[str]:
    """Give a table as lines: names to the left, numbers to the right, what is too long cut short."""
    rows = [table.columns, *table.rows]
    short = [(_short(cells[0]), *cells[1:]) for cells in rows]
    widths = [max(len(cells[at]) for cells in short) for at in range(len(table.columns))]
    for name, *cells in short:
        numbers = "  ".join(cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True))
        yield f"{name.ljust(widths[0])}  {numbers}".rstrip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"
