"""A jump of a few points' series from one level to another that it never leaves again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import robust_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BEFORE = 5
_LEVEL = 10  # points that give the level before
_SCATTER = 3.0  # noises of single points by which a level's nearest point may lie off it (editorial)
_NEAR = 0.1  # of the level: so near, the median says it as well
_FEWEST = 3


class LastingJump(NamedTuple):
    """The first point after a jump, the level before it, and whether it goes on rising after it."""

    at: int
    before: float
    goes_on: bool


def lasting_jump(values: NDArray[np.float64], factor: float) -> LastingJump | None:
    """Give the jump after which every point is over `factor` times the largest of the five before it.

    At least three points lie on both sides. None where there is no such jump, or values under 0 make factors idle.

    Args:
        values: float64[point], finite.
        factor: how far the two levels lie apart.
    """
    n = len(values)
    if n < 2 * _FEWEST or values.min() <= 0:
        return None
    lowest_after = np.minimum.accumulate(values[::-1])[::-1]
    padded = np.concatenate([np.full(_BEFORE - 1, -np.inf), values])
    highest_before = np.lib.stride_tricks.sliding_window_view(padded, _BEFORE).max(axis=1)
    at = np.arange(_FEWEST, n - _FEWEST + 1)
    ratio = lowest_after[at] / highest_before[at - 1]
    best = int(at[int(np.argmax(ratio))])
    if ratio.max() <= factor:
        return None
    after = values[best:]
    return LastingJump(
        best,
        _level(values[max(0, best - _LEVEL) : best][::-1]),
        bool((np.diff(after) > 0).all() and after[-1] > factor * after[0]),
    )


def _level(values: NDArray[np.float64]) -> float:
    """Give the median of values, the nearest one first; that one itself where they lead up to it or away from it."""
    level, nearest = float(np.median(values)), float(values[0])
    return level if abs(nearest - level) <= max(_SCATTER * robust_noise(values), _NEAR * level) else nearest
