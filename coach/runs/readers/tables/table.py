"""A text table as columns under one header, whatever happened to it while it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from coach.runs.readers.axis import as_step_name
from coach.runs.readers.grown_text import grown
from coach.runs.readers.tables.cells import Cells, is_number, lines_of
from coach.runs.readers.tables.layout import COMMENT, Layout, delimiter_of, layout_of, names_of, split
from coach.runs.reading.cache import Entry
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_KIND = "table-4"
_HEAD = 1 << 16  # bytes, in which the layout shows


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


def read_table(path: Path, cache: Cache | None) -> Table:
    """Give header and columns; rows that do not fit the header are left out and noted.

    Raises:
        OSError: when the file cannot be read.
    """
    with grown(path, cache, _KIND) as text:
        rows = _Rows.under(_layout_at(text.file)) if text.known is None else _Rows.kept(text.known)
        for lines in text.lines():
            rows.take(lines)
            rows.settle()
        text.keep(path, cache, _KIND, rows.to_keep())
        rows.take(text.rest)
        cut = rows.end(path) if text.rest and not text.rest.endswith(b"\r") else []
        rows.settle()
    if not rows.lines:
        return Table([], [], [], [*rows.notes(path), Note(NoteKind.EMPTY, path, "the file is empty")])
    return Table(rows.header, rows.columns(), rows.first, [*rows.notes(path), *cut, *rows.misfit_notes(path)])


def text_of(data: bytes) -> str:
    """Give the beginning of a file as text, without what is no text."""
    return data.decode("utf-8-sig", "backslashreplace").replace("\0", "")


def _layout_at(file: BinaryIO) -> Layout:
    file.seek(0)
    lines = lines_of(text_of(file.read(_HEAD)))
    layout = layout_of(lines)
    if layout is not None or not lines:
        return layout or Layout(",", [], 0, has_header=False)
    delimiter = delimiter_of(lines[0])
    return Layout(delimiter, names_of(split(lines[0], delimiter)), 1, has_header=True)


def _is_header(names: list[str]) -> bool:
    return any(as_step_name(name) for name in names) and not any(map(is_number, names))


@dataclass(slots=True)
class _Rows:
    """Rows as they come in. A second header, where the run was restarted or logs more, brings its own columns.

    Attributes:
        header: names of all columns so far.
        first: the first row.
        lines: lines so far, the header among them.
        before: lines before the first row.
        zeros: zero bytes that were left out.
        misfits: lines that fit no header: how many, and the number of the first and of the last.
        places: the column of each cell of a row, where another header changed that.
        width: cells of a row.
    """

    header: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    lines: int = 0
    before: int = 0
    zeros: int = 0
    misfits: tuple[int, int, int] = (0, 0, 0)
    places: list[int] | None = None
    width: int = 0
    delimiter: str = ","
    _new: list[list[str]] = field(default_factory=list)
    _settled: list[list[Cells]] = field(default_factory=list)

    @classmethod
    def under(cls, layout: Layout) -> _Rows:
        """Give no rows yet of a table that is laid out so."""
        width = len(layout.names)
        return cls(header=layout.names, before=layout.before, width=width, delimiter=layout.delimiter)

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
        names = ("header", "first", "lines", "before", "zeros", "misfits", "places", "width", "delimiter")
        state = {name: getattr(self, name) for name in names}
        arrays = [array for column in self.columns() for array in column]
        return Entry({"rows": state}, [each.view("u1") if each.dtype == bool else each for each in arrays])

    def take(self, data: bytes) -> None:
        """Take whole lines of the file."""
        text = data.decode("utf-8" if self.lines else "utf-8-sig", "backslashreplace")
        self.zeros += text.count("\0")
        for line in lines_of(text.replace("\0", "")) if text else ():
            self.lines += 1
            if self.lines > self.before:
                self._add(split(line, self.delimiter))

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
        if cells and cells[0].strip() in self.header and _is_header(names := names_of(cells)):
            self._turn_to(names)
        elif len(cells) != self.width:
            if any(map(str.strip, cells)) and not cells[0].startswith(COMMENT):
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
