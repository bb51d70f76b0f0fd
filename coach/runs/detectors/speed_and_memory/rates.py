"""Steps a second by stretches of a run, from steps and wall times, and the point at which they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.ramp import ramp_began
from coach.runs.describing.run_for_detectors import Measure
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

_BINS = 40
FEWEST_BINS = 12
"""Stretches that a rate is judged by, at the least (editorial)."""
_POINTS_A_BIN = 3
_VARIES = 0.2  # of the steps from point to point, that go up, and that go down
_WARM_UP = 0.2  # of the logged time, and of the points: where a run becomes slower, much of it is soon "late"
_SECONDS_PER_HOUR = 3600.0


class Rates(NamedTuple):
    """By stretch: hours since the start of the segment, steps a second, and the points it begins and ends at.

    Attributes:
        is_coarse: so few points were logged that each stretch lies between two of them.
    """

    hour: NDArray[np.float64]
    rate: NDArray[np.float64]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    is_coarse: bool


def bare_times(seen: RunForDetectors) -> Iterator[Measure]:
    """Yield what is logged as a `time` and no more, where it goes up and down: what is left over only grows."""
    for tag, series in seen.timelines.items():
        if tag in seen.meanings or parts_of(tag).every != {"time"} or len(series) < FEWEST_BINS:
            continue
        rises = float((np.diff(series.value) >= 0).mean())
        if np.isfinite(series.value).all() and _VARIES < rises < 1 - _VARIES:
            yield Measure(tag, series, "")


def longest_segment(series: Series) -> Series | None:
    """Give the points with a wall time of the segment that has most of them; None without any."""
    if not len(series):
        return None
    known = np.isfinite(series.wall_time)
    timed = series if known.all() else series.where(known)
    if not len(timed):
        return None
    # Segments never fall, so that the first and the last tell whether there are several.
    if timed.segment[0] == timed.segment[-1]:
        return timed
    segments, points = np.unique(timed.segment, return_counts=True)
    return timed.where(timed.segment == segments[int(np.argmax(points))])


def rates_of(series: Series) -> Rates | None:
    """Give the rates of up to 40 stretches after warm-up; None where there are too few points.

    Args:
        series: with wall times, of one segment.
    """
    started = float(series.wall_time[0])
    is_warm = series.wall_time >= started + _WARM_UP * (float(series.wall_time[-1]) - started)
    is_warm[int(_WARM_UP * len(series)) :] = True
    index = np.flatnonzero(is_warm)
    is_coarse = len(index) < FEWEST_BINS * _POINTS_A_BIN
    bins = min(_BINS, len(index) - 1 if is_coarse else len(index) // _POINTS_A_BIN)
    if bins < FEWEST_BINS:
        return None
    edges = index[np.linspace(0, len(index) - 1, bins + 1).astype(np.int64)]
    steps = np.diff(series.step[edges]).astype(np.float64)
    seconds = np.diff(series.wall_time[edges])
    moved = (steps > 0) & (seconds > 0)
    if int(moved.sum()) < FEWEST_BINS:
        return None
    hour = (series.wall_time[edges[1:]] - started)[moved] / _SECONDS_PER_HOUR
    return Rates(hour, steps[moved] / seconds[moved], edges[:-1][moved], edges[1:][moved], is_coarse)


def changed_at(series: Series, rates: Rates, stretch: int) -> int:
    """Give the first point that came at the new rate, where the rates change with a stretch.

    The place among the points of that stretch and its neighbours that parts their logarithms best into two levels.
    """
    first, last = rates.begins[max(0, stretch - 2)], rates.ends[min(len(rates.rate) - 1, stretch + 1)]
    steps = np.diff(series.step[first : last + 1]).astype(np.float64)
    seconds = np.diff(series.wall_time[first : last + 1])
    if len(steps) < 2 or steps.min() <= 0 or seconds.min() <= 0:  # noqa: PLR2004 - one on each side
        return int(rates.ends[stretch])
    paces = np.log(seconds / steps)
    before = np.arange(1, len(paces))
    sums = np.cumsum(paces - paces.mean())[:-1]
    return int(first) + 1 + int(before[np.argmax(sums**2 / before + sums**2 / (len(paces) - before))])


def sank_from(series: Series, rates: Rates, stretch: int) -> int:
    """Give the first point of a decay that is sure from a stretch on: where the time of a step begins to rise."""
    sure = int(rates.ends[stretch])
    steps = np.diff(series.step).astype(np.float64)
    seconds = np.diff(series.wall_time)
    if steps.min() <= 0 or seconds.min() <= 0:
        return sure
    began = ramp_began(seconds / steps, sure - 1, 1)
    return sure if began is None else began.at + 1
