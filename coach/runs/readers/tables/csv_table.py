"""Tables with a step column: SB3 `progress.csv`, Lightning `metrics.csv`, Spinning Up, YOLO and their like.

An empty cell means that the quantity was not logged in that row. Which column counts the steps and which one
tells the time is looked up by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN, step_names, time_names
from coach.runs.readers.columns import Columns
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import LARGEST_STEP
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.tables.cells import Cells, lines_of
from coach.runs.readers.tables.table import Table, header_of, read_table
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_MOST_NOTES = 5
_MOSTLY = 0.5
_SET_BACK = 5.0  # seconds, by which a clock may be corrected
_OFTEN = 0.01


class CsvReader:
    """Reads one table as one run."""

    format = "csv"
    names = ("*.csv", "*.tsv", "progress.txt")

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely this is a table of steps: by its first line, and by the first number below."""
        del path
        lines = lines_of(head.decode("utf-8-sig", "backslashreplace").replace("\0", ""))
        return 0.6 if lines and header_of(lines[0]) else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each table as a run, named by its folder where it is alone there."""
        folders = [file.parent for file in files]
        return tuple(
            RunFiles(file.parent if folders.count(file.parent) == 1 else file, (file,)) for file in files
        )

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read every numeric column against the step column."""
        (path,) = run.files
        try:
            table = read_table(path, cache)
        except OSError as error:
            note = Note(NoteKind.UNREADABLE, path, error.strerror or str(error))
            return Reading(notes=(note,), fingerprint=path.name)
        steps, notes = _steps(path, table)
        columns, rows, more = _columns(path, table, steps)
        joined = join_parts([Part(path, columns, rows)])
        first = ",".join(table.header)[:200] + "|" + ",".join(table.first)[:200]
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*table.notes, *notes, *more, *joined.notes),
            fingerprint=f"{path.name} {first}",
            metadata={STEP_COLUMN: table.header[steps.column]} if steps.column >= 0 else {},
        )


class _Steps(NamedTuple):
    """float64[row], NaN where a row has none; and which column they stand in, -1 where the rows are counted."""

    value: np.typing.NDArray[np.float64]
    column: int


def _steps(path: Path, table: Table) -> tuple[_Steps, list[Note]]:
    """Give the steps: the likeliest column of whole numbers. One that counts in fractions orders no points."""
    if not table.rows:
        return _Steps(np.zeros(0), -1), [Note(NoteKind.NO_SCALARS, path, "a header and no rows")]
    candidates = [table.header.index(name) for name in step_names(table.header)]
    for at in candidates:
        value = table.columns[at].value
        is_step = np.isfinite(value) & (np.abs(value) < LARGEST_STEP)
        if (value[is_step] % 1 != 0).mean() > _MOSTLY if is_step.any() else at != candidates[0]:
            continue
        lost = int((~is_step).sum())
        detail = f"{lost:,} rows have no number in the step column {table.header[at]!r}; skipped"
        notes = [Note(NoteKind.CORRUPT_RECORD, path, detail)] if lost else []
        return _Steps(np.where(is_step, value, np.nan), at), notes
    names = ", ".join(table.header[at] for at in candidates)
    detail = f"{names} counts in fractions, so that the rows are counted as steps"
    return _Steps(np.arange(table.rows, dtype=np.float64), -1), [Note(NoteKind.OTHER_RECORDS, path, detail)]


def _columns(
    path: Path, table: Table, steps: _Steps
) -> tuple[dict[str, Columns], dict[str, np.typing.NDArray[np.int64]], list[Note]]:
    """Give the numeric columns against the steps, empty cells left out, and the row each number stands in."""
    numbers = dict(enumerate(table.columns))
    numbers.pop(steps.column, None)
    has_step = np.isfinite(steps.value)
    seconds = _seconds(table.header, numbers, len(has_step))
    columns: dict[str, Columns] = {}
    rows: dict[str, np.typing.NDArray[np.int64]] = {}
    texts: list[str] = []
    for index, cells in numbers.items():
        chosen = cells.is_number & has_step
        if cells.is_text.any():
            texts.append(table.header[index])
        if chosen.any():
            step = steps.value[chosen].astype(np.int64)
            name = _unused(table.header[index], columns)
            columns[name] = Columns(step, seconds[chosen], cells.value[chosen])
            rows[name] = np.flatnonzero(chosen)
    if not texts:
        return columns, rows, []
    detail = f"text in {len(texts)} columns, left out: {', '.join(texts[:_MOST_NOTES])}"
    return columns, rows, [Note(NoteKind.OTHER_RECORDS, path, detail)]


def _seconds(header: list[str], numbers: dict[int, Cells], rows: int) -> np.typing.NDArray[np.float64]:
    """Give float64[row], the time column where there is one that hardly ever goes back, and then little; else NaN."""
    for name in time_names(header):
        index = header.index(name)
        if index in numbers:
            known = numbers[index].value
            back = np.minimum(np.diff(known[np.isfinite(known)]), 0.0)
            if (back >= -_SET_BACK).all() and (back < 0).sum() <= _OFTEN * len(known):
                return known
    return np.full(rows, np.nan)


def _unused(name: str, taken: dict[str, Columns]) -> str:
    """Give the name, numbered where a table has two columns of it."""
    names = (name if n == 1 else f"{name} ({n})" for n in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)
