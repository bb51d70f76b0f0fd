"""A text table as rows under one header, whatever happened to it while it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.readers.axis import step_name
from coach.runs.readers.cells import cells_of, lines_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from pathlib import Path

_DELIMITERS = ",\t;"
_BESIDE_COMMAS = ";"  # what spreadsheets cut cells with where the comma is in the numbers
_DECIMAL = re.compile(r"(?<=\d),(?=\d+(e[-+]?\d+)?\s*$)", re.IGNORECASE)
_FEWEST_COLUMNS = 2


class Table(NamedTuple):
    """The names of the columns, rows of one cell a column, and what had to be left out."""

    header: list[str]
    rows: list[list[str]]
    notes: list[Note]


def header_of(line: str) -> list[str] | None:
    """Give the names of the columns where the line is the header of a table of steps."""
    names = [cell.strip() for cell in cells_of(line, delimiter_of(line))]
    return names if _is_header(names) else None


def delimiter_of(line: str) -> str:
    """Give the delimiter that cuts a header line into most columns."""
    return max(_DELIMITERS, key=line.count)


def read_table(path: Path) -> Table:
    """Give header and rows; rows that do not fit the header are left out and noted.

    Raises:
        OSError: when the file cannot be read.
    """
    text = path.read_bytes().decode("utf-8-sig", "backslashreplace")
    notes: list[Note] = []
    if "\0" in text:
        detail = f"{text.count(chr(0)):,} zero bytes in a text file; skipped"
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
        text = text.replace("\0", "")
    lines = lines_of(text)
    if not lines:
        return Table([], [], [*notes, Note(NoteKind.EMPTY, path, "the file is empty")])
    delimiter = delimiter_of(lines[0])
    first, *rest = (cells_of(line, delimiter) for line in lines)
    if delimiter == _BESIDE_COMMAS:
        rest = [[_DECIMAL.sub(".", cell) for cell in cells] for cells in rest]
    rows = _Rows([cell.strip() for cell in first])
    for number, cells in enumerate(rest, start=2):
        rows.add(number, cells)
    if not text.endswith(("\n", "\r")) and rest:
        notes += rows.end(path, len(lines))
    return Table(rows.header, rows.whole(), [*notes, *rows.misfit_notes(path)])


def _is_header(names: list[str]) -> bool:
    return len(names) >= _FEWEST_COLUMNS and step_name(names) is not None and not any(map(_is_number, names))


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class _Rows:
    """Rows as they come in. A second header, where the run was restarted or logs more, brings its own columns."""

    header: list[str]
    _rows: list[list[str]] = field(default_factory=list)
    _places: list[int] | None = None
    _width: int = 0
    _misfits: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._width = len(self.header)

    def add(self, number: int, cells: list[str]) -> None:
        """Take one line of the file: a row, another header, or what is neither."""
        if (
            cells
            and cells[0].strip() in self.header
            and _is_header(names := [each.strip() for each in cells])
        ):
            self._turn_to(names)
        elif len(cells) != self._width:
            if any(map(str.strip, cells)):
                self._misfits.append(number)
        elif self._places is None:
            self._rows.append(cells)
        else:
            row = [""] * len(self.header)
            for place, cell in zip(self._places, cells, strict=True):
                row[place] = cell
            self._rows.append(row)

    def end(self, path: Path, last: int) -> list[Note]:
        """Leave out what may be cut short in a last line that no line end follows."""
        if self._misfits[-1:] == [last]:
            self._misfits.pop()
            detail = "the last row is not finished; the run is still writing, or was cut off"
            return [Note(NoteKind.TRUNCATED_TAIL, path, detail)]
        at = self._places[-1] if self._places else -1
        if not self._rows or not self._rows[-1][at]:
            return []
        self._rows[-1][at] = ""
        detail = (
            "no line end follows the last row, so that its last cell may be cut short; that cell is left out"
        )
        return [Note(NoteKind.OTHER_RECORDS, path, detail)]

    def whole(self) -> list[list[str]]:
        """Give the rows, those from before a column came in filled up."""
        width = len(self.header)
        return [row if len(row) == width else row + [""] * (width - len(row)) for row in self._rows]

    def misfit_notes(self, path: Path) -> list[Note]:
        """Say which lines do not fit the header above them."""
        if not self._misfits:
            return []
        detail = (
            f"{len(self._misfits):,} rows have more or fewer cells than their header, "
            f"the first is line {self._misfits[0]}; skipped"
        )
        return [Note(NoteKind.CORRUPT_RECORD, path, detail)]

    def _turn_to(self, names: list[str]) -> None:
        self._width = len(names)
        places: list[int] = []
        for name in names:
            known = (at for at, each in enumerate(self.header) if each == name and at not in places)
            place = next(known, len(self.header))
            if place == len(self.header):
                self.header.append(name)
            places.append(place)
        self._places = places
