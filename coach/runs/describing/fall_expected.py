"""How much further a falling curve would have fallen, had it gone on as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST = 20
_PACES = np.geomspace(0.1, 20.0, 24)  # time constants, in lengths of the curve
_ACCEPTED = 5.0  # residual variances within which a pace cannot be told from the best one


def fall_expected(values: NDArray[np.float64], points: int) -> float | None:
    """Give the least further fall over so many points that an exponential approach to some floor would allow.

    A level and a height are fitted by least squares for each of several paces; of the paces that fit about as well as
    the best one, the one that leaves least to gain counts. Real losses slow down less than an exponential does, so
    that the answer is too small rather than too large.

    Args:
        values: float64[point], finite: the curve so far.
        points: how far to look ahead.
    """
    n = len(values)
    if n < _FEWEST:
        return None
    x = np.arange(n) / n
    shapes = np.exp(-x[None, :] / _PACES[:, None])
    centred = shapes - shapes.mean(axis=1, keepdims=True)
    rest = values - values.mean()
    heights = (centred @ rest) / (centred**2).sum(axis=1)
    left = (rest**2).sum() - heights**2 * (centred**2).sum(axis=1)
    variance = max(float(left.min()), 0.0) / (n - 3)
    is_likely = left - left.min() <= _ACCEPTED * variance + 1e-12
    ends = np.exp(-1.0 / _PACES), np.exp(-(n + points) / n / _PACES)
    return float((heights * (ends[0] - ends[1]))[is_likely].min())
