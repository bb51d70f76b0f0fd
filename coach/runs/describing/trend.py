"""Robust descriptions of a series of values: level, noise, slope. None of them smooths a spike away."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAD_TO_SIGMA = 1.4826  # of a normal distribution
_MOST_PAIRED = 200
_FEWEST_FOR_NOISE = 3


def spread(values: NDArray[np.float64]) -> float:
    """Give the standard deviation as estimated from the median absolute deviation; values are finite."""
    return float(_MAD_TO_SIGMA * np.median(np.abs(values - np.median(values))))


def noise(values: NDArray[np.float64]) -> float:
    """Give the standard deviation of the point-to-point noise, whatever the trend; values are finite."""
    if len(values) < _FEWEST_FOR_NOISE:
        return 0.0
    return float(np.std(np.diff(values)) / np.sqrt(2))


def robust_noise(values: NDArray[np.float64]) -> float:
    """Give the same as `noise`, but not moved by a few large jumps."""
    return spread(np.diff(values)) / float(np.sqrt(2)) if len(values) >= _FEWEST_FOR_NOISE else 0.0


def window_means(values: NDArray[np.float64], windows: int) -> NDArray[np.float64]:
    """Give float64[window]: means of that many stretches of equal length (in points)."""
    points, longer = divmod(
        len(values), windows
    )  # as numpy's array_split has it: the first ones have a point more
    at = longer * (points + 1)
    head = values[:at].reshape(longer, points + 1).mean(axis=1)
    return np.concatenate((head, values[at:].reshape(windows - longer, points).mean(axis=1)))


class Slope(NamedTuple):
    """A robust slope: `per_x` in units of y per unit of x, and Kendall's tau in [-1, 1]."""

    per_x: float
    tau: float


def robust_slope(x: NDArray[np.float64], y: NDArray[np.float64]) -> Slope:
    """Give the Theil-Sen slope and Kendall's tau; long series are thinned to 200 points.

    Args:
        x: float64[point], increasing.
        y: float64[point], finite.
    """
    if len(x) > _MOST_PAIRED:
        chosen = np.linspace(0, len(x) - 1, _MOST_PAIRED).astype(np.int64)
        x, y = x[chosen], y[chosen]
    first, second = np.triu_indices(len(x), k=1)
    across, up = x[second] - x[first], y[second] - y[first]
    apart = across > 0
    if not apart.any():
        return Slope(0.0, 0.0)
    return Slope(float(np.median(up[apart] / across[apart])), float(np.sign(up[apart]).mean()))


def kendall(means: NDArray[np.float64]) -> float:
    """Give Kendall's S of a series in its standard deviations, with the correction for continuity."""
    n = len(means)
    in_order = float(np.sign(means[None, :] - means[:, None])[np.triu_indices(n, k=1)].sum())
    return (in_order - float(np.sign(in_order))) / float(np.sqrt(n * (n - 1) * (2 * n + 5) / 18))


def settles_at(holds: NDArray[np.bool_], *, share: float = 0.95, fewest: int = 3) -> int | None:
    """Give the first index from which on the condition holds at nearly every point, up to the end.

    Args:
        holds: bool[point].
        share: of the points from there on at which it must hold.
        fewest: points there must be from there on.
    """
    if not len(holds) or not holds[-fewest:].all():
        return None
    held_from = np.cumsum(holds[::-1])[::-1] / np.arange(len(holds), 0, -1)
    candidates = np.flatnonzero((held_from >= share) & holds)
    if not len(candidates) or len(holds) - candidates[0] < fewest:
        return None
    return int(candidates[0])


def mostly_since(holds: NDArray[np.bool_], share: float = 0.8) -> int:
    """Give the first index from which on a condition holds at most points to the end; else the first where it holds.

    Args:
        holds: bool[point], true somewhere.
        share: of the points from there on at which it must hold.
    """
    since = settles_at(holds, share=share, fewest=1)
    return int(np.argmax(holds)) if since is None else since


def often_since(holds: NDArray[np.bool_]) -> int:
    """Give the first index of the stretch in which a condition that comes and goes holds more often than before it.

    The place is where the sum of the deviations from the overall share is least (Page 1954, cumulative sums).

    Args:
        holds: bool[point], true somewhere.
    """
    sums = np.concatenate(([0.0], np.cumsum(holds - holds.mean())))
    since = int(np.argmin(sums[:-1]))
    return since + int(np.argmax(holds[since:]))


def rolling_means(values: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """Give float64[point - window + 1]: the mean of every stretch of `window` points."""
    sums = np.cumsum(np.concatenate(([0.0], values)))
    return np.asarray((sums[window:] - sums[:-window]) / window, dtype=np.float64)


def turning_points(values: NDArray[np.float64], swing: float) -> NDArray[np.int64]:
    """Give the indices at which the series turns round by at least `swing`; smaller wiggles are passed over."""
    turns: list[int] = []
    low = high = 0
    direction = 0
    for at, value in enumerate(values.tolist()):
        low = at if value < values[low] else low
        high = at if value > values[high] else high
        if direction >= 0 and values[high] - value >= swing:
            turns += [high] if direction else []
            direction, low = -1, at
        elif direction <= 0 and value - values[low] >= swing:
            turns += [low] if direction else []
            direction, high = 1, at
    return np.array(turns, dtype=np.int64)
