"""A text table as columns under one header, whatever happened to it while it was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.readers.axis import step_name
from coach.runs.readers.grown_text import grown
from coach.runs.readers.tables.cells import Cells, cells_of, lines_of
from coach.runs.reading.cache import Entry
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_KIND = "table"
_DELIMITERS = ",\t;"
_BESIDE_COMMAS = ";"  # what spreadsheets cut cells with where the comma is in the numbers
_DECIMAL = re.compile(r"(?<=\d),(?=\d+(e[-+]?\d+)?\s*$)", re.IGNORECASE)
_FEWEST_COLUMNS = 2


class Table(NamedTuple):
    """The names of the columns and their cells, the first row as it is written, and what had to be left out."""

    header: list[str]
    columns: list[Cells]
    first: list[str]
    notes: list[Note]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.columns[0].value) if self.columns else 0


def header_of(line: str) -> list[str] | None:
    """Give the names of the columns where the line is the header of a table of steps."""
    names = [cell.strip() for cell in cells_of(line, delimiter_of(line))]
    return names if _is_header(names) else None


def delimiter_of(line: str) -> str:
    """Give the delimiter that cuts a header line into most columns."""
    return max(_DELIMITERS, key=line.count)


def read_table(path: Path, cache: Cache | None) -> Table:
    """Give header and columns; rows that do not fit the header are left out and noted.

    Raises:
        OSError: when the file cannot be read.
    """
    with grown(path, cache, _KIND) as text:
        rows = _Rows() if text.known is None else _Rows.kept(text.known)
        for lines in text.lines():
            rows.take(lines)
            rows.settle()
        text.keep(path, cache, _KIND, rows.to_keep())
        rows.take(text.rest)
        cut = rows.end(path) if text.rest and not text.rest.endswith(b"\r") else []
        rows.settle()
    if not rows.header:
        return Table([], [], [], [*rows.notes(path), Note(NoteKind.EMPTY, path, "the file is empty")])
    return Table(rows.header, rows.columns(), rows.first, [*rows.notes(path), *cut, *rows.misfit_notes(path)])


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
    """Rows as they come in. A second header, where the run was restarted or logs more, brings its own columns.

    Attributes:
        header: names of all columns so far.
        first: the first row.
        lines: lines so far, the header among them.
        zeros: zero bytes that were left out.
        misfits: lines that fit no header: how many, and the number of the first and of the last.
        places: the column of each cell of a row, where another header changed that.
        width: cells of a row.
    """

    header: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    lines: int = 0
    zeros: int = 0
    misfits: tuple[int, int, int] = (0, 0, 0)
    places: list[int] | None = None
    width: int = 0
    delimiter: str = ","
    _new: list[list[str]] = field(default_factory=list)
    _settled: list[list[Cells]] = field(default_factory=list)

    @classmethod
    def kept(cls, entry: Entry) -> _Rows:
        """Give the rows as they were kept."""
        state = entry.state["rows"]
        width = len(Cells._fields)
        columns = [
            Cells(value, is_number.astype(bool), is_text.astype(bool))
            for value, is_number, is_text in (
                entry.arrays[at : at + width] for at in range(0, len(entry.arrays), width)
            )
        ]
        return cls(**{**state, "misfits": tuple(state["misfits"])}, _settled=[columns])

    def to_keep(self) -> Entry:
        """Give what `kept` makes these rows of again."""
        names = ("header", "first", "lines", "zeros", "misfits", "places", "width", "delimiter")
        state = {name: getattr(self, name) for name in names}
        arrays = [array for column in self.columns() for array in column]
        return Entry({"rows": state}, [each.view("u1") if each.dtype == bool else each for each in arrays])

    def take(self, data: bytes) -> None:
        """Take whole lines of the file."""
        text = data.decode("utf-8" if self.lines else "utf-8-sig", "backslashreplace")
        self.zeros += text.count("\0")
        for line in lines_of(text.replace("\0", "")) if text else ():
            self.lines += 1
            if self.lines == 1:
                self.delimiter = delimiter_of(line)
                self.header = [cell.strip() for cell in cells_of(line, self.delimiter)]
                self.width = len(self.header)
            else:
                self._add(cells_of(line, self.delimiter))

    def settle(self) -> None:
        """Read the new rows as numbers; those from before a column came in are filled up."""
        width = len(self.header)
        if self._new:
            rows = (row + [""] * (width - len(row)) for row in self._new)
            self._settled.append([Cells.of(column) for column in zip(*rows, strict=True)])
            self._new = []

    def columns(self) -> list[Cells]:
        """Give the cells of all settled rows, column by column."""
        parts = [part for part in self._settled if part]
        columns = [
            Cells.joined([part[at] if at < len(part) else Cells.empty(len(part[0].value)) for part in parts])
            for at in range(len(self.header))
        ]
        self._settled = [columns]
        return columns

    def end(self, path: Path) -> list[Note]:
        """Leave out what may be cut short in a last line that no line end follows."""
        if self.misfits[2] == self.lines:
            count, first, _ = self.misfits
            self.misfits = (count - 1, first, 0)
            detail = "the last row is not finished; the run is still writing, or was cut off"
            return [Note(NoteKind.TRUNCATED_TAIL, path, detail)]
        at = self.places[-1] if self.places else -1
        if not self._new or not self._new[-1][at]:
            return []
        self._new[-1][at] = ""
        detail = (
            "no line end follows the last row, so that its last cell may be cut short; that cell is left out"
        )
        return [Note(NoteKind.OTHER_RECORDS, path, detail)]

    def notes(self, path: Path) -> list[Note]:
        """Say what was not text."""
        detail = f"{self.zeros:,} zero bytes in a text file; skipped"
        return [Note(NoteKind.CORRUPT_RECORD, path, detail)] if self.zeros else []

    def misfit_notes(self, path: Path) -> list[Note]:
        """Say which lines do not fit the header above them."""
        count, first, _ = self.misfits
        detail = (
            f"{count:,} rows have more or fewer cells than their header, the first is line {first}; skipped"
        )
        return [Note(NoteKind.CORRUPT_RECORD, path, detail)] if count else []

    def _add(self, cells: list[str]) -> None:
        """Take one line: a row, another header, or what is neither."""
        if self.delimiter == _BESIDE_COMMAS:
            cells = [_DECIMAL.sub(".", cell) for cell in cells]
        if (
            cells
            and cells[0].strip() in self.header
            and _is_header(names := [each.strip() for each in cells])
        ):
            self._turn_to(names)
        elif len(cells) != self.width:
            if any(map(str.strip, cells)):
                count, first, _ = self.misfits
                self.misfits = (count + 1, first or self.lines, self.lines)
        else:
            row = cells
            if self.places is not None:
                row = [""] * len(self.header)
                for place, cell in zip(self.places, cells, strict=True):
                    row[place] = cell
            self.first = self.first or list(row)
            self._new.append(row)

    def _turn_to(self, names: list[str]) -> None:
        self.width = len(names)
        places: list[int] = []
        for name in names:
            known = (at for at, each in enumerate(self.header) if each == name and at not in places)
            place = next(known, len(self.header))
            if place == len(self.header):
                self.header.append(name)
            places.append(place)
        self.places = places
