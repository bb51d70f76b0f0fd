"""A setting that is turned on purpose, such as the learning rate: constant, stepped, in a straight line, set back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.curves.figures import figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.curves.points import Points

_FEWEST = 4
_SAME = 1e-6  # of the largest value
_STRAIGHT = 0.01  # of the range
_NEARLY = 0.05  # of the range: a decay to the root or by a cosine is further off
_MOST_LEVELS = 12
_MOST_NAMED = 4
_POINTS_A_LEVEL = 2.0
_SET_BACK = 0.5  # of the range
_END = 3  # points at the end that make a floor


def schedule(points: Points) -> str:
    """Give how a setting was turned; empty where it has too few points, stands still or follows no such pattern."""
    n = len(points)
    if n < _FEWEST or points.is_constant:
        return ""
    value = points.value
    same = _SAME * float(np.abs(value).max())
    change = np.diff(value)
    is_up, is_down = change > same, change < -same
    if not (is_up.any() or is_down.any()):
        return "practically constant"
    return (
        _stepped(points, is_up | is_down)
        or _one_way(points, is_up, is_down)
        or _up_then_down(points, is_up, is_down)
        or _set_back(points, change)
    )


def _stepped(points: Points, is_change: NDArray[np.bool_]) -> str:
    """Give the levels of a curve that stands still between jumps."""
    starts = [0, *(np.flatnonzero(is_change) + 1).tolist()]
    if len(starts) > _MOST_LEVELS or len(points) < _POINTS_A_LEVEL * len(starts):
        return ""
    levels = [f"{figure(points.value[at])} from {points.step[at]:,}" for at in starts[1 : 1 + _MOST_NAMED]]
    more = f" and {len(starts) - 1 - _MOST_NAMED} more changes" if len(starts) - 1 > _MOST_NAMED else ""
    times = "once" if len(starts) == 2 else f"{len(starts) - 1} times"  # noqa: PLR2004 - two levels, one step
    return f"stepped {times}: {figure(points.value[0])}, then {', '.join(levels)}{more}"


def _one_way(points: Points, is_up: NDArray[np.bool_], is_down: NDArray[np.bool_]) -> str:
    """Give the manner in which a curve only rises or only falls, and whether it rests at its end."""
    if is_up.any() and is_down.any():
        return ""
    moved = np.flatnonzero(is_up | is_down)
    last = int(moved[-1]) + 1
    word = "rises" if is_up.any() else "falls"
    line = _line(points, int(moved[0]), last)
    n = len(points)
    if n - last >= _END:
        return f"{word}{line} to {figure(points.value[-1])} at {points.step[last]:,} and stays there"
    if word == "rises":
        return f"still rising at the end{line}; a warm-up, if it is one, had not ended"
    return f"{word}{line} to the end" if line else "falls to the end"


def _up_then_down(points: Points, is_up: NDArray[np.bool_], is_down: NDArray[np.bool_]) -> str:
    """Give a rise at the start that only falls follow."""
    peak = int(np.argmax(points.value))
    if is_down[:peak].any() or is_up[peak:].any() or not peak:
        return ""
    left = int(np.flatnonzero(is_down)[0])
    top = f"rises to {figure(points.value[peak])} at {points.step[peak]:,}"
    rest = f", stays there to {points.step[left]:,}" if left - peak >= _END else ""
    n = len(points)
    line = _line(points, left, n - 1)
    return f"{top}{rest}, then falls{line} to {figure(points.value[-1])}"


def _set_back(points: Points, change: NDArray[np.float64]) -> str:
    """Give how often a falling setting was set back up at one stroke."""
    jumps = np.flatnonzero(change >= _SET_BACK * points.range)
    rest = np.delete(change, jumps)
    if not len(jumps) or len(jumps) > len(points) / 4 or (rest > _SAME * np.abs(points.value).max()).any():
        return ""
    where = ", ".join(f"{points.step[at + 1]:,}" for at in jumps[:_MOST_NAMED])
    more = f" and {len(jumps) - _MOST_NAMED} more" if len(jumps) > _MOST_NAMED else ""
    return f"falls, and is set back up at {where}{more}"


def _line(points: Points, start: int, end: int) -> str:
    """Give whether the points from one index to another, both included, lie on a line or near it; empty if not."""
    step, value = points.step[start : end + 1].astype(np.float64), points.value[start : end + 1]
    if len(step) < _FEWEST or step[-1] == step[0]:
        return ""
    line = np.interp(step, [step[0], step[-1]], [value[0], value[-1]])
    off = float(np.abs(value - line).max())
    if off <= _STRAIGHT * points.range:
        return " in a straight line"
    return " nearly in a straight line" if off <= _NEARLY * points.range else ""
