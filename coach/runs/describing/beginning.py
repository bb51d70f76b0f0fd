"""The point at which a gradual move began, as an onset; and how well one step describes it instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Onset, RunForDetectors
    from coach.runs.series import Series


class Beginning(NamedTuple):
    """The first point of a move, and the points between which it lies with 95 % confidence."""

    at: int
    first: int
    last: int


def onset_between(seen: RunForDetectors, series: Series, began: Beginning) -> Onset:
    """Give the onset at a point with its range: a shift of level, which is fitted elsewhere, would be too late."""
    steps = series.step[max(0, began.first) : began.last + 1]
    return seen.onset(series, began.at)._replace(earliest=int(steps.min()), latest=int(steps.max()))


def step_explains(values: NDArray[np.float64]) -> float:
    """Give the share of the sum of squares that one step from level to level explains, at the best place."""
    rest = values - values.mean()
    before = np.arange(1, len(rest))
    sums = np.cumsum(rest)[:-1]
    explained = sums**2 / before + sums**2 / (len(rest) - before)
    return float(explained.max() / max(float((rest**2).sum()), np.finfo(np.float64).tiny))
