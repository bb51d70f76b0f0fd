"""A jump of a positive series by some share to a level that it keeps: smaller than a spike, plain to the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import robust_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AROUND = 10  # points on each side that give the levels
_WIDER = 20  # points on each side that give the noise
_SIGMAS = 4.0  # of single points: seven standard errors of a difference of two medians of ten
_DRIFT = 0.35  # of the shift: what moves as much just before or after it is a slope
_LASTS = 0.9  # share of the points after it that lie over the middle


class LevelShift(NamedTuple):
    """The first point after a shift, and the medians of the ten points before and after it."""

    at: int
    before: float
    after: float


def level_shift(values: NDArray[np.float64], factor: float) -> LevelShift | None:
    """Give the largest lasting jump up by more than a factor; None where there is none, or a value is not over 0.

    Every threshold is editorial.

    Args:
        values: float64[point], finite.
        factor: by which the two levels must differ.
    """
    n = len(values)
    if n < 4 * _AROUND or values.min() <= 0:
        return None
    logs = np.log(values)
    medians = np.median(np.lib.stride_tricks.sliding_window_view(logs, _AROUND), axis=1)
    size = medians[_AROUND:] - medians[:-_AROUND]
    best = int(np.argmax(size)) + _AROUND
    rise = float(size[best - _AROUND])
    near = logs[max(0, best - _WIDER) : best + _WIDER]
    if rise < max(float(np.log(factor)), _SIGMAS * robust_noise(near)) or _drifts(medians, best, rise):
        return None
    before = float(medians[best - _AROUND])
    middle = before + rise / 2
    first = max(1, best - _AROUND // 2)
    at = first + int(np.argmax(logs[first : best + _AROUND] > middle))
    if float((logs[at:] > middle).mean()) < _LASTS or not (logs[at:][-_AROUND:] > middle).all():
        return None
    return LevelShift(at, float(np.exp(before)), float(np.exp(before + rise)))


def _drifts(medians: NDArray[np.float64], at: int, rise: float) -> bool:
    """Give whether the level rises about as much over the ten points before, or those after, as over the jump."""
    earlier = medians[at - _AROUND] - medians[max(0, at - 2 * _AROUND)]
    later = medians[min(len(medians) - 1, at + _AROUND)] - medians[at]
    return bool(max(earlier, later) > _DRIFT * rise)
