"""How long a series takes to repeat itself, if it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import rolling_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHORTEST = 4  # points; a shorter one cannot be told from noise
_FEWEST_TIMES = 4
_MOST = 4096
_AGAIN = 0.8  # of the first peak, at twice the lag


class Period(NamedTuple):
    """A length in points, and the autocorrelation at that lag."""

    points: int
    correlation: float


def period(values: NDArray[np.float64]) -> Period | None:
    """Give the lag at which the series resembles itself most, its trend taken out; None without a clear one.

    A clear one is a peak of the autocorrelation that comes again at twice the lag, after a dip between the two,
    and that fits at least four times into the series.

    Args:
        values: float64[point], finite; of a long series the last 4,096 points are looked at.
    """
    values = values[-_MOST:]
    longest = len(values) // _FEWEST_TIMES
    if longest <= _SHORTEST:
        return None
    rest = _without_trend(values, longest)
    correlation = _autocorrelation(rest)
    if correlation is None:
        return None
    inside = correlation[_SHORTEST : longest + 1]
    lag = _SHORTEST + int(np.argmax(inside))
    is_peak = correlation[lag] >= correlation[lag - 1] and correlation[lag] >= correlation[lag + 1]
    dips = float(correlation[lag // 4 : lag].min()) < 0.5 * float(correlation[lag])
    comes_again = float(correlation[2 * lag - 1 : 2 * lag + 2].max()) > _AGAIN * float(correlation[lag])
    return Period(lag, float(correlation[lag])) if is_peak and dips and comes_again else None


def _without_trend(values: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Give the values less their mean over a window around each."""
    padded = np.concatenate(
        [np.full(window // 2, values[0]), values, np.full(window - window // 2 - 1, values[-1])]
    )
    return np.asarray(values - rolling_means(padded, window)[: len(values)], dtype=np.float64)


def _autocorrelation(values: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Give float64[lag], 1 at lag 0; None for a series that does not vary."""
    size = 2 * len(values)
    spectrum = np.fft.rfft(values - values.mean(), size)
    product = np.fft.irfft(spectrum * np.conj(spectrum), size)[: len(values)]
    overlap = np.arange(len(values), 0, -1)
    if not np.isfinite(product).all() or product[0] <= 0:
        return None
    return np.asarray(product / overlap / (product[0] / len(values)), dtype=np.float64)
