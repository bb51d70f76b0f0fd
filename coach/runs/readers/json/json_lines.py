"""One JSON object a line: RLlib and Tune `result.json`, SB3 `progress.json`, exported histories, generic JSONL.

Nested numbers are joined by `/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN, step_name, step_names, time_names
from coach.runs.readers.columns import Columns
from coach.runs.readers.json.json_objects import parsed, read_objects, without_mark
from coach.runs.readers.reader import HEAD_BYTES, Reading, RunFiles
from coach.runs.readers.rows import LARGEST_STEP, numbers_in
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from coach.runs.readers.json.json_objects import JsonObjects, Numbers
    from coach.runs.reading.cache import Cache

_CONFIGURATION = frozenset({"config", "hist_stats", "sampler_results"})  # what was asked for, or said twice
_FEWEST_NUMBERS = 2
_LONGEST_FIRST = 1 << 24  # bytes
_MOSTLY = 0.5
_TRIAL = "trial_id"


class JsonLinesReader:
    """Reads one file of JSON objects as one run."""

    format = "jsonl"
    names = ("*.jsonl", "result.json", "progress.json", "metrics.json")

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely each line is an object with a step and another number.

        A first line longer than the head (RLlib puts the configuration into each) is taken at its beginning under
        a name that only logs have, and read on under any other. Lines without a step may stand before the rows.
        """
        is_by_name = path.name.lower() in self.names
        lines = without_mark(head).split(b"\n")
        if len(lines) == 1 and len(head) == HEAD_BYTES and lines[0].startswith(b"{") and not is_by_name:
            lines = [_first_line(path)]
        records = [record for line in lines if (record := parsed(line)) is not None]
        if not records:
            return 0.3 if is_by_name and len(lines) == 1 and lines[0].startswith(b'{"') else 0.0
        return 0.6 if any(map(_is_row, records)) else 0.0

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
        found = objects.columns()
        step_tag, told = _step_tag(path, found)
        columns, rows, lost = _columns(found, objects.rows, step_tag)
        joined = join_parts([Part(path, columns, rows)])
        notes = [*_line_notes(path, objects), *told, *_step_notes(path, lost), *joined.notes]
        if not joined.series:
            notes.append(Note(NoteKind.NO_SCALARS, path, "no line holds a step and another number"))
        metadata = {name: text for name, text in objects.told.items() if name != _TRIAL}
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=tuple(notes),
            fingerprint=f"{path.name} {objects.says}",
            tracker_id=objects.told.get(_TRIAL, ""),
            metadata=metadata | ({STEP_COLUMN: step_tag} if step_tag else {}),
        )


def _first_line(path: Path) -> bytes:
    """Give the first line, as far as a first line of a log may go."""
    try:
        with path.open("rb") as file:
            return without_mark(file.readline(_LONGEST_FIRST))
    except OSError:
        return b""


def _is_row(record: dict[str, Any]) -> bool:
    numbers = numbers_in(record, without=_CONFIGURATION)
    return step_name(numbers) is not None and len(numbers) >= _FEWEST_NUMBERS


def _step_tag(path: Path, found: Mapping[str, Numbers]) -> tuple[str, list[Note]]:
    """Give the name that counts the steps over all lines, since not each has all names; none where lines count.

    A step that grows by fractions (0.01 epochs) orders no points.
    """
    candidates = step_names(found)
    for name in candidates:
        value = found[name].value
        value = value[np.isfinite(value)]
        if (value % 1 != 0).sum() <= _MOSTLY * len(value):
            return name, []
    if not candidates:
        return "", []
    detail = f"{', '.join(candidates)} counts in fractions, so that the lines are counted as steps"
    return "", [Note(NoteKind.OTHER_RECORDS, path, detail)]


def _columns(
    found: Mapping[str, Numbers], rows: int, step_tag: str
) -> tuple[dict[str, Columns], dict[str, NDArray[np.int64]], int]:
    """Give the points of the lines that have a step, the line of each, and how many lines have none.

    Without a name the lines are counted.
    """
    if not step_tag and not step_names(found):
        return {}, {}, rows
    step = _by_row(found, rows, step_tag) if step_tag else np.arange(rows, dtype=np.float64)
    seconds = _by_row(found, rows, next(iter(time_names(found)), ""))
    is_step = np.isfinite(step) & (np.abs(step) < LARGEST_STEP)
    columns: dict[str, Columns] = {}
    lines: dict[str, NDArray[np.int64]] = {}
    for tag, numbers in found.items():
        chosen = is_step[numbers.row]
        row = numbers.row[chosen]
        if tag != step_tag and len(row):
            columns[tag] = Columns(step[row].astype(np.int64), seconds[row], numbers.value[chosen])
            lines[tag] = row
    return columns, lines, int((~is_step).sum())


def _by_row(found: Mapping[str, Numbers], rows: int, tag: str) -> NDArray[np.float64]:
    """Give float64[row], NaN where a line does not have the tag."""
    value = np.full(rows, np.nan)
    if tag in found:
        value[found[tag].row] = found[tag].value
    return value


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


def _step_notes(path: Path, lost: int) -> list[Note]:
    return [Note(NoteKind.CORRUPT_RECORD, path, f"{lost:,} lines have no step; skipped")] if lost else []
