"""Where a curve that should rise falls sharply, from one stretch of points to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import rolling_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST = 40
_WINDOW = 40  # as many windows of this length make the series
_SHORTEST = 5
_OF_RANGE = 0.5  # of the range between the 5th and the 95th percentile
_OF_SCATTER = 3.0  # times the usual standard deviation within a window
_FROM_ABOVE = 0.6  # of that range: the level it falls from has to be a good one


class SharpFall(NamedTuple):
    """The first point after a fall, and the mean of a window before and after it."""

    at: int
    before: float
    after: float


def sharp_fall(values: NDArray[np.float64]) -> SharpFall | None:
    """Give the sharpest fall between two neighbouring windows; None where none stands out.

    It must be half of the range, three times the usual scatter within a window, and start in the upper part.

    Args:
        values: float64[point], finite.
    """
    if len(values) < _FEWEST:
        return None
    window = max(_SHORTEST, len(values) // _WINDOW)
    means = rolling_means(values, window)
    fall = means[:-window] - means[window:]
    sharpest = int(np.argmax(fall))
    before, after = float(means[sharpest]), float(means[sharpest + window])
    low, high = np.percentile(values, [5, 95])
    within = values[: len(values) // window * window].reshape(-1, window)
    scatter = float(np.median(within.std(axis=1)))
    is_sharp = before - after > max(_OF_RANGE * float(high - low), _OF_SCATTER * scatter)
    if not is_sharp or before < low + _FROM_ABOVE * (high - low):
        return None
    around = values[sharpest : sharpest + 2 * window]
    at = int(np.argmax(around < (before + after) / 2))
    return SharpFall(sharpest + at, before, after)
