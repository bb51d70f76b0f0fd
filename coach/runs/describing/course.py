"""How a curve went: whether any part of it is better than its beginning, or it sank all along."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import kendall, noise, robust_noise, rolling_means, window_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCKS = 20
_POINTS_A_BLOCK = 3  # at the least: a short series has fewer blocks
_FEWEST = 5  # blocks that make a trend
_WANDERS = 6  # points a block from which on neighbouring blocks tell of noise and not of the curve
_QUARTILE = 1.15  # standard deviations that three quarters of normal numbers lie within
_TREND = 2.0  # standard deviations of Kendall's S: one-sided 2.3 %
_ENDS = 2.0  # standard errors of the difference of the last third and the first
_FROM_FIRST = (
    3.0  # standard errors of all the rest over the first points, at several lengths of the beginning
)
_PEAK = 2.0  # standard errors of the best stretch over the first one, beyond what the best of many is by luck
_LENGTHS = (0.0, 0.35, 0.7, 1.4, 2.8)  # of a block
_FEWEST_AT_PEAK = 3
_SUGGESTS = 1.3  # standard errors that prove nothing and forbid to say that nothing was gained
_MATTERS = 0.25  # of the level at the start
_HARDLY = 0.2  # of the spread of the points
_WORSE = 3.5  # standard errors of the difference of the two thirds
_AT_ONCE = 0.6  # of a fall: more of it between two blocks is a cliff, not a decline


class Course(NamedTuple):
    """How a curve went, higher being better.

    Attributes:
        start: mean of its first third.
        end: mean of its last third.
        error: standard error of the difference of the two.
        spread: standard deviation of its points.
        trend: Kendall's S of the blocks' means, in its standard deviations.
        from_first: by how much all that follows lies over the first points, in standard errors.
        peak: by how much the best stretch lies over the first one, in standard errors, luck deducted.
        cliff: the largest fall between neighbouring blocks after the first quarter, as a share of their range.
    """

    start: float
    end: float
    error: float
    spread: float
    trend: float
    from_first: float
    peak: float
    cliff: float

    @property
    def has_improved(self) -> bool:
        """Whether some part of it lies clearly over its beginning."""
        is_higher = self.end - self.start > _ENDS * self.error
        return self.trend > _TREND or is_higher or self.from_first > _FROM_FIRST or self.peak > _PEAK

    @property
    def has_hardly_improved(self) -> bool:
        """Whether all it gained, though it be clear, is far less than its points vary."""
        is_seen = max(self.from_first / _FROM_FIRST, self.peak / _PEAK) > 1
        return self.has_improved and not is_seen and self.end - self.start < _HARDLY * self.spread

    @property
    def may_have_improved(self) -> bool:
        """Whether its end lies so far over its beginning that it would be rash to speak of no improvement."""
        gain = self.end - self.start
        return gain > max(_SUGGESTS * self.error, _MATTERS * abs(self.start), _HARDLY * self.spread)

    @property
    def is_lower(self) -> bool:
        """Whether its end lies clearly under its beginning."""
        return self.start - self.end > _WORSE * self.error

    @property
    def has_sunk(self) -> bool:
        """Whether it sank on and on, with no stretch better than its beginning and no cliff on the way."""
        return self.is_lower and self.trend < -_TREND and self.cliff < _AT_ONCE and not self.has_improved


def course(value: NDArray[np.float64], *, is_sparse: bool = True) -> Course | None:
    """Give how a curve went, higher being better; None where it is too short to tell.

    A long series takes its noise also from how its blocks differ from a straight line over three of them, which
    sees the slow wander of a running mean that the noise from point to point misses.

    Args:
        value: float64[point], finite.
        is_sparse: whether rare jumps are noise, as rewards of a sparse task are and the first drop of a loss is not.
    """
    blocks = min(_BLOCKS, len(value) // _POINTS_A_BLOCK)
    if blocks < _FEWEST:
        return None
    means = window_means(value, blocks)
    points = len(value) / blocks
    single = noise(value) if is_sparse else robust_noise(value)
    # Not the median: most blocks of a sparse reward are equal. Nor the mean square: a cliff is no noise.
    bend = float(np.percentile(np.abs(np.diff(means, 2)), 75)) / _QUARTILE
    wander = bend * float(np.sqrt(points / 6)) if points >= _WANDERS else 0.0
    scatter = max(single, wander) or float(np.finfo(np.float64).tiny)
    third = blocks // 3
    start, end = float(means[:third].mean()), float(means[-third:].mean())
    lengths = sorted({max(1, min(int(points * share), len(value) // 2)) for share in _LENGTHS})
    spread = float(value.std())
    falls = (means[:-1] - means[1:])[blocks // 4 :]
    return Course(
        start=start,
        end=end,
        error=scatter * float(np.sqrt(2 / (third * points))),
        spread=spread,
        trend=kendall(means),
        from_first=max(_rest_over_first(value, few, spread) for few in lengths) / scatter,
        peak=max(
            _best_over_first(value, few, scatter, spread)
            for few in {max(_FEWEST_AT_PEAK, few) for few in lengths[1:]}
        ),
        cliff=float(falls.max() / np.ptp(means)) if np.ptp(means) > 0 else 0.0,
    )


def _rest_over_first(value: NDArray[np.float64], few: int, spread: float) -> float:
    """Give by how much the mean of the rest lies over that of the first points, times the root of their number."""
    first, rest = value[:few], value[few:]
    gain = float(rest.mean() - first.mean())
    counts = gain < 0 or (gain > spread and _is_typical(first, rest))
    return gain / float(np.sqrt(1 / len(first) + 1 / len(rest))) if counts else 0.0


def _best_over_first(value: NDArray[np.float64], few: int, scatter: float, spread: float) -> float:
    """Give by how many standard errors the best stretch lies over the first one of its length, luck deducted."""
    first = value[:few]
    at = few + int(np.argmax(rolling_means(value, few)[few:]))
    best = value[at : at + few]
    by_luck = float(np.sqrt(np.log(max(2.0, len(value) / few))))  # of the largest of so many normal numbers
    gain = float(best.mean() - first.mean())
    counts = gain < 0 or (gain > spread and _is_typical(first, best))
    return (gain * float(np.sqrt(few / 2)) / scatter if counts else 0.0) - by_luck


def _is_typical(lower: NDArray[np.float64], upper: NDArray[np.float64]) -> bool:
    """Give whether most points share in a gain: where rewards are rare, one of them moves the mean of a few points."""
    return float(np.median(upper)) > float(np.median(lower))
