"""A curve in one line of text."""

from __future__ import annotations

import math
import sys
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEVELS = "▁▂▃▄▅▆▇█"
_BROKEN = "x"


def sparkline(values: Sequence[float], width: int = 60) -> str:
    """Give a curve as at most `width` characters; a place where nothing finite was logged is a cross.

    Each character stands for the mean of an equal share of the points, from the lowest mean to the highest.

    >>> sparkline([0, 1, 2, 3, 4, 5, 6, 7])
    '▁▂▃▄▅▆▇█'
    """
    found = means(values, width)
    known = [mean for mean in found if math.isfinite(mean)]
    if not known:
        return _BROKEN * len(found)
    low, span = min(known) / 2, max(known) / 2 - min(known) / 2  # halves, since a whole span may overflow
    return "".join(_level(mean / 2 - low, span) if math.isfinite(mean) else _BROKEN for mean in found)


def means(values: Sequence[float], count: int) -> tuple[float, ...]:
    """Give the mean of each of at most `count` equal shares of the points; NaN where nothing finite was logged."""
    return tuple(_mean(share) for share in _shares(values, count))


def _shares(values: Sequence[float], width: int) -> list[Sequence[float]]:
    count = min(width, len(values))
    edges = [len(values) * place // count for place in range(count + 1)] if count else [0]
    return [values[start:end] for start, end in pairwise(edges)]


def _mean(values: Sequence[float]) -> float:
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return math.nan
    mean = sum(value / len(finite) for value in finite)
    return max(-sys.float_info.max, min(sys.float_info.max, mean))


def _level(above: float, span: float) -> str:
    return _LEVELS[min(len(_LEVELS) - 1, int(above / span * len(_LEVELS)))] if span else _LEVELS[0]
