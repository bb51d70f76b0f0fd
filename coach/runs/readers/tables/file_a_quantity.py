"""One table without a header for each quantity: an epoch, its last step and the number, as d3rlpy writes them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.readers.reader import HEAD_BYTES, Reading, RunFiles
from coach.runs.readers.rows import LARGEST_STEP
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.tables.cells import Cells, lines_of
from coach.runs.readers.tables.layout import split
from coach.runs.readers.tables.table import read_table, text_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_COLUMNS = 3
_FEWEST_ROWS = 3
_LOOKED_AT = 40  # rows
_SURE = 0.8  # more than any table: no other has two such counters and nothing but a number


class FileAQuantityReader:
    """Reads the tables of one folder as one run."""

    format = "csv-per-quantity"
    names = ("*.csv",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely the first column counts epochs, and the second steps, so many in each epoch."""
        del path
        lines = lines_of(text_of(head))
        lines = lines[:-1] if len(head) == HEAD_BYTES and len(lines) > 1 else lines
        rows = [split(line, ",") for line in lines[:_LOOKED_AT] if line.strip()]
        if len(rows) < _FEWEST_ROWS or any(len(row) != _COLUMNS for row in rows):
            return 0.0
        epoch, step, value = (Cells.of(cells) for cells in zip(*rows, strict=True))
        if not (epoch.is_number.all() and step.is_number.all() and value.is_number.any()):
            return 0.0
        by = np.diff(step.value)
        is_counting = (np.diff(epoch.value) == 1).all() and by[0] > 1 and (by == by[0]).all()
        is_from_start = epoch.value[0] in (0, 1) and step.value[0] in (0, by[0])
        return _SURE if is_counting and is_from_start else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give one run for each folder."""
        by_folder: defaultdict[Path, list[Path]] = defaultdict(list)
        for file in files:
            by_folder[file.parent].append(file)
        return tuple(RunFiles(folder, tuple(each)) for folder, each in by_folder.items())

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read each table; its tag is the name of the file."""
        notes: list[Note] = []
        columns: dict[str, Columns] = {}
        for path in run.files:
            try:
                table = read_table(path, cache)
            except OSError as error:
                notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
                continue
            notes += table.notes
            if len(table.columns) != _COLUMNS:
                notes.append(Note(NoteKind.CORRUPT_RECORD, path, "no rows of an epoch, a step and a number"))
                continue
            _, step, value = table.columns
            chosen = np.isfinite(step.value) & (np.abs(step.value) < LARGEST_STEP) & value.is_number
            if lost := int((~chosen).sum()):
                detail = f"{lost:,} rows are not a step and a number; skipped"
                notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
            seconds = np.full(int(chosen.sum()), np.nan)
            columns[path.stem] = Columns(step.value[chosen].astype(np.int64), seconds, value.value[chosen])
        joined = join_parts(
            [Part(run.files[0], {tag: each for tag, each in columns.items() if len(each.step)})]
        )
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=run.files[0].name,
        )
