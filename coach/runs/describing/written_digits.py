"""How finely numbers were written: a small one may have been rounded to 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_DIGITS = 6
_DIFFERENT = 2  # values besides 0, without which nobody can tell
_NEAR = 1e-6


def finest(values: NDArray[np.float64]) -> float:
    """Give the unit that all values are multiples of, as 0.01 where they have two decimals; 0 where there is none.

    Args:
        values: float64[point], finite.
    """
    different = np.unique(values[values != 0])
    if len(different) < _DIFFERENT:
        return 0.0
    for digits in range(_MOST_DIGITS + 1):
        scaled = different * 10.0**digits
        if np.abs(scaled - np.round(scaled)).max() < _NEAR * max(1.0, float(np.abs(scaled).max())):
            return float(10.0**-digits)
    return 0.0
