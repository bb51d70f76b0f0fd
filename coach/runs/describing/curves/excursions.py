"""Where a curve leaves its way for a while: a spike, a dip it recovers from, a fall in its last points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.curves.figures import figure
from coach.runs.describing.trend import noise, robust_noise, window_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.curves.points import Points

# All of them editorial: they choose what is worth a clause, and the clause states the figures.
_FEWEST = 6
_ASIDE = 5  # points on either side that say what is usual
_STANDS_OUT = 4.0  # times what is usual on both sides
_OF_THE_PEAK = 1 / 3
_WIDEST = 0.02  # of the points
_MOST_PEAKS = 5  # more are how the curve is
_NOISE = 6.0
_BLOCKS = 60
_DEEP = 0.3  # of the range
_OF_ROUGHNESS = 3.0
_LAST = 0.15  # of the points
_FELL = 0.25  # of the range


def spike(points: Points) -> str:
    """Give the highest point where it stands alone far over what is usual on both sides; empty where it does not."""
    n, value = len(points), points.value
    peak = int(np.argmax(value))
    top = float(value[peak])
    if n < _FEWEST or top <= 0:
        return ""
    if peak == 0:
        return _high_start(points)
    is_high = value > _OF_THE_PEAK * top
    low_before, low_after = np.flatnonzero(~is_high[:peak]), np.flatnonzero(~is_high[peak:])
    if not len(low_before) or not len(low_after):
        return ""
    start, end = int(low_before[-1]) + 1, peak + int(low_after[0])
    before, after = (
        float(np.median(each)) for each in (value[max(0, start - _ASIDE) : start], value[end : end + _ASIDE])
    )
    usual = max(abs(before), abs(after))
    is_wide = end - start > max(3, _WIDEST * n)
    if is_wide or top < _STANDS_OUT * usual or top - usual < _NOISE * robust_noise(value):
        return ""
    others = int((np.diff(is_high.astype(np.int8), prepend=0) > 0).sum())
    if others > _MOST_PEAKS:
        return ""
    several = f", the highest of {others:,} over {figure(_OF_THE_PEAK * top)}" if others > 1 else ""
    around = f"about {figure(before)} just before and {figure(after)} just after"
    return f"a spike to {figure(top)} at {points.step[peak]:,}{several} ({around})"


def _high_start(points: Points) -> str:
    """Give a first point that stands alone."""
    first, then = float(points.value[0]), points.value[1 : 1 + _ASIDE]
    if first < _STANDS_OUT * float(np.abs(then).max()):
        return ""
    return f"the first point stands alone: the next is {figure(float(then[0]))}"


def dip(points: Points, direction: int) -> str:
    """Give the deepest stretch that a curve got worse for and recovered from; empty where none stands out.

    Args:
        points: those of the curve.
        direction: 1 where higher is better, -1 where lower is.
    """
    if len(points) < _FEWEST:
        return ""
    is_raw = len(points) <= _BLOCKS
    level = points.value if is_raw else window_means(points.value, _BLOCKS)
    step = points.step if is_raw else window_means(points.step.astype(np.float64), _BLOCKS)
    found = _deepest(direction * level)
    if found is None:
        return ""
    before, at, after = found
    about = "" if is_raw else "about "
    word = "dips" if direction > 0 else "rises"
    places = [f"{about}{figure(level[each])}" for each in found]
    near = "at" if is_raw else "near"
    return (
        f"{word} to {places[1]} {near} {step[at]:,.0f}, after {places[0]} {near} {step[before]:,.0f}, "
        f"and is back at {places[2]} {near} {step[after]:,.0f}"
    )


def _deepest(level: NDArray[np.float64]) -> tuple[int, int, int] | None:
    """Give the indices before, in and after the deepest dip of a curve that should rise."""
    best_before = np.maximum.accumulate(level)
    best_after = np.maximum.accumulate(level[::-1])[::-1]
    depth = np.minimum(best_before, best_after) - level
    at = int(np.argmax(depth))
    # The range first: it rules most curves out, and the noise takes longer to find.
    least = _DEEP * float(np.ptp(level))
    if not 0 < least <= depth[at] or depth[at] < max(
        _NOISE * robust_noise(level), _OF_ROUGHNESS * noise(level)
    ):
        return None
    before = int(np.argmax(level[: at + 1]))
    enough = level[at] + 0.9 * min(depth[at], best_after[at] - level[at])
    return before, at, at + int(np.argmax(level[at:] >= enough))


def worse_at_end(points: Points, direction: int) -> str:
    """Give how many of the last points lie far worse than those before them; empty where none do.

    Args:
        points: those of the curve.
        direction: as in `dip`.
    """
    n = len(points)
    if n < _FEWEST:
        return ""
    value = direction * points.value
    most = max(3, int(_LAST * n))
    before = value[-2 * most - _ASIDE : -most] if n > 2 * most else value[:-most]
    usual = float(np.median(before))
    if value[-1] >= usual - _FELL * points.range:
        return ""
    low, high = (float(each) for each in np.percentile(before, [10, 90]))
    rough = max(_NOISE * robust_noise(value[:-1]), _OF_ROUGHNESS * noise(value[:-1]))
    far = max(_FELL * points.range, rough, _OF_ROUGHNESS * (high - low))
    is_far = value < usual - far
    last = int(np.argmin(is_far[::-1]))
    between = value[n - most : n - last]
    if not 0 < last <= most or (len(between) and float(np.median(between)) < usual - far / 2):
        return ""  # nothing, or the end of a longer way down
    word = "lower" if direction > 0 else "higher"
    which = "the last point lies" if last == 1 else f"the last {last} points lie"
    worst = float(points.value[-last:].min() if direction > 0 else points.value[-last:].max())
    reached = f"down to {figure(worst)}" if direction > 0 else f"up to {figure(worst)}"
    return f"{which} {word}, {reached}, where about {figure(direction * usual)} was usual shortly before"
