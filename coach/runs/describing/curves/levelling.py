"""Since when a curve that should get better has kept the level it came to: what it gained it had gained by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import noise, rolling_means, window_means

if TYPE_CHECKING:
    from coach.runs.describing.curves.points import Points

_FEWEST = 20
_BLOCKS = 20
_LEFT = 0.1  # of the gain
_STOOD = 0.4  # of the points, at the least
_OF_LEVEL = 0.25  # by which a loss may lie over its later level: one odd first point makes any fall look done
_DIPS = 0.3  # of the gain, for the mean of a few points
_ERRORS = 6.0  # of a block's mean, which the gain must be beyond
_FIRST = 3  # points


def level_since(points: Points, way: int) -> str:
    """Give since which step a curve keeps its level; empty where it gained nothing, or still gains, or lost it again.

    Args:
        points: the curve.
        way: 1 where higher is better, -1 where lower is.
    """
    n, value = len(points), way * points.value
    if n < _FEWEST:
        return ""
    means = window_means(value, _BLOCKS)
    level = float(means[-int(_STOOD * _BLOCKS) :].mean())
    gain = level - float(np.median(value[:_FIRST]))
    error = noise(value) * float(np.sqrt(_BLOCKS / n))
    if gain <= _ERRORS * error:
        return ""
    few = max(1, n // (4 * _BLOCKS))
    least = min(_LEFT * gain, _OF_LEVEL * abs(level)) if way < 0 else _LEFT * gain
    blocks_away = np.flatnonzero((level - means > least) | (means - level > _LEFT * gain))
    few_away = np.flatnonzero(np.abs(rolling_means(value, few) - level) > _DIPS * gain)
    block = int(blocks_away[-1]) + 1 if len(blocks_away) else 0
    begin = max(max(0, block - 1) * n // _BLOCKS, int(few_away[-1]) + 1 if len(few_away) else 0)
    if max(begin, block * n // _BLOCKS) > (1 - _STOOD) * n:
        return ""
    at = begin + int(np.argmax(rolling_means(value[begin:], few) >= level - least))
    return (
        f"level to a tenth of its {'rise' if way > 0 else 'fall'} since about {points.step[at]:,}"
        if at
        else ""
    )
