"""Which way a curve goes where its ends do not say it: up and down again, nowhere, or against its two end points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.curves.figures import figure
from coach.runs.describing.trend import kendall, noise, robust_noise, window_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.curves.points import Points

_FEWEST = 8
_BLOCKS = 20
_COARSE = 10
_TREND = 3.0  # standard deviations of Kendall's S: one of 700 curves of noise; a run logs dozens
_SURELY = 4.0
_NONE = 1.3  # of both: far from any proof
_TURN = 0.5  # of the range of the blocks' means
_ERRORS = 4.0
_FAR_OFF = 0.15  # of the range
_NOISY = 0.05  # of the range
_NEAR = 5  # points
_TENTHS = 30  # points from which on a tenth of them has a mean worth telling


def direction(points: Points) -> str:
    """Give which way a curve goes where its ends leave it open; empty where they tell, or nothing is sure."""
    n, value = len(points), points.value
    if n < _FEWEST or points.is_constant:
        return ""
    means = window_means(value, min(_BLOCKS, n))
    trend = kendall(means)
    turn = _turn(value)
    if abs(trend) > _TREND and not (turn and abs(trend) < _SURELY):
        rises = trend > 0
        ends = float(value[-1] - value[0]) * (1 if rises else -1)
        is_clear = ends >= 0.3 * points.range
        return "" if is_clear else f"{'rises' if rises else 'falls'} on the whole"
    third = len(means) // 3
    error = noise(value) * float(np.sqrt(2 / max(1.0, third * n / len(means))))
    gain = abs(float(means[-third:].mean() - means[:third].mean()))
    return turn or ("no clear direction" if abs(trend) <= _NONE and gain <= _NONE * error else "")


def _turn(value: NDArray[np.float64]) -> str:
    """Give whether a curve rises and then falls, or the reverse, by the means of up to ten blocks."""
    blocks = min(_COARSE, len(value) // 2)
    means = window_means(value, blocks)
    least = max(_TURN * float(np.ptp(means)), _ERRORS * noise(value) / float(np.sqrt(len(value) / blocks)))
    for sign, words in ((1, "rises, then falls"), (-1, "falls, then rises")):
        turned = sign * means
        at = int(np.argmax(turned))
        if min(turned[at] - turned[0], turned[at] - turned[-1]) >= least > 0:
            return words
    return ""


def tenths(points: Points) -> str:
    """Give the means of the first and the last tenth where the end points alone mislead; else empty."""
    n, value = len(points), points.value
    if n < _TENTHS or points.is_constant:
        return ""
    near = sorted(value[:_NEAR].tolist())[_NEAR // 2], sorted(value[-_NEAR:].tolist())[_NEAR // 2]
    off = max(abs(near[0] - float(value[0])), abs(near[1] - float(value[-1])))
    if off <= _FAR_OFF * points.range and robust_noise(value) <= _NOISY * points.range:
        return ""
    tenth = n // 10
    start, end = float(value[:tenth].mean()), float(value[-tenth:].mean())
    return f"on average {figure(start)} in the first tenth and {figure(end)} in the last"
