"""Hugging Face `trainer_state.json`: the history in the output folder and its copies in the checkpoints.

Each checkpoint holds the history up to its step, so that several files are one run. By default the trainer writes
0.0 in place of a NaN loss: a loss of exactly 0.0 beside a NaN gradient norm is flagged as a masked NaN. What the last
entry sums up (the mean loss, the time it took) is told beside the history: it is no point of it.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import Row, as_number, as_step, columns_of, numbers_in
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_FILE = "trainer_state.json"
_CHECKPOINT = "checkpoint-"
_TOLD = (
    "best_metric",
    "best_model_checkpoint",
    "max_steps",
    "num_train_epochs",
    "train_batch_size",
    "trial_name",
)
_LOSSES = ("loss", "train_loss")
_GRADIENT = "grad_norm"
_SUMMED_UP = "train_runtime"


class _History(NamedTuple):
    path: Path
    entries: list[dict[str, Any]]
    state: dict[str, Any]


class TrainerStateReader:
    """Reads the trainer states of one output folder as one run."""

    format = "trainer_state"
    names = (_FILE,)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for a JSON object under the trainer's file name."""
        return 1.0 if path.name.lower() == _FILE and head.lstrip().startswith(b"{") else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give one run an output folder, its checkpoints' states with it."""
        outputs: defaultdict[Path, list[Path]] = defaultdict(list)
        for file in files:
            is_copy = file.parent.name.startswith(_CHECKPOINT)
            outputs[file.parent.parent if is_copy else file.parent].append(file)
        return tuple(RunFiles(output, tuple(each)) for output, each in outputs.items())

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read the longest history; one that is not its beginning was written before a restart."""
        del cache
        notes: list[Note] = []
        histories = [history for path in run.files if (history := _history(path, notes)) is not None]
        kept = _distinct(histories)
        if len(histories) > len(kept):
            detail = (
                f"{len(histories)} states, of which {len(histories) - len(kept)} are the beginning of another"
            )
            notes.append(Note(NoteKind.SAME_RUN, run.path, detail))
        joined = join_parts([Part(each.path, columns_of(_rows(each))) for each in kept])
        series = dict(joined.series)
        for tag in _masked(kept):
            series[tag] = replace(series[tag], may_hide_nan=True)
            detail = (
                f"{tag} is exactly 0 where the gradient norm is NaN: the trainer writes 0 for NaN by default"
            )
            notes.append(Note(NoteKind.MASKED_NAN, run.path, detail))
        if histories and not series:
            notes.append(Note(NoteKind.NO_SCALARS, run.path, "the history holds no numbers yet"))
        state = kept[-1].state if kept else {}
        first = kept[0].entries[0] if kept and kept[0].entries else {}
        return Reading(
            series=series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=str(sorted(first.items()))[:200],
            metadata={name: str(state[name]) for name in _TOLD if state.get(name) is not None}
            | (_summary(kept[-1].entries) if kept else {}),
        )


def _history(path: Path, notes: list[Note]) -> _History | None:
    try:
        state = json.loads(path.read_bytes())
    except OSError as error:
        notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
        return None
    except (ValueError, RecursionError) as error:
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"no valid JSON: {str(error)[:200]}"))
        return None
    entries = state.get("log_history") if isinstance(state, dict) else None
    if not isinstance(entries, list):
        notes.append(Note(NoteKind.NOT_A_LOG, path, "no `log_history` in it"))
        return None
    return _History(path, [entry for entry in entries if isinstance(entry, dict)], state)


def _distinct(histories: list[_History]) -> list[_History]:
    """Give the histories that are not the beginning of a longer one, by their last step."""
    by_length = sorted(histories, key=lambda history: len(history.entries), reverse=True)
    kept: list[_History] = []
    for history in by_length:
        spelt = repr(history.entries)[:-1]  # NaN is not equal to itself, its spelling is
        if not any(repr(longer.entries[: len(history.entries)])[:-1] == spelt for longer in kept):
            kept.append(history)
    return sorted(kept, key=lambda history: len(history.entries))


def _rows(history: _History) -> list[Row]:
    rows = []
    for entry in history.entries:
        step = as_step(as_number(entry.get("step")))
        if step is not None and _SUMMED_UP not in entry:
            rows.append(Row(step, np.nan, numbers_in(entry, without=frozenset({"step"}))))
    return rows


def _summary(entries: list[dict[str, Any]]) -> dict[str, str]:
    """Give what the entry at the end of a training sums up."""
    summaries = [entry for entry in entries if _SUMMED_UP in entry]
    return {f"summary/{name}": str(value) for name, value in summaries[-1].items()} if summaries else {}


def _masked(histories: list[_History]) -> list[str]:
    """Give the losses that are exactly 0.0 in an entry whose gradient norm is NaN."""
    entries = [
        entry
        for history in histories
        for entry in history.entries
        if math.isnan(as_number(entry.get(_GRADIENT)) or 0.0)
        and as_step(as_number(entry.get("step"))) is not None
        and _SUMMED_UP not in entry
    ]
    return [loss for loss in _LOSSES if any(entry.get(loss) == 0.0 for entry in entries)]
