"""W&B `wandb-summary.json`: the last value of each metric, read where the run's own file is not beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.readers.reader import HEAD_BYTES, Reading, RunFiles
from coach.runs.readers.rows import Row, as_number, as_step, columns_of, numbers_in
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_FILE = "wandb-summary.json"
_FOLDER = "files"
_OWN = "_"
_LARGEST = 1 << 24  # bytes


class WandbSummaryReader:
    """Reads the summary of one run as one run with one point for each metric."""

    format = "wandb-summary"
    names = (_FILE,)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for a summary with a metric in it or in its run's folder; under 0 where the run is read without it."""
        if path.name.lower() != _FILE or not head.lstrip().startswith(b"{"):
            return 0.0
        if any(_place(path).glob("*.wandb")):
            return -1.0
        is_of_a_run = path.parent.name == _FOLDER and bool(_parsed(head))
        return 1.0 if is_of_a_run or len(head) == HEAD_BYTES or _metrics(_parsed(head)) else -1.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give one run a summary, named by the folder of the run."""
        return tuple(RunFiles(_place(file), (file,)) for file in files)

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read the last values, at the last step."""
        del cache
        (path,) = run.files
        try:
            with path.open("rb") as file:
                summary = _parsed(file.read(_LARGEST))
        except OSError as error:
            note = Note(NoteKind.UNREADABLE, path, error.strerror or str(error))
            return Reading(notes=(note,), fingerprint=path.name)
        step = as_step(as_number(summary.get("_step"))) or 0
        joined = join_parts([Part(path, columns_of([Row(step, np.nan, _metrics(summary))]))])
        if joined.series:
            note = Note(NoteKind.OTHER_RECORDS, path, "only the last value of each metric is kept here")
        elif summary:
            note = Note(NoteKind.NO_SCALARS, path, "no metric was logged: nothing but W&B's own entries")
        else:
            note = Note(NoteKind.CORRUPT_RECORD, path, "no summary of metrics can be read")
        seconds = as_number(summary.get("_runtime"))
        return Reading(
            series=joined.series,
            notes=(note, *joined.notes),
            fingerprint=run.path.name,
            metadata={} if seconds is None else {"runtime": f"{seconds:.0f}"},
        )


def _place(path: Path) -> Path:
    return path.parent.parent if path.parent.name == _FOLDER else path.parent


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        summary = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return summary if isinstance(summary, dict) else {}


def _metrics(summary: dict[str, Any]) -> dict[str, float]:
    """Give the numbers that are not W&B's own."""
    return {name: value for name, value in numbers_in(summary).items() if not name.startswith(_OWN)}
