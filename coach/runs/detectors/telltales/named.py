"""Series found by the words of their names, whatever quantity they are."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_APART = re.compile(r"[^a-z0-9]+")
_FULL, _PERCENT = 1.0, 100.0
_SHARE = re.compile(
    r"(?:^|_)(?:frac|fraction|share|rate|ratio|pct|percent|percentage|proportion|prop)(?:_|$)"
)
_LAST = 0.3


class Named(NamedTuple):
    """A finite series, its tag, and its words joined by underscores, in lower case."""

    tag: str
    words: str
    series: Series


@cache
def spelt(tag: str) -> str:
    """Give the words of a tag in lower case, joined by single underscores.

    >>> spelt("replay/uniqueFraction (last)")
    'replay_unique_fraction_last'
    """
    return _APART.sub("_", _HUMP.sub("_", tag).lower()).strip("_")


def named(seen: RunForDetectors, pattern: re.Pattern[str], fewest: int) -> Iterator[Named]:
    """Yield the series of at least so many points, all finite, in whose joined words a pattern is found."""
    for tag, series in seen.timelines.items():
        if len(series) < fewest:
            continue
        words = spelt(tag)
        if pattern.search(words) and np.isfinite(series.value).all():
            yield Named(tag, words, series)


def as_share(found: Named) -> NDArray[np.float64] | None:
    """Give the values as shares in [0, 1]; None where they are none. Percent count where the name speaks of shares."""
    value = found.series.value
    if value.min() < 0 or value.max() > _PERCENT:
        return None
    if value.max() <= _FULL:
        return value
    return value / _PERCENT if _SHARE.search(found.words) else None


def late(value: NDArray[np.float64]) -> float:
    """Give the median of the last three tenths."""
    return float(np.median(value[-max(3, int(_LAST * len(value))) :]))


def early(value: NDArray[np.float64]) -> float:
    """Give the median of the first twentieth, and of three points at least."""
    return float(np.median(value[: max(3, len(value) // 20)]))
