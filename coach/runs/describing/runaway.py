"""A size that grows and does not stop growing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.bend import bend
from coach.runs.describing.trend import window_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST = 20
_FEWEST_OF_FEW = 4  # points that rise one after the other
_NEAR = 3.0  # times the level before: so near, nothing has run away yet
_TIMES = 100.0  # of a handful of points, each stands for itself
_WINDOWS = 10
_IN_ORDER = 0.75  # share of the steps from window to window that must go up
_GOES_ON = 0.8  # least growth in the last third, in growths of the middle third
_FASTER = 2.0  # the same, of a growth that gains speed
_SLOW = 0.5  # of the slope after the bend: so steep before it, and the growth began at the beginning
_LEVEL = 2.0  # times the median of the first half, that is near it
_JUST_AFTER, _FEWEST_BEFORE = 5, 6  # points


class Runaway(NamedTuple):
    """A growth without end.

    Attributes:
        at: the last point before it.
        first: the first point at which it may have begun, with 95 % confidence.
        last: the last such point.
        before: the size before it.
        now: the size at the end.
        gains_speed: whether it is faster in its last third than in the middle one, as what multiplies itself is.
    """

    at: int
    first: int
    last: int
    before: float
    now: float
    gains_speed: bool

    @property
    def factor(self) -> float:
        """How many times as large it has become; sizes under 1 count as 1."""
        return self.now / max(self.before, 1.0)


def runaway(values: NDArray[np.float64]) -> Runaway | None:
    """Give the growth in size that lasts to the end and does not slow down; None where there is none.

    Every threshold is editorial.

    Args:
        values: float64[point], finite.
    """
    size = np.abs(values)
    if len(values) < _FEWEST:
        return _of_few(size)
    means = window_means(size, _WINDOWS)
    if means[-1] < means.max() or means[-1] <= 1:
        return None
    lowest = int(np.argmin(means)) * len(values) // _WINDOWS
    grown = size[lowest:]
    if len(grown) < _FEWEST // 2:
        return None
    start = _start(grown)
    return (
        None
        if start is None
        else start._replace(at=start.at + lowest, first=start.first + lowest, last=start.last + lowest)
    )


def _of_few(size: NDArray[np.float64]) -> Runaway | None:
    """Give the growth of a handful of points, of which each of the last is larger than the one before, ever faster."""
    steps = np.diff(size)
    falls = np.flatnonzero(steps <= 0)
    at = int(falls[-1]) + 1 if len(falls) else 0
    if len(size) - at < _FEWEST_OF_FEW or size[-1] <= _TIMES * max(float(size[: at + 1].max()), 1.0):
        return None
    if steps[-1] < _GOES_ON * steps[-2]:
        return None
    level = float(np.median(size[: at + 1]))
    at = max(at, int(np.flatnonzero(size <= _NEAR * max(level, 1.0))[-1]))
    before, now = float(np.median(size[: at + 1])), float(size[-1])
    return Runaway(at, at, at, before, now, gains_speed=True)


def _start(size: NDArray[np.float64]) -> Runaway | None:
    """Give the growth of a size that is lowest at its beginning."""
    before = float(np.median(size[: max(3, len(size) // 5)]))
    # What multiplies itself is straight in its logarithm, what adds up is straight as it is.
    found = bend(np.log(np.maximum(size, max(before, 1.0) / 10)) if _gains_speed(size, 0) else size)
    at = 0
    if found is not None and found.after > 0 and found.before < _SLOW * found.after:
        at = found.at
    else:
        found, at = None, _leaves(size)
    rest = size[at:]
    if len(rest) < _WINDOWS:
        return None
    steps = np.diff(window_means(rest, min(_WINDOWS, len(rest) // 2)))
    if float((steps > 0).mean()) < _IN_ORDER or _pace(rest) < _GOES_ON:
        return None
    level = float(np.median(size[max(0, at - 10) : at + 1]))
    first, last = (found.first, found.last) if found is not None and at else (at, at)
    now = float(np.median(size[-max(3, len(size) // 50) :]))
    return Runaway(at, first, last, level, now, _gains_speed(size, at))


def _leaves(size: NDArray[np.float64]) -> int:
    """Give the last point near the level of the first half, where a growth by factors begins that was none before.

    0 where there is no such point. Two lines say nothing of it where the growth slows down in its logarithm, as a
    sum of ever larger parts does.
    """
    near = np.flatnonzero(size <= _LEVEL * float(np.median(size[: len(size) // 2])))
    at = int(near[-1])
    after = min(_JUST_AFTER, len(size) - 1 - at)
    if at < _FEWEST_BEFORE or not after or size[at // 2] <= 0 or size[at] <= 0:
        return 0
    slow = float(np.log(size[at] / size[at // 2])) / (at - at // 2)
    fast = float(np.log(size[at + after] / size[at])) / after
    return at if slow < _SLOW * fast else 0


def _pace(size: NDArray[np.float64]) -> float:
    """Give the growth in the last third in growths of the middle third."""
    third = len(size) // 3
    part = max(1, third // 3)
    ends = [float(np.median(size[max(0, i - part) : i + part])) for i in (third, 2 * third)]
    end = float(np.median(size[-part:]))
    middle = ends[1] - ends[0]
    return (end - ends[1]) / middle if middle > 0 else 0.0


def _gains_speed(size: NDArray[np.float64], at: int) -> bool:
    return _pace(size[at:]) >= _FASTER
