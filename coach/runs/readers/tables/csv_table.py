"""Tables: SB3 `progress.csv`, Lightning `metrics.csv`, Spinning Up, Ultralytics, and what people write themselves.

An empty cell means that the quantity was not logged in that row. Which column counts the steps and which one tells
the time shows in how the columns behave.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN, likeliest_step
from coach.runs.readers.clock import clock_of
from coach.runs.readers.columns import Columns
from coach.runs.readers.data_splits import by_split
from coach.runs.readers.log_evidence import NOT_AT_ALL, PERHAPS, SURE, evidence, is_named_as_a_log, measures
from coach.runs.readers.reader import HEAD_BYTES, Reading, RunFiles
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.step_axis import step_axis
from coach.runs.readers.tables.cells import Cells, lines_of
from coach.runs.readers.tables.layout import BLANKS, Layout, layout_of, split
from coach.runs.readers.tables.table import Table, read_table, text_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from coach.runs.readers.step_axis import StepAxis
    from coach.runs.reading.cache import Cache

_MOST_NOTES = 5
_OTHER_LANGUAGES = ("{", "[", "<")  # JSON, and what is marked up
_OTHER_ENDINGS = (".json", ".jsonl", ".ndjson")
_LOOKED_AT = 40  # rows
_STEP_AND_VALUE, _WITHOUT_A_NAME = 2, "column 2"
_FEWEST_ROWS = 3  # to show what kind of numbers they are, where no header says it


class CsvReader:
    """Reads one table as one run."""

    format = "csv"
    names = ("*.csv", "*.tsv", "progress.txt")

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely this is the table of a training: by its columns, its first rows, and its name."""
        text = text_of(head)
        if text.lstrip()[:1] in _OTHER_LANGUAGES or path.name.lower().endswith(_OTHER_ENDINGS):
            return NOT_AT_ALL
        lines = lines_of(text)
        lines = lines[:-1] if len(head) == HEAD_BYTES and len(lines) > 1 else lines
        layout = layout_of(lines)
        if layout is None:
            return NOT_AT_ALL
        rows = [split(line, layout.delimiter) for line in lines[layout.before :][:_LOOKED_AT]]
        return _evidence(path, layout, [row for row in rows if len(row) == len(layout.names)])

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
        points = points_of(path, table)
        joined = join_parts([Part(path, points.columns, points.rows)])
        first = ",".join(table.header)[:200] + "|" + ",".join(table.first)[:200]
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*table.notes, *points.notes, *joined.notes),
            fingerprint=f"{path.name} {first}",
            metadata={STEP_COLUMN: points.step_column} if points.step_column else {},
        )


class Points(NamedTuple):
    """The numeric columns of a table against its steps, the row of each point, what counts the steps, and notes."""

    columns: dict[str, Columns]
    rows: dict[str, NDArray[np.int64]]
    step_column: str
    notes: list[Note]


def points_of(path: Path, table: Table) -> Points:
    """Give the points of a table, empty cells left out."""
    if not table.rows:
        return Points({}, {}, "", [Note(NoteKind.NO_SCALARS, path, "a header and no rows")])
    header = table.header if len(table.header) > 1 else [path.stem]  # a list of losses in `losses.txt`
    first = {name: at for at, name in reversed([*enumerate(header)])}
    steps = step_axis(first, lambda name: table.columns[first[name]].numbers, table.rows)
    clock = clock_of(first, lambda name: table.columns[first[name]].numbers, steps)
    nothing = np.full(table.rows, np.nan)
    split = next((cells.value for cells in table.columns if cells.names_splits), nothing)
    has_step = np.isfinite(steps.value)
    columns: dict[str, Columns] = {}
    rows: dict[str, NDArray[np.int64]] = {}
    texts: list[str] = []
    for at, (name, cells) in enumerate(zip(header, table.columns, strict=True)):
        if first[name] == at and name == steps.name:
            continue
        chosen = cells.is_number & has_step
        if cells.is_text.any() and not cells.names_splits:
            texts.append(name)
        if chosen.any():
            is_told_by_file = (
                len(header) == _STEP_AND_VALUE and name == _WITHOUT_A_NAME and measures([path.stem])
            )
            tag = _unused(path.stem if is_told_by_file else name, columns)
            row = np.flatnonzero(chosen)
            points = Columns(steps.value[row].astype(np.int64), clock.seconds[row], cells.value[row])
            for own, part in by_split(tag, split[row]):
                rows[own] = row[part]
                columns[own] = points.where(part)
    notes = [*_step_notes(path, steps), *_axis_notes(path, steps.says, clock.says)]
    if texts:
        detail = f"text in {len(texts)} columns, left out: {', '.join(texts[:_MOST_NOTES])}"
        notes.append(Note(NoteKind.OTHER_RECORDS, path, detail))
    return Points(columns, rows, steps.name, notes)


def _evidence(path: Path, layout: Layout, rows: list[list[str]]) -> float:
    if not layout.has_header:
        return _evidence_without_header(path, layout, rows)
    if not rows:
        step = likeliest_step(layout.names)
        return evidence(path, layout.names, step=step) if step else NOT_AT_ALL
    columns = {
        name: Cells.of(cells) for name, cells in zip(layout.names, zip(*rows, strict=True), strict=True)
    }
    texts = [name for name, cells in columns.items() if cells.is_text.any()]
    numbers = [name for name, cells in columns.items() if cells.is_number.any() or name not in texts]
    steps = step_axis(numbers, lambda name: columns[name].numbers, len(rows))
    return evidence(
        path,
        numbers,
        step=steps.name or steps.instead_of,
        texts=[name for name in texts if name not in numbers],
    )


def _evidence_without_header(path: Path, layout: Layout, rows: list[list[str]]) -> float:
    """Judge bare numbers by the name of the file; texts of embeddings and boxes are called `train.txt` too."""
    if len(rows) < _FEWEST_ROWS or all(row == rows[0] for row in rows):
        return NOT_AT_ALL
    is_told = is_named_as_a_log(path)
    if any(Cells.of(cells).names_splits for cells in zip(*rows, strict=True)):
        return SURE
    if is_told and layout.delimiter == BLANKS and not measures([path.stem]):
        first = Cells.of([row[0] for row in rows]).value
        is_told = len(layout.names) > 1 and bool((np.diff(first, n=2) == 0).all() and first[1] > first[0])
    return SURE if is_told else PERHAPS


def _step_notes(path: Path, steps: StepAxis) -> list[Note]:
    lost = int((~np.isfinite(steps.value)).sum())
    detail = f"{lost:,} rows have no number in the step column {steps.name!r}; skipped"
    return [Note(NoteKind.CORRUPT_RECORD, path, detail)] if lost else []


def _axis_notes(path: Path, *said: str) -> list[Note]:
    return [Note(NoteKind.AXIS, path, each) for each in said if each]


def _unused(name: str, taken: Container[str]) -> str:
    """Give the name, numbered where a table has two columns of it."""
    return next(each for n in count(1) if (each := name if n == 1 else f"{name} ({n})") not in taken)
