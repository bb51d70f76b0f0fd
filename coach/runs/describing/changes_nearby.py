"""What else a log says happened between two steps: a restart, a jump of the rate, a new stage, a new epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.epochs import is_epoch
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

_JUMP = 0.2  # of a learning rate, from one point to the next
_MOST_STAGES = 10
_LONGEST_SHARE = 0.1
"""Share of the run in which a stage or an epoch could begin by chance beside the steps looked at (editorial)."""


def changes_nearby(seen: RunForDetectors, tag: str, start: int, end: int) -> Iterator[str]:
    """Yield what else happened from one step to another, in words that follow a semicolon.

    What happens so often that it would be met there by chance is not named; nor is what counts something else.

    Args:
        seen: the run.
        tag: the one whose steps are meant.
        start: the first step.
        end: the last one.
    """
    alike = seen.axes[tag].tags
    if any(_is_resumed(seen.run.series[each], start, end) for each in alike):
        yield "the run was restarted there"
    for measure in seen.finite(Quantity.LEARNING_RATE, beside=tag):
        step, value = measure.series.step[1:], measure.series.value
        jumps = np.abs(np.diff(value)) > _JUMP * np.abs(value[:-1])
        if (jumps & (step >= start) & (step <= end)).any():
            yield f"{measure.tag} jumped there"
    for each in alike:
        series = seen.timelines[each]
        counts = _counts(each, series)
        if counts is not None:
            yield from _begins(each, series.step, counts, start, end)


def _is_resumed(series: Series, start: int, end: int) -> bool:
    begun = np.flatnonzero(np.diff(series.segment)) + 1
    resumed = series.step[begun[~np.isin(series.segment[begun], [*series.aside])]]
    return bool(((resumed >= start) & (resumed <= end)).any())


def _counts(tag: str, series: Series) -> NDArray[np.float64] | None:
    """Give the number of the epoch, or of the stage, at each point; None where the series counts nothing.

    A stage is what takes few values, all of them whole and in turn: a lesson, a phase, a level of difficulty.
    """
    value = series.value
    if len(value) < 2 or not np.isfinite(value).all():  # noqa: PLR2004 - one point is no change
        return None
    if is_epoch(tag):
        return np.floor(value)
    changes = np.flatnonzero(np.diff(value))
    is_whole = bool((value == np.floor(value)).all())
    stages = value[np.append(changes, len(value) - 1)]
    return value if is_whole and len(changes) < len(set(stages.tolist())) <= _MOST_STAGES else None


def _begins(
    tag: str, step: NDArray[np.int64], counts: NDArray[np.float64], start: int, end: int
) -> Iterator[str]:
    at = np.flatnonzero(np.diff(counts)) + 1
    begun = at[(step[at] >= start) & (step[at - 1] <= end)]
    steps = int(step[-1] - step[0])
    width = end - start + (int(np.median(step[at] - step[at - 1])) if len(at) else 0)
    if len(begun) == 1 and len(at) * width <= _LONGEST_SHARE * steps:
        before, after = float(counts[begun[0] - 1]), float(counts[begun[0]])
        yield f"{tag} went from {before:,.0f} to {after:,.0f} there"
