"""A jump of a few points' series from one level to another that it never leaves again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BEFORE = 5
_LEVEL = 10  # points that give the level before
_FEWEST = 3


class LastingJump(NamedTuple):
    """The first point after a jump, the median of the points on both sides, and whether it goes on rising after it."""

    at: int
    before: float
    after: float
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
        float(np.median(values[max(0, best - _LEVEL) : best])),
        float(np.median(after)),
        bool((np.diff(after) > 0).all() and after[-1] > factor * after[0]),
    )
