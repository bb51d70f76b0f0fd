"""One run that was logged twice: into event files and into a table beside them, say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.run import Note, NoteKind, Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.series import Series

_PRINTED = 2e-3  # tables print few digits
_MOST = 0.5  # of the names both logs have


def without_doubles(runs: Sequence[Run]) -> list[Run]:
    """Give the runs without those that repeat another log of the same folder; what was left out is noted.

    The log that is kept is the one with wall times, then the one with more points.
    """
    by_folder: defaultdict[Path, list[Run]] = defaultdict(list)
    for run in runs:
        by_folder[run.path].append(run)
    left_out: set[int] = set()
    noted: defaultdict[int, list[Note]] = defaultdict(list)
    for logs in by_folder.values():
        if len(logs) == 1:
            continue
        ranked = sorted(logs, key=lambda run: (run.wall_hours is not None, run.points), reverse=True)
        for index, other in enumerate(ranked):
            kept = next(
                (run for run in ranked[:index] if id(run) not in left_out and _is_double(run, other)), None
            )
            if kept is not None:
                left_out.add(id(other))
                detail = f"the same run is logged as {other.format} too ({other.points:,} points); left out"
                noted[id(kept)].append(Note(NoteKind.SAME_RUN, other.path, detail))
    return [
        replace(run, notes=(*run.notes, *noted[id(run)])) if id(run) in noted else run
        for run in runs
        if id(run) not in left_out
    ]


def _is_double(one: Run, other: Run) -> bool:
    if one.format == other.format:
        return False
    mine, yours = _by_last_name(one), _by_last_name(other)
    common = mine.keys() & yours.keys()
    equal = [name for name in common if _are_equal(mine[name], yours[name])]
    return bool(equal) and len(equal) >= _MOST * len(common)


def _by_last_name(run: Run) -> dict[str, Series]:
    """Give the series by the last part of their names: trackers put different folders before it."""
    return {tag.rsplit("/", 1)[-1].lower(): series for tag, series in run.series.items() if len(series)}


def _are_equal(one: Series, other: Series) -> bool:
    if len(one) != len(other):
        return False
    return bool(np.allclose(one.value, other.value, rtol=_PRINTED, atol=1e-9, equal_nan=True))
