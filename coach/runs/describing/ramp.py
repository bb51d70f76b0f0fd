"""Where a gradual move began that was seen only when it had gone some way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.beginning import Beginning, onset_between, step_explains
from coach.runs.describing.bend import Bend, bend, curved_bend, level_bend
from coach.runs.describing.trend import rolling_means

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Onset, RunForDetectors
    from coach.runs.series import Series

_SMOOTHED = 5  # points
_BEGUN = 0.25  # of the way from the level before to where it was seen
_LEAST_BEFORE = 25  # points before the move that are looked at, where it is shorter than that
_FEWEST = 10
_FACTOR = 3.0  # a move by more than that is one of the logarithm
_AT_ONCE = 2  # points
_LEVEL_BEFORE = 10  # points that give the level before
_ALL_ALONG = 0.98  # of the sum of squares: what one straight line describes so well began with the curve
_STRAIGHT = 0.5  # of the slope after a bend: a course that was as steep before has no beginning there


def ramp_onset(
    seen: RunForDetectors,
    series: Series,
    since: int,
    direction: int,
    *,
    by_factor: bool = True,
) -> Onset:
    """Give where a move began that was seen at a point: at its bend, or at that point, where it came in one step.

    Args:
        seen: the run.
        series: finite values.
        since: index of the first point at which the move is sure.
        direction: 1 for a rise, -1 for a fall.
        by_factor: whether the quantity is positive by nature, so that it moves by factors.
    """
    began = ramp_began(series.value, since, direction, by_factor=by_factor)
    return seen.onset(series, since) if began is None else onset_between(seen, series, began)


def ramp_began(
    values: NDArray[np.float64], since: int, direction: int, *, by_factor: bool = True
) -> Beginning | None:
    """Give where a rise or a fall began that was seen at `since`; None where one step describes it better, or nothing.

    Two lines that meet, or a line and a parabola, are fitted to the move and to as much of the curve before it; to
    the logarithms as well where a quantity moves by factors, and to them alone where it moved by a large one.

    Args:
        values: float64[point], finite.
        since: index of the first point at which the move is sure.
        direction: 1 for a rise, -1 for a fall.
        by_factor: whether the quantity is positive by nature.
    """
    if since < _FEWEST:
        return None
    scales = [values]
    if by_factor and values[: since + 1].min() > 0:
        logs = np.log(np.maximum(values, values[values > 0].min()))
        is_large = abs(logs[since] - np.median(logs[:since])) > np.log(_FACTOR)
        scales = [logs] if is_large else [logs, values]
    if _line_explains(values[: since + 1]) > _ALL_ALONG:
        return None
    fits = [fit for scaled in scales if (fit := _fit(scaled, since, direction)) is not None]
    best = max(fits, key=lambda fit: fit.explains, default=None)
    if best is None or best.first > since:
        return None  # two lines that meet after the move is sure say nothing of where it began
    return _not_before(values, best, since, direction)


def _not_before(values: NDArray[np.float64], found: Bend, since: int, direction: int) -> Beginning:
    """Give the beginning, no earlier than the last point at the level before, where it left that threefold at once.

    Where a jump is followed by a slower rise, two lines meet too early, and are sure of it.
    """
    way = direction * values[: since + 1]
    level = float(np.median(way[max(0, found.first - _LEVEL_BEFORE) : found.first + 1]))
    still = int(np.flatnonzero(way <= level)[-1])
    if (
        still <= found.last
        or not way[still + 1 : still + 1 + _AT_ONCE].max(initial=0.0) > _FACTOR * level > 0
    ):
        return Beginning(found.at + 1, found.first, found.last + 1)
    return Beginning(still + 1, found.first, still + 1)


def _fit(values: NDArray[np.float64], since: int, direction: int) -> Bend | None:
    """Give the bend of the move, in indices of all values; None where it is none, or one step says more."""
    means = rolling_means(direction * values[: since + 1], _SMOOTHED)
    base, top = float(means.min()), float(means[-1])
    rough = int(np.flatnonzero(means <= base + _BEGUN * (top - base))[-1])
    length = max(since - rough, _FEWEST // 2)
    start = max(0, rough - max(_LEAST_BEFORE, length))
    stretch = values[start : since + length]
    found = bend(stretch)
    if found is None or not _is_beginning(found, direction) or step_explains(stretch) > found.explains:
        return None
    curved = curved_bend(stretch, found)
    found = level_bend(stretch, found) if curved is found else curved
    return found._replace(at=start + found.at, first=start + found.first, last=start + found.last)


def _is_beginning(found: Bend, direction: int) -> bool:
    after, before = direction * found.after, direction * found.before
    return after > 0 and before < _STRAIGHT * after


def _line_explains(values: NDArray[np.float64]) -> float:
    """Give the share of the sum of squares that one straight line explains."""
    return float(np.corrcoef(np.arange(len(values)), values)[0, 1] ** 2) if np.ptp(values) > 0 else 0.0
