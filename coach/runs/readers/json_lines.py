"""One JSON object a line: RLlib and Tune `result.json`, SB3 `progress.json`, exported histories, generic JSONL.

Parsed with the standard library, which reads the bare `NaN` these files hold. Nested numbers are joined by `/`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN, step_name, step_names, time_names
from coach.runs.readers.reader import HEAD_BYTES, Reading, RunFiles
from coach.runs.readers.rows import Row, as_step, columns_of, numbers_in
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.cache import Cache

_CONFIGURATION = frozenset({"config", "hist_stats", "sampler_results"})  # what was asked for, or said twice
_FEWEST_NUMBERS = 2
_LONGEST_FIRST = 1 << 24  # bytes
_MOSTLY = 0.5
_MARK = b"\xef\xbb\xbf"  # the byte order mark some editors put before a text


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
        lines = head.removeprefix(_MARK).split(b"\n")
        if len(lines) == 1 and len(head) == HEAD_BYTES and lines[0].startswith(b"{") and not is_by_name:
            lines = [_first_line(path)]
        records = [record for line in lines if (record := _parsed(line)) is not None]
        if not records:
            return 0.3 if is_by_name and len(lines) == 1 and lines[0].startswith(b'{"') else 0.0
        return 0.6 if any(map(_is_row, records)) else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each file as a run, named by its folder where it is alone there."""
        folders = [file.parent for file in files]
        return tuple(RunFiles(f.parent if folders.count(f.parent) == 1 else f, (f,)) for f in files)

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read all numbers of all lines."""
        del cache
        (path,) = run.files
        try:
            lines = path.read_bytes().removeprefix(_MARK).split(b"\n")
        except OSError as error:
            note = Note(NoteKind.UNREADABLE, path, error.strerror or str(error))
            return Reading(notes=(note,), fingerprint=path.name)
        records = [_parsed(line) for line in lines]
        found = [numbers_in(record, without=_CONFIGURATION) for record in records if record is not None]
        step_tag, told = _step_tag(path, found)
        rows = _rows(found, step_tag)
        joined = join_parts([Part(path, columns_of(rows))])
        notes = [
            *_line_notes(path, lines, records),
            *told,
            *_step_notes(path, len(found) - len(rows)),
            *joined.notes,
        ]
        if not joined.series:
            notes.append(Note(NoteKind.NO_SCALARS, path, "no line holds a step and another number"))
        first = next((record for record in records if record is not None), {})
        return Reading(
            series=joined.series,
            notes=tuple(notes),
            fingerprint=f"{path.name} {str(first)[:200]}",
            tracker_id=str(first.get("trial_id", "")),
            metadata=_metadata(first) | ({STEP_COLUMN: step_tag} if step_tag else {}),
        )


def _first_line(path: Path) -> bytes:
    """Give the first line, as far as a first line of a log may go."""
    try:
        with path.open("rb") as file:
            return file.readline(_LONGEST_FIRST).removeprefix(_MARK)
    except OSError:
        return b""


def _is_row(record: dict[str, Any]) -> bool:
    numbers = numbers_in(record, without=_CONFIGURATION)
    return step_name(numbers) is not None and len(numbers) >= _FEWEST_NUMBERS


def _parsed(line: bytes) -> dict[str, Any] | None:
    if not line.strip():
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _step_tag(path: Path, found: list[dict[str, float]]) -> tuple[str, list[Note]]:
    """Give the name that counts the steps over all lines, since not each has all names; none where lines count.

    A step that grows by fractions (0.01 epochs) orders no points.
    """
    candidates = step_names(dict.fromkeys(name for numbers in found for name in numbers))
    for name in candidates:
        values = [numbers[name] for numbers in found if name in numbers and np.isfinite(numbers[name])]
        if sum(value % 1 != 0 for value in values) <= _MOSTLY * len(values):
            return name, []
    if not candidates:
        return "", []
    detail = f"{', '.join(candidates)} counts in fractions, so that the lines are counted as steps"
    return "", [Note(NoteKind.OTHER_RECORDS, path, detail)]


def _rows(found: list[dict[str, float]], step_tag: str) -> list[Row]:
    """Give the rows that have a step; without a name for it the rows are counted."""
    names = dict.fromkeys(name for numbers in found for name in numbers)
    time_tag = next(iter(time_names(names)), "")
    rows = []
    for number, numbers in enumerate(found if step_tag or step_names(names) else []):
        step = as_step(numbers.get(step_tag)) if step_tag else number
        if step is not None:
            values = {tag: value for tag, value in numbers.items() if tag != step_tag}
            rows.append(Row(step, numbers.get(time_tag, np.nan), values))
    return rows


def _line_notes(path: Path, lines: list[bytes], records: list[dict[str, Any] | None]) -> list[Note]:
    bad = [
        number
        for number, (line, record) in enumerate(zip(lines, records, strict=True), start=1)
        if record is None and line.strip()
    ]
    notes = []
    if bad and bad[-1] == len(lines):
        bad.pop()
        detail = "the last line is not finished; the run is still writing, or was cut off"
        notes.append(Note(NoteKind.TRUNCATED_TAIL, path, detail))
    if bad:
        detail = f"{len(bad):,} lines are no JSON objects, the first is line {bad[0]}; skipped"
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
    return notes


def _step_notes(path: Path, lost: int) -> list[Note]:
    return [Note(NoteKind.CORRUPT_RECORD, path, f"{lost:,} lines have no step; skipped")] if lost else []


def _metadata(record: dict[str, Any]) -> dict[str, str]:
    """Give the configuration that RLlib repeats in each line, and the host."""
    config = record.get("config")
    settings = config if isinstance(config, dict) else {}
    told = {name: str(record[name]) for name in ("hostname", "experiment_tag", "date") if name in record}
    return told | {f"config/{name}": str(value)[:200] for name, value in settings.items()}
