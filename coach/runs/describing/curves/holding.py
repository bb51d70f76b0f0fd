"""Where a curve holds one value: at its end, at most of its points, or nearly all along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.curves.figures import figure, share

if TYPE_CHECKING:
    from coach.runs.describing.curves.points import Points

_FEWEST = 5
_SHORTEST_END = 3
_END = 0.1  # of the points
_MOST = 0.5  # of the points
_HARDLY = 0.02  # of the level
_ROUNDING = 1e-6  # what is left of a 0 in single precision
_VISIBLE = 1e-3


def holds(points: Points) -> str:
    """Give where a curve that is not constant holds one value; empty where it does not."""
    n = len(points)
    if n < _FEWEST or points.is_constant:
        return ""
    value, last = points.value, points.value[-1]
    least = max(_SHORTEST_END, _END * n)
    held = _held_at_end(value == last)
    near_0 = _held_at_end(np.abs(value) <= _ROUNDING) if points.range > _VISIBLE else 0
    if near_0 >= least and near_0 > held:
        return f"practically 0 from {points.step[n - near_0]:,} on"
    if held >= least:
        often = int((value[:-held] == last).sum())
        again = f" and at {often:,} points before" if often > held else ""
        return f"exactly {figure(last)} from {points.step[n - held]:,} on{again}"
    level = float(np.median(value))  # which is the value that most points have, where there is one
    often = int((value == level).sum())
    if often >= _MOST * n:
        return f"exactly {figure(level)} at {share(often / n)} of the points"
    if points.range <= _HARDLY * abs(level):
        return f"hardly varies: all {n:,} points within {_percent(points.range / abs(level))} of its level"
    return ""


def _held_at_end(is_alike: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    """Give how many points at the end are alike."""
    return len(is_alike) if is_alike.all() else int(np.argmin(is_alike[::-1]))


def _percent(part: float) -> str:
    return f"{100 * part:.2g} %"
