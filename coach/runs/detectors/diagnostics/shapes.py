"""What a curve does to the end of a run, in the few ways that a diagnostic can be bad. Pure; values are finite."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.change_point import change_point
from coach.runs.describing.trend import kendall, settles_at, window_means

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Shape = Callable[[NDArray[np.float64], float], "Found | None"]

_MOSTLY = 0.9  # of the points since it began
_LASTING = 0.3  # of all points
_FEWEST_LASTING = 8
_EDGE = 0.1  # of the points: what counts as the first and as the last of them
_BEGINNING = 0.1  # of the points: what begins there was never otherwise
_WINDOWS = 10
_TREND = 2.5  # standard errors of Kendall's S of ten windows
_OFTEN = 0.5  # of the points of the second half
_HALF = 0.5
_CLEARLY = 4.0  # times the spread of the points before a leap


class Found(NamedTuple):
    """Something bad that lasts to the end.

    Attributes:
        at: index of the point since which it is so.
        now: the level since then, or the last one.
        before: the level before; None where it was never otherwise.
    """

    at: int
    now: float
    before: float | None


def above(value: NDArray[np.float64], limit: float) -> Found | None:
    """Give a level that is at the limit or over it at nearly all points of a lasting stretch up to the end."""
    return _holds(value, value >= limit)


def below(value: NDArray[np.float64], limit: float) -> Found | None:
    """Give a level that is at the limit or under it at nearly all points of a lasting stretch up to the end."""
    return _holds(value, value <= limit)


def zero(value: NDArray[np.float64], _: float) -> Found | None:
    """Give what is exactly 0 over a lasting stretch up to the end."""
    return _holds(value, value == 0, share=1.0)


def constant(value: NDArray[np.float64], most: float) -> Found | None:
    """Give what has one number at all points, of which it must be no more than `most`."""
    return Found(0, float(value[0]), None) if np.ptp(value) == 0 and value[0] <= most else None


def grows(value: NDArray[np.float64], times: float) -> Found | None:
    """Give what rises window by window to so many times its first level; what begins at 0, its second window's."""
    means = window_means(value, _WINDOWS)
    first = _first(value) or float(means[1])
    last = _last(value)
    if value.min() < 0 or first <= 0 or last < times * first or kendall(means) < _TREND:
        return None
    since = settles_at(value > first * np.sqrt(times), share=_MOSTLY)
    return None if since is None else Found(since, last, first)


def falls(value: NDArray[np.float64], share: float) -> Found | None:
    """Give what has sunk to that share of its highest level or under it, and stays there."""
    means = window_means(value, _WINDOWS)
    highest, last = float(means.max()), _last(value)
    if value.min() < 0 or highest <= 0 or last > share * highest:
        return None
    since = settles_at(value <= np.sqrt(share) * highest, share=_MOSTLY)
    if since is None or len(value) - since < max(_FEWEST_LASTING, int(_EDGE * len(value))):
        return None
    return Found(since, last, highest)


def leaps(value: NDArray[np.float64], times: float) -> Found | None:
    """Give a level that changes at one point, by so many times its size before or by far more than it varied."""
    at = change_point(value)
    if at is None or at < _BEGINNING * len(value):
        return None
    earlier, later = value[:at], value[at:]
    before, now = float(np.median(earlier)), float(np.median(later))
    size = abs(now - before)
    is_large = size > (times - 1) * max(abs(before), float(np.std(earlier)))
    is_clear = size > _CLEARLY * max(float(np.std(earlier)), float(np.std(later)))
    return Found(at, now, before) if is_large and is_clear else None


def leaps_up(value: NDArray[np.float64], times: float) -> Found | None:
    """Give a level that leaps up at one point (see `leaps`)."""
    found = leaps(value, times)
    return found if found is not None and found.before is not None and found.now > found.before else None


def leaps_down(value: NDArray[np.float64], times: float) -> Found | None:
    """Give a level over 0 that sinks at one point to one part in so many, or under it."""
    at = change_point(value)
    if at is None or at < _BEGINNING * len(value) or value.min() < 0:
        return None
    before, now = float(np.median(value[:at])), float(np.median(value[at:]))
    return Found(at, now, before) if now * times <= before and before > 0 else None


def counts(value: NDArray[np.float64], fewest: float) -> Found | None:
    """Give a count that goes on to the end: a total that rises, or numbers over 0, at half of the later points.

    In all there must be `fewest` of it or more.
    """
    if value.min() < 0:
        return None
    half = len(value) // 2
    rise = np.diff(value, prepend=value[0])
    is_total = bool((rise >= 0).all())
    happens = rise > 0 if is_total else value > 0
    total = float(value[-1] - value[0]) if is_total else float(value.sum())
    if float(happens[half:].mean()) < _OFTEN or total < fewest:
        return None
    return Found(int(np.argmax(happens)), total, None)


SHAPES: dict[str, Shape] = {
    "above": above,
    "below": below,
    "zero": zero,
    "constant": constant,
    "grows": grows,
    "falls": falls,
    "leaps": leaps,
    "leaps-up": leaps_up,
    "leaps-down": leaps_down,
    "counts": counts,
}
"""Every way to be bad, by the word that the table has for it."""


def _holds(value: NDArray[np.float64], bad: NDArray[np.bool_], *, share: float = _MOSTLY) -> Found | None:
    since = settles_at(bad, share=share)
    if since is None or len(value) - since < max(_FEWEST_LASTING, _LASTING * len(value)):
        return None
    is_always = since <= _BEGINNING * len(value)
    before = None if is_always else float(np.median(value[:since]))
    return Found(since, float(np.median(value[since:])), before)


def _edge(value: NDArray[np.float64]) -> int:
    return max(3, int(_EDGE * len(value)))


def _first(value: NDArray[np.float64]) -> float:
    return float(np.median(value[: _edge(value)]))


def _last(value: NDArray[np.float64]) -> float:
    return float(np.median(value[-_edge(value) :]))
