"""A smooth course that stops from one point to the next: no convergence loses all of its slope at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FALLS = 2  # steps in a row before the corner
_ALIKE = 0.4  # of the step before it: a course that slows down so fast by itself may have converged
_SUDDEN = 2.5  # of the step before it: a drop out of a course is a cut of the learning rate, and no stop
_STILL = 0.05  # of the last steps: how far two later points lie apart, on average
_CREEPS = 3.0  # of the last steps: how far it goes in all the rest
_MATTERS = 0.001  # of the whole fall: less has converged
_REST = 0.3  # of the points
_FEWEST = 10


def corner(values: NDArray[np.float64]) -> int | None:
    """Give the last point of a fall after which a series stands still; None where there is no such corner.

    For series that are nearly free of noise, as a held-out loss is that is measured on the same examples each time.
    Every threshold is editorial.

    Args:
        values: float64[point], finite.
    """
    steps = -np.diff(values)
    n = len(steps)
    for at in range(_FALLS - 1, n - max(_FEWEST, int(_REST * n))):
        last = steps[at - _FALLS + 1 : at + 1]
        rest = np.abs(steps[at + 1 :])
        if last.min() <= 0 or not _ALIKE * last[0] <= last[-1] <= _SUDDEN * last[0]:
            continue
        usual = float(last.mean())
        if usual < _MATTERS * float(np.ptp(values)):
            continue
        is_still = float(rest.mean()) < _STILL * usual and float(rest[:_FALLS].max()) < 2 * _STILL * usual
        if is_still and abs(float(values[-1] - values[at + 1])) < _CREEPS * usual:
            return at + 1
    return None
