"""Where the level of a series changed, and how surely one can say where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import robust_noise, rolling_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Likelihood ratio within which a place of change cannot be told from the best one at 95 %: Hansen 2000, table I.
_CRITICAL = 7.35
_FEWEST_AROUND = 10
_AROUND = 0.1  # of the series
_FEWEST = 40
_CLEARLY = 8.0  # standard errors of a difference of two window means
_OF_RANGE = 0.3
_STANDS_OUT = 4.0  # times the usual difference of neighbouring windows: a slope has no change point
_BEGINNING = 0.1  # of the series, where everything moves
_OF_BEGINNING = (
    0.1  # of the largest move there: what is smaller is a ripple on a curve that has settled (editorial)
)


class Range(NamedTuple):
    """Indices of points, both included."""

    first: int
    last: int


def change_range(values: NDArray[np.float64], at: int) -> Range:
    """Give the points at which the change seen at `at` may have happened, with 95 % confidence.

    A shift of the mean is fitted to the points around; a place belongs to the range where its residual sum of
    squares lies within the critical value of the best one's. The range always holds `at` itself, and never less
    than the gap since the point before, which is all that a log can resolve.

    Args:
        values: float64[point].
        at: index of the first point at which something was seen.
    """
    earliest = max(0, at - 1)
    around = max(_FEWEST_AROUND, int(_AROUND * len(values)))
    start = max(0, at - around)
    near = values[start : at + around]
    if len(near) < _FEWEST_AROUND or not np.isfinite(near).all():
        return Range(earliest, at)
    rest = _residuals(near)
    best = float(rest.min())
    variance = best / (len(near) - 2)
    if not np.isfinite(variance) or variance <= 0:
        return Range(earliest, at)
    possible = np.flatnonzero(rest - best <= _CRITICAL * variance) + start + 1
    return Range(min(earliest, int(possible[0]) - 1), max(at, int(possible[-1])))


def _residuals(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give float64[point - 1]: the residual sum of squares with one mean up to each point and one after it."""
    values = values - values.mean()
    before = np.arange(1, len(values))
    sums = np.cumsum(values)[:-1]
    explained = sums**2 / before + sums**2 / (len(values) - before)
    return np.asarray((values**2).sum() - explained, dtype=np.float64)


def change_point(values: NDArray[np.float64]) -> int | None:
    """Give the first point after the sharpest lasting change of level; None where no change stands out.

    Neighbouring windows must differ by far more than their noise, than windows elsewhere in the series do, and by
    a third of the range; and the two sides must go on differing. The first tenth is left out, and a change that is
    small beside what happened there is none.

    Args:
        values: float64[point], finite.
    """
    if len(values) < _FEWEST:
        return None
    window = max(5, len(values) // 40)
    means = rolling_means(values, window)
    step = np.abs(means[window:] - means[:-window])
    skipped = max(0, int(_BEGINNING * len(values)) - window)
    if len(step) <= skipped:
        return None
    sharpest = skipped + int(np.argmax(step[skipped:]))
    size = float(step[sharpest])
    # The cheap conditions first: nearly every series fails the first one.
    half = len(step) // 2
    if size <= _STANDS_OUT * float(np.partition(step, half)[half]):
        return None
    at = sharpest + window
    low, high = np.percentile(values, [5, 95])
    if size <= max(_OF_RANGE * float(high - low), _CLEARLY * robust_noise(values) * np.sqrt(2 / window)):
        return None
    if skipped and size < _OF_BEGINNING * float(step[:skipped].max()):
        return None
    lasts = abs(float(np.median(values[at:]) - np.median(values[:at]))) > size / 2
    return at if lasts else None
