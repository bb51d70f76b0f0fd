"""ClearML's offline sessions: `offline-<id>.zip` or its folder, with `task.json` and `metrics.jsonl`.

A line of `metrics.jsonl` is an array of events, each a scalar of a `metric`, a `variant` and an iteration.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.finding.configuration import flat_settings
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import Row, as_number, as_step, columns_of
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_TASK, _METRICS = "task.json", "metrics.jsonl"
_LONGEST = 1 << 29  # bytes of a member unpacked: a small archive can hold a disk full of zeros


class ClearmlReader:
    """Reads one offline session as one run."""

    format = "clearml"
    names = ("offline-*.zip", _METRICS)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for an archive with a task and its metrics, or for such metrics in a folder with the task."""
        if path.name == _METRICS:
            return 1.0 if head.startswith(b"[") and (path.parent / _TASK).is_file() else 0.0
        if not head.startswith(b"PK"):
            return 0.0
        try:
            with zipfile.ZipFile(path) as archive:
                return 1.0 if _TASK in archive.namelist() else 0.0
        except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
            return 0.3 if path.name.startswith("offline-") else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each session as a run."""
        return tuple(
            RunFiles(file.parent, (file,), watched=(file.parent / _TASK,))
            if file.name == _METRICS
            else RunFiles(file, (file,))
            for file in files
        )

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read all scalars, the task's name and its parameters."""
        del cache
        notes: list[Note] = []
        (path,) = run.files
        task = _parsed(_member(path, _TASK, notes), {})
        lines = _member(path, _METRICS, notes).split(b"\n")
        batches = [_parsed(line, None) for line in lines if line.strip()]
        bad = sum(not isinstance(batch, list) for batch in batches)
        if bad:
            notes.append(
                Note(NoteKind.CORRUPT_RECORD, path, f"{bad:,} lines are no lists of events; skipped")
            )
        events = [event for batch in batches if isinstance(batch, list) for event in batch]
        rows = [row for event in events if (row := _row(event)) is not None]
        joined = join_parts([Part(path, columns_of(rows))])
        if not rows:
            notes.append(Note(NoteKind.NO_SCALARS, path, "the session holds no scalars"))
        task = task if isinstance(task, dict) else {}
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=str(task.get("id", path.name)),
            tracker_id=str(task.get("id", "")),
            name=str(task.get("name", "")),
            metadata=_settings(task) | _told(task),
        )


def _member(path: Path, name: str, notes: list[Note]) -> bytes:
    try:
        if path.name == _METRICS:
            return path.with_name(name).read_bytes()
        with zipfile.ZipFile(path) as archive, archive.open(name) as member:
            return member.read(_LONGEST)
    except KeyError:
        return b""
    except (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"{name} cannot be read: {str(error)[:200]}"))
        return b""


def _parsed(text: bytes, otherwise: Any) -> Any:
    try:
        return json.loads(text) if text.strip() else otherwise
    except (ValueError, RecursionError):
        return otherwise


def _row(event: Any) -> Row | None:
    if not isinstance(event, dict):
        return None
    step, value = as_step(as_number(event.get("iter"))), as_number(event.get("value"))
    if step is None or value is None:
        return None
    parts = [str(event[name]) for name in ("metric", "variant") if event.get(name)]
    seconds = (as_number(event.get("timestamp")) or np.nan) / 1000
    return Row(step, seconds, {"/".join(parts): value})


def _settings(task: dict[str, Any]) -> dict[str, str]:
    """Give the task's parameters by section and name."""
    sections = task.get("hyperparams")
    parameters = {
        str(section): {
            str(name): each.get("value") if isinstance(each, dict) else each for name, each in inner.items()
        }
        for section, inner in (sections.items() if isinstance(sections, dict) else ())
        if isinstance(inner, dict)
    }
    return flat_settings(parameters)


def _told(task: dict[str, Any]) -> dict[str, str]:
    """Give what became of the task, and the program and the commit that ran."""
    script = task.get("script")
    script = script if isinstance(script, dict) else {}
    told = {
        "status": task.get("status"),
        "command": script.get("entry_point"),
        "git.commit": script.get("version_num"),
    }
    return {name: str(value)[:200] for name, value in told.items() if value}
