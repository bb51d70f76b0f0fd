"""What TensorBoard's page saves of a curve: `run-<run>-tag-<tag>.csv`, with the columns Wall time, Step and Value."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.tables.table import read_table, text_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_HEADER = ["wall time", "step", "value"]
_NAME = re.compile(r"(?:run-)?(?P<run>.*?)-?tag-(?P<tag>.+)", re.IGNORECASE)
_COPY = re.compile(r" ?\(\d+\)$")  # what a browser adds where the name is taken


class TensorBoardExportReader:
    """Reads the curves that were saved of one run as one run."""

    format = "tensorboard-export"
    names = ("run-*-tag-*.csv",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for a table with just the columns that TensorBoard saves."""
        del path
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
                table = read_table(path, cache)
            except OSError as error:
                notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
                continue
            notes += table.notes
            if [name.lower() for name in table.header] != _HEADER:
                notes.append(Note(NoteKind.CORRUPT_RECORD, path, "no curve as TensorBoard saves it"))
                continue
            seconds, step, value = (column.value for column in table.columns)
            chosen = np.isfinite(step) & table.columns[2].is_number
            if lost := int((~chosen).sum()):
                detail = f"{lost:,} rows are not a step and a number; skipped"
                notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
            tag = _run_and_tag(path)[1]
            columns[tag] = Columns(step[chosen].astype(np.int64), seconds[chosen], value[chosen])
        joined = join_parts(
            [Part(run.files[0], {tag: each for tag, each in columns.items() if len(each.step)})]
        )
        if not joined.series:
            notes.append(Note(NoteKind.NO_SCALARS, run.files[0], "a header and no rows"))
        return Reading(
            series=joined.series,
            notes=(*notes, *joined.notes),
            fingerprint=run.files[0].name,
            name=run.path.name,
        )


def _run_and_tag(path: Path) -> tuple[str, str]:
    """Give what a file's name names; the run is empty where it names none."""
    stem = _COPY.sub("", path.stem)
    found = _NAME.fullmatch(stem)
    return (found["run"].strip("-_. "), found["tag"]) if found else ("", stem)
