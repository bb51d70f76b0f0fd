"""Tables with a step column: SB3 `progress.csv`, Lightning `metrics.csv`, Spinning Up, YOLO and their like.

An empty cell means that the quantity was not logged in that row. Which column counts the steps and which one
tells the time is looked up by name.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import step_name, time_names
from coach.runs.readers.columns import Columns
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from coach.runs.cache import Cache

_DELIMITERS = ",\t;"
_NOT_LOGGED = frozenset({"", "na", "n/a", "none", "null"})  # Keras writes NA where a metric was not computed
_MOST_NOTES = 5
_FEWEST_COLUMNS = 2


class CsvReader:
    """Reads one table as one run."""

    format = "csv"
    names = ("*.csv", "*.tsv", "progress.txt")

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely this is a table of steps: by its first line, and by the first number below."""
        del path
        lines = head.decode("utf-8-sig", "backslashreplace").splitlines()
        if not lines:
            return 0.0
        header = _split(lines[0], delimiter_of(lines[0]))
        if len(header) < _FEWEST_COLUMNS or step_name(header) is None or any(map(_is_number, header)):
            return 0.0
        return 0.6

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each table as a run, named by its folder where it is alone there."""
        folders = [file.parent for file in files]
        return tuple(
            RunFiles(file.parent if folders.count(file.parent) == 1 else file, (file,)) for file in files
        )

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read every numeric column against the step column."""
        del cache
        (path,) = run.files
        try:
            table = _read_table(path)
        except OSError as error:
            note = Note(NoteKind.UNREADABLE, path, error.strerror or str(error))
            return Reading(notes=(note,), fingerprint=path.name)
        columns, notes = _columns(path, table)
        joined = join_parts([Part(path, columns)])
        first = ",".join(table.header)[:200] + "|" + ",".join(table.rows[0] if table.rows else [])[:200]
        return Reading(
            series=joined.series, notes=(*notes, *joined.notes), fingerprint=f"{path.name} {first}"
        )


class _Table(NamedTuple):
    header: list[str]
    rows: list[list[str]]
    notes: list[Note]


def delimiter_of(line: str) -> str:
    """Give the delimiter that cuts a header line into most columns."""
    return max(_DELIMITERS, key=line.count)


def _split(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _read_table(path: Path) -> _Table:
    """Give header and rows; rows that do not fit the header are left out and noted."""
    text = path.read_bytes().decode("utf-8-sig", "backslashreplace")
    notes: list[Note] = []
    if "\0" in text:
        notes.append(
            Note(NoteKind.CORRUPT_RECORD, path, f"{text.count(chr(0)):,} zero bytes in a text file; skipped")
        )
        text = text.replace("\0", "")
    lines = text.splitlines()
    delimiter = delimiter_of(lines[0])
    header = _split(lines[0], delimiter)
    rows: list[list[str]] = []
    misfits: list[int] = []
    csv.field_size_limit(1 << 24)
    for number, row in enumerate(_safe_rows(lines[1:], delimiter), start=2):
        if len(row) == len(header):
            rows.append(row)
        elif row:
            misfits.append(number)
    if misfits and misfits[-1] == len(lines) and not text.endswith(("\n", "\r")):
        misfits.pop()
        detail = "the last row is not finished; the run is still writing, or was cut off"
        notes.append(Note(NoteKind.TRUNCATED_TAIL, path, detail))
    if misfits:
        cells = f"the header's {len(header)} cells"
        detail = f"{len(misfits):,} rows have more or fewer than {cells}, the first is line {misfits[0]}"
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"{detail}; skipped"))
    return _Table(header, rows, notes)


def _safe_rows(lines: list[str], delimiter: str) -> Iterable[list[str]]:
    """Yield the cells of each line; quoted line breaks do not occur in logs and would swallow the rest."""
    for line in lines:
        yield next(csv.reader([line], delimiter=delimiter), [])


def _columns(path: Path, table: _Table) -> tuple[dict[str, Columns], list[Note]]:
    """Give the numeric columns against the steps, empty cells left out."""
    notes = list(table.notes)
    name = step_name(table.header)
    at = -1 if name is None else table.header.index(name)
    numbers = {index: _numbers(cells) for index, cells in enumerate(zip(*table.rows, strict=True))}
    if at not in numbers:
        return {}, [*notes, Note(NoteKind.NO_SCALARS, path, "a header and no rows")]
    steps = numbers.pop(at)
    has_step = np.isfinite(steps.value) & (np.abs(steps.value) < 2**62)
    if not has_step.all() and (lost := int((~has_step).sum())):
        detail = f"{lost:,} rows have no number in the step column {table.header[at]!r}; skipped"
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
    seconds = _seconds(table.header, numbers, len(has_step))
    columns: dict[str, Columns] = {}
    texts: list[str] = []
    for index, cells in numbers.items():
        chosen = cells.is_number & has_step
        if cells.is_text.any():
            texts.append(table.header[index])
        if chosen.any():
            step = steps.value[chosen].astype(np.int64)
            columns[_unused(table.header[index], columns)] = Columns(
                step, seconds[chosen], cells.value[chosen]
            )
    if texts:
        detail = f"text in {len(texts)} columns, left out: {', '.join(texts[:_MOST_NOTES])}"
        notes.append(Note(NoteKind.OTHER_RECORDS, path, detail))
    return columns, notes


class _Cells(NamedTuple):
    """float64[row], and which cells hold a number and which hold text; the others are empty."""

    value: np.typing.NDArray[np.float64]
    is_number: np.typing.NDArray[np.bool_]
    is_text: np.typing.NDArray[np.bool_]


def _numbers(cells: Sequence[str]) -> _Cells:
    values = np.full(len(cells), np.nan)
    is_number = np.zeros(len(cells), dtype=np.bool_)
    is_text = np.zeros(len(cells), dtype=np.bool_)
    for row, cell in enumerate(cells):
        if cell.strip().lower() in _NOT_LOGGED:
            continue
        try:
            values[row] = float(cell)
            is_number[row] = True
        except ValueError:
            is_text[row] = True
    return _Cells(values, is_number, is_text)


def _seconds(header: list[str], numbers: dict[int, _Cells], rows: int) -> np.typing.NDArray[np.float64]:
    """Give float64[row], the time column where there is one that never goes back, else NaN."""
    for name in time_names(header):
        index = header.index(name)
        if index in numbers:
            known = numbers[index].value
            if (np.diff(known[np.isfinite(known)]) >= 0).all():
                return known
    return np.full(rows, np.nan)


def _unused(name: str, taken: dict[str, Columns]) -> str:
    """Give the name, numbered where a table has two columns of it."""
    names = (name if n == 1 else f"{name} ({n})" for n in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)
