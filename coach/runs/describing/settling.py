"""How well a curve that settles describes a series: what slows down by itself has no moment at which it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PACES = 24


def rest_of_settling(value: NDArray[np.float64]) -> float:
    """Give the least residual sum of squares of a + b exp(-t / c), and of a + b / (t + c), over many paces c.

    Args:
        value: float64[point], finite.
    """
    t = np.arange(len(value), dtype=np.float64)
    rests = []
    for pace in np.geomspace(1.0, 3.0 * len(value), _PACES):
        for shape in (np.exp(-t / pace), pace / (t + pace)):
            away = shape - shape.mean()
            part = float((away * (value - value.mean())).sum()) / float((away**2).sum())
            rests.append(float(((value - value.mean() - part * away) ** 2).sum()))
    return min(rests)
