"""Intervals: how far a count or a mean of few things can lie from what it estimates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.errors import BeliefError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVEL: Final = 0.9
"""Share of intervals that hold what they estimate."""
_FEWEST: Final = 2
_NORMAL: Final = 1.6448536269514722
"""The 95th percentile of a standard normal, for two sides of 90 %."""


class Interval(NamedTuple):
    """An estimate with the ends of its 90 % interval."""

    value: float
    low: float
    high: float


def rate(came_true: float, count: float) -> Interval:
    """Give how often something happens, with Jeffreys' interval (Brown, Cai and DasGupta 2001).

    The ends are 0 where nothing and 1 where everything happened; without a count nothing is known, in [0, 1]. Counts of
    things that hang together may be smaller than they are, and need not be whole.

    Raises:
        BeliefError: there is no such count.
    """
    if not 0 <= came_true <= count:
        raise BeliefError(f"{came_true} of {count} is no count")
    if not count:
        return Interval(0.5, 0.0, 1.0)
    from scipy.special import betaincinv  # noqa: PLC0415 - loaded when it is needed

    a, b, tail = came_true + 0.5, count - came_true + 0.5, (1 - LEVEL) / 2
    low = float(betaincinv(a, b, tail)) if came_true else 0.0
    high = float(betaincinv(a, b, 1 - tail)) if came_true < count else 1.0
    return Interval(came_true / count, low, high)


def design_effect(values: NDArray[np.float64], cluster: NDArray[np.int64]) -> float:
    """Give by how much the variance of a sum grows since its terms hang together within clusters; at least 1.

    The squared sums of clusters over the squares of single terms, about their mean (Kish 1965; Liang and Zeger 1986).
    With one cluster nothing can be told of it.

    Args:
        values: float64[term].
        cluster: int64[term], which cluster each belongs to, from 0 up.
    """
    import numpy as np  # noqa: PLC0415 - loaded when it is needed

    off = values - values.mean()
    alone, together = float(off @ off), np.bincount(cluster, off)
    return max(1.0, float(together @ together) / alone) if alone > 0 else 1.0


def mean(values: NDArray[np.float64], cluster: NDArray[np.int64]) -> Interval:
    """Give an average with its normal interval; within one cluster the interval is everything.

    Args:
        values: float64[value], one at least.
        cluster: int64[value], which values hang together.
    """
    import numpy as np  # noqa: PLC0415 - as above

    middle = float(values.mean())
    if len(np.unique(cluster)) < _FEWEST:
        return Interval(middle, -math.inf, math.inf)
    off = values - middle
    spread = float(off @ off) * design_effect(values, cluster)
    reach = _NORMAL * math.sqrt(spread / (len(values) - 1) / len(values))
    return Interval(middle, middle - reach, middle + reach)
