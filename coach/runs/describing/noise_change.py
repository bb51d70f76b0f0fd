"""Where a curve became noisier, or quieter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST_ASIDE = 5


def noise_change(values: NDArray[np.float64]) -> int | None:
    """Give the first point after the likeliest change of the noise from point to point; None for a short curve.

    The place that makes two normal distributions of the differences likeliest, each with a variance of its own.

    Args:
        values: float64[point], finite.
    """
    squares = np.diff(values) ** 2
    n = len(squares)
    if n < 2 * _FEWEST_ASIDE:
        return None
    before = np.arange(_FEWEST_ASIDE, n - _FEWEST_ASIDE + 1)
    sums = np.cumsum(squares)
    left = sums[before - 1] / before
    right = (sums[-1] - sums[before - 1]) / (n - before)
    tiny = np.finfo(np.float64).tiny
    unlikely = before * np.log(np.maximum(left, tiny)) + (n - before) * np.log(np.maximum(right, tiny))
    return int(before[int(np.argmin(unlikely))]) + 1
