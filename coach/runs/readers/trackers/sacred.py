"""Sacred's file storage: `<base>/<number>/metrics.json` with columns by metric, and `run.json` beside it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import Row, as_number, as_step, columns_of
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_RUN = "run.json"
_COLUMNS = ("steps", "timestamps", "values")
_TOLD = ("status", "start_time", "stop_time", "command", "fail_trace")


class SacredReader:
    """Reads one numbered folder as one run."""

    format = "sacred"
    names = ("metrics.json",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for metrics as Sacred writes them, or for none yet, with a run's record beside them."""
        is_its = head.lstrip().startswith(b"{") and (
            b'"steps"' in head or head.split() in ([b"{}"], [b"{", b"}"])
        )
        return 1.0 if is_its and (path.parent / _RUN).is_file() else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each folder as a run."""
        return tuple(RunFiles(file.parent, (file,), watched=(file.parent / _RUN,)) for file in files)

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read every metric, and what the run's record tells."""
        del cache
        notes: list[Note] = []
        (path,) = run.files
        rows = [
            row for tag, metric in _object(path, notes).items() for row in _rows(path, tag, metric, notes)
        ]
        record = _object(path.parent / _RUN, notes)
        joined = join_parts([Part(path, columns_of(rows))])
        if not rows:
            notes.append(Note(NoteKind.NO_SCALARS, path, "the run has no metrics yet"))
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=f"{record.get('start_time', '')}",
            metadata={name: str(record[name])[:200] for name in _TOLD if record.get(name) is not None}
            | _commit(record),
        )


def _commit(record: dict[str, Any]) -> dict[str, str]:
    """Give the commits of the repositories the experiment's sources come from."""
    experiment = record.get("experiment")
    listed = experiment.get("repositories") if isinstance(experiment, dict) else None
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    commits = dict.fromkeys(str(each["commit"]) for each in found if each.get("commit"))
    return {"git.commit": " ".join(commits)[:200]} if commits else {}


def _object(path: Path, notes: list[Note]) -> dict[str, Any]:
    try:
        parsed = json.loads(path.read_bytes())
    except OSError as error:
        notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
        return {}
    except (ValueError, RecursionError) as error:
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"no valid JSON: {str(error)[:200]}"))
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _rows(path: Path, tag: str, metric: Any, notes: list[Note]) -> list[Row]:
    columns = [metric.get(name) for name in _COLUMNS] if isinstance(metric, dict) else []
    lists = [each for each in columns if isinstance(each, list)]
    if len(lists) < len(_COLUMNS):
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"{tag} has no steps, times and values; skipped"))
        return []
    rows = []
    entries = list(zip(*lists, strict=False))
    for at, seconds, value in entries:
        step, number = as_step(as_number(at)), as_number(value)
        if step is not None and number is not None:
            rows.append(Row(step, _seconds(seconds), {tag: number}))
    if len(rows) < max(map(len, lists)):
        lost = f"{max(map(len, lists)) - len(rows):,} entries of {tag} are not a step and a number; skipped"
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, lost))
    return rows


def _seconds(stamp: Any) -> float:
    """Give Unix seconds of an ISO 8601 time in UTC; NaN where it is none."""
    try:
        return datetime.fromisoformat(str(stamp)).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return np.nan
