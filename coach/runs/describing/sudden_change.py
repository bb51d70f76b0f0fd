"""A change of level from one point to the next, in either direction: what an eye sees as a cliff or a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import robust_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BEFORE, _AFTER = 5, 5  # points that give the two levels
_WIDER = 20  # points before that give the noise
_NOISES = 6.0  # of single points
_DRIFT = (
    0.35  # of the change: what moves as much in the five points before it, or goes on so after it, is a slope
)
_AT_ONCE = 0.5  # of the change, made from one point to the next
_LASTS = 0.9  # share of the points after it that lie beyond the middle


class SuddenChange(NamedTuple):
    """The first point after a change, the medians of five points before and after it, and whether it lasts."""

    at: int
    before: float
    after: float
    lasts: bool


def sudden_change(values: NDArray[np.float64], sign: int) -> SuddenChange | None:
    """Give the largest change of level that is made at one point; None where none stands out from the noise before it.

    Every threshold is editorial.

    Args:
        values: float64[point], finite.
        sign: 1 for a change upwards, -1 for one downwards.
    """
    up = sign * values
    n = len(up)
    if n < _BEFORE + _AFTER:
        return None
    medians = np.median(np.lib.stride_tricks.sliding_window_view(up, _BEFORE), axis=1)
    size = medians[_BEFORE:] - medians[:-_BEFORE]
    around = int(np.argmax(size)) + _BEFORE
    near = np.arange(max(_BEFORE, around - 2), min(n - 2, around + 3))
    if not len(near):
        return None
    at = int(near[np.argmax(up[near] - up[near - 1])])
    before, after = float(np.median(up[at - _BEFORE : at])), float(np.median(up[at : at + _AFTER]))
    change = after - before
    earlier = up[max(0, at - 2 * _BEFORE) : at - _BEFORE]
    drift = before - float(np.median(earlier)) if len(earlier) else 0.0
    later = up[at + _AFTER : at + 2 * _AFTER]
    goes_on = float(np.median(later)) - after if len(later) else 0.0
    calm = up[max(0, at - _WIDER) : at]
    if change <= max(_NOISES * robust_noise(calm), 0.0) or max(abs(drift), goes_on) > _DRIFT * change:
        return None
    if up[at] - before < _AT_ONCE * change or up[at - 1] - before > (1 - _AT_ONCE) * change:
        return None
    lasts = float((up[at:] > before + change / 2).mean()) >= _LASTS
    return SuddenChange(at, sign * before, sign * after, lasts)
