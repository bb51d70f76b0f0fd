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
_SAME = 1e-6  # of the range: nobody sees it


def holds(points: Points) -> str:
    """Give where a curve that is not constant holds one value; empty where it does not."""
    n = len(points)
    if n < _FEWEST or points.is_constant:
        return ""
    value, last = points.value, points.value[-1]
    held = _held_at_end(np.abs(value - last) <= _SAME * points.range)
    if held >= max(_SHORTEST_END, _END * n):
        word = "exactly" if (value[-held:] == last).all() else "practically"
        often = int((value[:-held] == last).sum())
        again = f" and at {often:,} points before" if often > held else ""
        return f"{word} {figure(last)} from {points.step[n - held]:,} on{again}"
    found, counts = np.unique(value, return_counts=True)
    often = int(counts.argmax())
    if counts[often] >= _MOST * n:
        return f"exactly {figure(found[often])} at {share(counts[often] / n)} of the points"
    level = abs(float(np.median(value)))
    if points.range <= _HARDLY * level:
        return f"hardly varies: all {n:,} points within {_percent(points.range / level)} of its level"
    return ""


def _held_at_end(is_last: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    """Give how many points at the end are alike."""
    return len(is_last) if is_last.all() else int(np.argmin(is_last[::-1]))


def _percent(part: float) -> str:
    return f"{100 * part:.2g} %"
