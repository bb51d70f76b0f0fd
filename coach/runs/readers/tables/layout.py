"""How a text table is laid out: what cuts its cells, where its header stands, or that it has none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.readers.data_splits import SPLITS
from coach.runs.readers.tables.cells import cells_of, is_number

if TYPE_CHECKING:
    from collections.abc import Sequence

BLANKS = " "
"""Stands for any number of blanks."""
COMMENT = "#"
"""What a line begins with that is no row."""
_BAR = "|"
_BESIDE_COMMAS = ";"  # what spreadsheets cut cells with where the comma is in the numbers
_DECIMAL = re.compile(r"(?<=\d),(?=\d+(e[-+]?\d+)?\s*$)", re.IGNORECASE)
_DELIMITERS = ",\t;|"
_SAID = re.compile(r"[^\W\d]\s*[:=]\s*[-+]?\d")  # a value beside its name: a line of a console
_FEWEST_COLUMNS = 2
_LOOKED_AT = 3  # rows


class Layout(NamedTuple):
    """How a table is laid out.

    Attributes:
        delimiter: what cuts the cells of a row.
        names: of the columns.
        before: how many lines stand before the first row.
        has_header: whether the names are the table's own.
    """

    delimiter: str
    names: list[str]
    before: int
    has_header: bool


def layout_of(lines: Sequence[str]) -> Layout | None:
    """Give the layout of a table that begins with these lines; None where they are none.

    Lines of comments may stand before the header, and the header may itself be the last of them, as NumPy writes it.
    """
    before = next((at for at, line in enumerate(lines) if not _is_aside(line)), len(lines))
    if before == len(lines):
        before = 0
    if before == len(lines):
        return None
    first = lines[before]
    rows = [line for line in lines[before + 1 :] if line.strip()]
    rows = rows[:-1] or rows  # the last one may be cut
    if before and _is_row(first) and (header := _header(lines[before - 1].lstrip(COMMENT + " "), first)):
        return Layout(delimiter_of(first), header, before, has_header=True)
    delimiter = delimiter_of(first)
    names = names_of(split(first, delimiter))
    if _is_row_of_a_split(first, rows, delimiter) or _is_row(first):
        widths = {len(split(row, delimiter)) for row in rows} or {len(names)}
        columns = names_of([""] * len(names))
        return Layout(delimiter, columns, before, has_header=False) if widths == {len(names)} else None
    if len(names) < _FEWEST_COLUMNS or any(is_number(name) or _SAID.search(name) for name in names):
        return None
    if delimiter == BLANKS and not (rows and all(_fits(row, len(names)) for row in rows[:_LOOKED_AT])):
        return None
    is_ruled = bool(rows) and not set(rows[0]) - set("|-:+ ")
    return Layout(delimiter, names, before + 1 + is_ruled, has_header=True)


def delimiter_of(line: str) -> str:
    """Give the delimiter that cuts a line into most cells; blanks where no other one does."""
    likeliest = max(_DELIMITERS, key=line.count)
    return likeliest if line.count(likeliest) else BLANKS


def split(line: str, delimiter: str) -> list[str]:
    """Give the cells of one line."""
    if delimiter == BLANKS:
        return line.split()
    if delimiter == _BAR:
        return cells_of(line.strip().removeprefix(_BAR).removesuffix(_BAR), _BAR)
    cells = cells_of(line, delimiter)
    return [_DECIMAL.sub(".", cell) for cell in cells] if delimiter == _BESIDE_COMMAS else cells


def names_of(cells: Sequence[str]) -> list[str]:
    """Give the names of the columns; one that has none, such as the index pandas writes, is called by its place."""
    return [cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1)]


def _is_aside(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith(COMMENT)


def _is_row(line: str) -> bool:
    cells = split(line, delimiter_of(line))
    return bool(cells) and all(map(is_number, cells))


def _is_row_of_a_split(first: str, rows: Sequence[str], delimiter: str) -> bool:
    """Give whether rows without a header name the part of the data beside their numbers: `train 3 0.52 0.81`."""
    kinds = [
        tuple(
            "split" if cell.strip().lower() in SPLITS else is_number(cell) for cell in split(row, delimiter)
        )
        for row in (first, *rows)
    ]
    is_one_kind = len(rows) > _LOOKED_AT and len({*kinds}) == 1
    return is_one_kind and kinds[0].count("split") == 1 and kinds[0].count(True) == len(kinds[0]) - 1 > 1


def _header(said: str, row: str) -> list[str] | None:
    """Give the names in a comment above the first row where there is one for each of its cells."""
    names = [name.strip() for name in split(said, delimiter_of(said))]
    is_fitting = len(names) == len(split(row, delimiter_of(row))) and len(names) >= _FEWEST_COLUMNS
    return names if is_fitting and not any(map(is_number, names)) else None


def _fits(row: str, width: int) -> bool:
    cells = row.split()
    return len(cells) == width and sum(map(is_number, cells)) >= width - 1
