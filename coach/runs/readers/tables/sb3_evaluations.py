"""Stable-Baselines3 `evaluations.npz`: returns and lengths of the episodes of each evaluation.

The tags are those under which the callback that writes the file logs the same means elsewhere; arrays that somebody
else keeps beside `timesteps` have their own names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN
from coach.runs.readers.columns import Columns
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from coach.runs.reading.cache import Cache

_ZIP = b"PK\x03\x04"
_STEPS, _STEPS_FILE = "timesteps", b"timesteps.npy"
_TAGS = {"results": "eval/mean_reward", "ep_lengths": "eval/mean_ep_length", "successes": "eval/success_rate"}
_NUMBERS = "fiu"
_LARGEST = 1 << 28  # bytes


class Sb3EvaluationsReader:
    """Reads one file of evaluations as one run."""

    format = "evaluations"
    names = ("evaluations.npz",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for arrays of which the first are the steps."""
        del path
        return 1.0 if head.startswith(_ZIP) and _STEPS_FILE in head[:64] else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each file as a run, named by its folder where it is alone there."""
        folders = [file.parent for file in files]
        return tuple(RunFiles(f.parent if folders.count(f.parent) == 1 else f, (f,)) for f in files)

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read the mean over the episodes of each evaluation."""
        del cache
        (path,) = run.files
        try:
            columns = _columns(path)
        except OSError as error:
            note = Note(NoteKind.UNREADABLE, path, error.strerror or str(error))
            return Reading(notes=(note,), fingerprint=path.name)
        except Exception as error:  # noqa: BLE001 - NumPy and zipfile raise a dozen kinds for a damaged file
            note = Note(NoteKind.CORRUPT_RECORD, path, f"no evaluations can be read: {str(error)[:200]}")
            return Reading(notes=(note,), fingerprint=path.name)
        joined = join_parts([Part(path, columns)])
        notes = list(joined.notes)
        if not joined.series:
            notes.append(Note(NoteKind.NO_SCALARS, path, "no array holds a number for a step"))
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=tuple(notes),
            fingerprint=path.name,
            metadata={STEP_COLUMN: _STEPS},
        )


def _columns(path: Path) -> dict[str, Columns]:
    """Give the means by tag.

    Raises:
        OSError: when the file cannot be read.
        ValueError: when it is larger than evaluations are, or an array is none of numbers.
    """
    if path.stat().st_size > _LARGEST:
        raise ValueError("the file is too large")
    with np.load(path, allow_pickle=False) as arrays:
        steps: NDArray[np.int64] = arrays[_STEPS].astype(np.int64).reshape(-1)
        found = {}
        for name in (name for name in arrays.files if name != _STEPS):
            value = arrays[name]
            is_of_steps = value.dtype.kind in _NUMBERS and value.ndim > 0 and len(value) == len(steps)
            if name not in _TAGS and not is_of_steps:
                continue
            value = value.astype(np.float64)
            value = value.reshape(len(value), -1).mean(axis=1) if len(value) else np.zeros(0)
            n = min(len(steps), len(value))
            if n:
                found[_TAGS.get(name, name)] = Columns(steps[:n], np.full(n, np.nan), value[:n])
    return found
