"""One run that was logged twice: into event files and into a table beside them, say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN
from coach.runs.run import Note, NoteKind, Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.series import Series

_PRINTED = 2e-3  # tables print few digits
_MOST = 0.5  # of the names both logs have


def without_doubles(runs: Sequence[Run]) -> list[Run]:
    """Give the runs without those that repeat another log of the same folder; what was left out is noted.

    The log that is kept is the one with wall times, then the one with more points; what the other one tells of the
    run besides its points is kept with it.
    """
    by_folder: defaultdict[Path, list[Run]] = defaultdict(list)
    for run in runs:
        by_folder[run.path].append(run)
    left_out: set[int] = set()
    doubles: defaultdict[int, list[Run]] = defaultdict(list)
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
                doubles[id(kept)].append(other)
    return [_with_doubles(run, doubles.get(id(run), [])) for run in runs if id(run) not in left_out]


def _with_doubles(run: Run, doubles: Sequence[Run]) -> Run:
    """Give the run with what its other logs tell, and a note for each of them."""
    for other in doubles:
        detail = f"the same run is logged as {other.format} too ({other.points:,} points); left out"
        told = dict(other.metadata)
        if not _count_alike(run, other):
            told.pop(STEP_COLUMN, None)
        note = Note(NoteKind.SAME_RUN, other.path, detail)
        run = replace(run, metadata={**told, **run.metadata}, notes=(*run.notes, note))
    return run


def _is_double(one: Run, other: Run) -> bool:
    if one.format == other.format:
        return False
    mine, yours = _by_last_name(one), _by_last_name(other)
    common = mine.keys() & yours.keys()
    equal = [name for name in common if _are_equal(mine[name], yours[name])]
    return bool(equal) and len(equal) >= _MOST * len(common)


def _count_alike(one: Run, other: Run) -> bool:
    """Give whether two logs of one run count the same steps: a table of epochs beside events of batches does not."""
    mine, yours = _by_last_name(one), _by_last_name(other)
    equal = [name for name in mine.keys() & yours.keys() if _are_equal(mine[name], yours[name])]
    shortest = {name: min(len(mine[name]), len(yours[name])) for name in equal}
    return all(np.array_equal(mine[name].step[:n], yours[name].step[:n]) for name, n in shortest.items())


def _by_last_name(run: Run) -> dict[str, Series]:
    """Give the series by the last part of their names: trackers put different folders before it."""
    return {tag.rsplit("/", 1)[-1].lower(): series for tag, series in run.series.items() if len(series)}


def _are_equal(one: Series, other: Series) -> bool:
    """Give whether two series are one; while a run is going, one log may be some points behind the other."""
    n = min(len(one), len(other))
    mine, yours = one.value[:n], other.value[:n]
    if len(one) != len(other) and not (mine[1:] != mine[:-1]).any():
        return False  # a constant is the beginning of every longer one
    return bool(np.allclose(mine, yours, rtol=_PRINTED, atol=1e-9, equal_nan=True))
