"""One JSON object a line: RLlib and Tune `result.json`, SB3 `progress.json`, exported histories, generic JSONL.

Nested numbers are joined by `/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN
from coach.runs.readers.json.document_tables import is_keyed_by_step
from coach.runs.readers.json.json_objects import parsed, read_objects, without_mark
from coach.runs.readers.json.number_columns import points_of
from coach.runs.readers.log_evidence import NOT_AT_ALL, PERHAPS, evidence
from coach.runs.readers.reader import HEAD_BYTES, Reading, RunFiles
from coach.runs.readers.rows import numbers_in
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.step_axis import step_axis
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.readers.json.json_objects import JsonObjects
    from coach.runs.reading.cache import Cache

_CONFIGURATION = frozenset({"config", "hist_stats", "sampler_results"})  # what was asked for, or said twice
_LINES = (".jsonl", ".jsonlines", ".ndjson")
_LONGEST_FIRST = 1 << 24  # bytes
_LONGEST_FIRST_OF_ANY = 1 << 20  # under a name that says nothing of lines
_LONGEST_WORD = 40
_FEWEST_LINES = 2  # under such a name; one object may be anything
_TRIAL = "trial_id"


class JsonLinesReader:
    """Reads one file of JSON objects as one run."""

    format = "jsonl"
    names = ("*.jsonl", "*.ndjson", "result.json", "progress.json", "metrics.json")

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely the lines are objects that a training logged.

        A first line longer than the head (RLlib puts the configuration into each) is taken at its beginning under
        a name that only logs have, and read on under any other. Lines without a step may stand before the rows.
        """
        name = path.name.lower()
        is_by_name, is_lines = name in self.names, name.endswith(_LINES) or name in self.names
        lines = without_mark(head).split(b"\n")
        is_cut = len(lines) <= _FEWEST_LINES and len(head) == HEAD_BYTES and not is_by_name
        if is_cut and lines[0].startswith(b"{"):
            lines = _first_lines(path, _LONGEST_FIRST if is_lines else _LONGEST_FIRST_OF_ANY)
        records = [record for line in lines if (record := parsed(line)) is not None]
        if not records:
            return 0.3 if is_by_name and len(lines) == 1 and lines[0].startswith(b'{"') else NOT_AT_ALL
        if len(records) == 1 and is_keyed_by_step(records[0]):
            return NOT_AT_ALL  # one document on one line
        sure = evidence_of(path, records)
        return sure if is_lines or len(records) >= _FEWEST_LINES else min(sure, PERHAPS)

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each file as a run, named by its folder where it is alone there."""
        folders = [file.parent for file in files]
        return tuple(RunFiles(f.parent if folders.count(f.parent) == 1 else f, (f,)) for f in files)

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read all numbers of all lines."""
        (path,) = run.files
        try:
            objects = read_objects(path, cache, without=_CONFIGURATION)
        except OSError as error:
            note = Note(NoteKind.UNREADABLE, path, error.strerror or str(error))
            return Reading(notes=(note,), fingerprint=path.name)
        points = points_of(objects.columns(), objects.rows)
        joined = join_parts([Part(path, points.columns, points.rows)])
        notes = [*_line_notes(path, objects), *points.notes(path, "lines"), *joined.notes]
        if not joined.series:
            notes.append(Note(NoteKind.NO_SCALARS, path, "no line holds a step and another number"))
        metadata = {name: text for name, text in objects.told.items() if name != _TRIAL}
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=tuple(notes),
            fingerprint=f"{path.name} {objects.says}",
            tracker_id=objects.told.get(_TRIAL, ""),
            metadata=metadata | ({STEP_COLUMN: points.step_tag} if points.step_tag else {}),
        )


def _first_lines(path: Path, longest: int) -> list[bytes]:
    """Give the first lines, each as far as a line of a log may go."""
    try:
        with path.open("rb") as file:
            return [without_mark(file.readline(longest)) for _ in range(_FEWEST_LINES)]
    except OSError:
        return []


def evidence_of(path: Path, records: Sequence[dict[str, Any]]) -> float:
    """Give how surely objects are rows that a training logged."""
    told = [(record, numbers_in(record, without=_CONFIGURATION)) for record in records]
    told = [
        each for each in told if len(each[1]) > 1
    ] or told  # a line about the run may stand before the rows
    rows = [numbers for _, numbers in told]
    names = list(dict.fromkeys(name for numbers in rows for name in numbers))
    texts = {
        name
        for record, _ in told
        for name, value in record.items()
        if isinstance(value, str) and name not in names and (" " in value or len(value) > _LONGEST_WORD)
    }
    steps = step_axis(names, lambda name: np.array([row.get(name, np.nan) for row in rows]), len(rows))
    return evidence(path, names, step=steps.name or steps.instead_of, texts=texts)


def _line_notes(path: Path, objects: JsonObjects) -> list[Note]:
    count, first, _ = objects.bad
    notes = []
    if objects.is_cut:
        count -= 1
        detail = "the last line is not finished; the run is still writing, or was cut off"
        notes.append(Note(NoteKind.TRUNCATED_TAIL, path, detail))
    if count:
        detail = f"{count:,} lines are no JSON objects, the first is line {first}; skipped"
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
    return notes
