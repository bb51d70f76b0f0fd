"""What TensorBoard's page saves of a curve: `run-<run>-tag-<tag>.csv`, with the columns Wall time, Step and Value.

As JSON it is a list of the same three numbers.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import LARGEST_STEP
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.tables.cells import Cells
from coach.runs.readers.tables.table import read_table, text_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_HEADER = ["wall time", "step", "value"]
_JSON = re.compile(rb"\s*\[\s*\[\s*1\d{9}(?:\.\d+)?\s*,\s*\d+\s*,")
_NAME = re.compile(r"run[-_](?P<run>.*?)[-_, ]+tag[-_](?P<tag>.+)", re.IGNORECASE)
_COPY = re.compile(r" ?\(\d+\)$")  # what a browser adds where the name is taken


class TensorBoardExportReader:
    """Reads the curves that were saved of one run as one run."""

    format = "tensorboard-export"
    names = ("run-*-tag-*.csv", "run-*-tag-*.json", "run_*,tag_*.csv", "run_*,tag_*.json")

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for a table with just the columns that TensorBoard saves."""
        del path
        if _JSON.match(head):
            return 1.0
        header = text_of(head).split("\n", 1)[0].strip().lower().replace('"', "").split(",")
        return 1.0 if header == _HEADER else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give one run for each that the names of the files name; files that name none are curves of one run."""
        by_run: defaultdict[tuple[Path, str], list[Path]] = defaultdict(list)
        for file in files:
            by_run[file.parent, _run_and_tag(file)[0]].append(file)
        return tuple(RunFiles(folder / run, tuple(each)) for (folder, run), each in by_run.items())

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read each curve; its tag is what the name of the file says."""
        notes: list[Note] = []
        columns: dict[str, Columns] = {}
        for path in run.files:
            try:
                cells = (
                    _from_json(path) if path.suffix.lower() == ".json" else _from_table(path, cache, notes)
                )
            except OSError as error:
                notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
                continue
            if cells is None:
                notes.append(Note(NoteKind.CORRUPT_RECORD, path, "no whole curve as TensorBoard saves it"))
                continue
            seconds, step, value = cells
            chosen = np.isfinite(step.value) & (np.abs(step.value) < LARGEST_STEP) & value.is_number
            if lost := int((~chosen).sum()):
                detail = f"{lost:,} rows are not a step and a number; skipped"
                notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
            columns[_run_and_tag(path)[1]] = Columns(
                step.value[chosen].astype(np.int64), seconds.value[chosen], value.value[chosen]
            )
        joined = join_parts(
            [Part(run.files[0], {tag: each for tag, each in columns.items() if len(each.step)})]
        )
        if not joined.series:
            notes.append(Note(NoteKind.NO_SCALARS, run.files[0], "a header and no rows"))
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=run.files[0].name,
            name=run.path.name,
        )


def _from_table(path: Path, cache: Cache | None, notes: list[Note]) -> Sequence[Cells] | None:
    """Give the cells of wall time, step and value; None where the table has other columns.

    Raises:
        OSError: when the file cannot be read.
    """
    table = read_table(path, cache)
    notes += table.notes
    return table.columns if [name.lower() for name in table.header] == _HEADER else None


def _from_json(path: Path) -> Sequence[Cells] | None:
    """Give the cells as `_from_table` does.

    Raises:
        OSError: when the file cannot be read.
    """
    try:
        rows = np.array(json.loads(path.read_bytes()), dtype=np.float64)
    except (ValueError, TypeError, RecursionError):
        return None
    if rows.shape != (len(rows), len(_HEADER)):
        return None
    is_there, is_text = np.ones(len(rows), dtype=np.bool_), np.zeros(len(rows), dtype=np.bool_)
    return [Cells(rows[:, at], is_there, is_text) for at in range(len(_HEADER))]


def _run_and_tag(path: Path) -> tuple[str, str]:
    """Give what a file's name names; the run is empty where it names none."""
    stem = _COPY.sub("", path.stem)
    found = _NAME.fullmatch(stem)
    return (found["run"].strip("-_. "), found["tag"]) if found else ("", stem)
