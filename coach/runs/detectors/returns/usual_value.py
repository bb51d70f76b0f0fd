"""The one value that most points of a return have, from first to last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from coach.runs.detectors.returns.goals import Goal

_FEWEST = 50
_PARTS = 10
_OFTEN = 0.5  # of the points
_LITTLE = 0.5  # of the spread of the points, by which the last third may lie over the first


def usual_throughout(goal: Goal) -> str:
    """Give in words that half of the points or more have one value, which is the median of every tenth of the run.

    Empty where that is not so, or the last third lies over the first by half a spread of the points.
    """
    value = goal.measure.series.value
    if len(value) < _FEWEST or goal.went.end - goal.went.start > _LITTLE * goal.went.spread:
        return ""
    usual = float(np.median(value))
    parts = [float(np.median(part)) for part in np.array_split(value, _PARTS)]
    if any(part != usual for part in parts) or float((value == usual).mean()) < _OFTEN:
        return ""
    return f"and {usual:.4g} is the usual value in every tenth of the run"


def is_best(goal: Goal) -> bool:
    """Give whether that usual value is the best there ever was: then it may be all there is to get."""
    value = goal.measure.series.value
    return goal.direction > 0 and bool(np.median(value) == value.max()) and bool(usual_throughout(goal))
