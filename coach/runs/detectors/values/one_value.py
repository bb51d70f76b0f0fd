"""A critic that gives every state the same value, which explains nothing of what the returns differ by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.curves import spread_of_values
from coach.runs.detectors.values.varying_returns import returns_vary

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

_FEWEST = 10
_WARM_UP = 0.1  # of the points
_ONE = 0.01  # of the size of the values
_OFTEN = 0.5  # of the points


class OneValue(NamedTuple):
    """What shows it.

    Attributes:
        apart: the standard deviation of the values over the states of a batch.
        level: tag of their mean.
        since: index of the first such point after warm-up.
        often: share of the points after warm-up.
        share: median of the standard deviation, as a share of the size of the mean.
    """

    apart: Series
    level: str
    since: int
    often: float
    share: float


def one_value_for_all(seen: RunForDetectors) -> OneValue | None:
    """Give what shows that the values of all states lie within a hundredth of one another; None where nothing does.

    Asked at most points after warm-up, and only where the returns vary: with one state there is one value.
    """
    found = spread_of_values(seen.run)
    if found is None:
        return None
    apart, level = (each.where(np.isfinite(each.value)) for each in found)
    counts = returns_vary(seen, apart)
    counts[: int(np.ceil(_WARM_UP * len(apart)))] = False
    size = np.abs(np.interp(apart.step, level.step, level.value))
    if int(counts.sum()) < _FEWEST or not size[counts].min() > 0:
        return None
    share = np.abs(apart.value) / np.maximum(size, np.finfo(np.float64).tiny)
    is_one = (share < _ONE) & counts
    often = float(is_one.sum() / counts.sum())
    if often < _OFTEN:
        return None
    return OneValue(apart, level.tag, int(np.argmax(is_one)), often, float(np.median(share[counts])))
