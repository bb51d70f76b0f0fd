"""Which values of a run count for a prediction, and whether more of them can come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.prediction import Unit
from coach.runs.describing.axes import axes_of
from coach.runs.run import wall_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.prediction import Point, Prediction, Window
    from coach.runs.run import Run

_A_DATE = 1e8  # seconds; a clock that counts from the start of the run stays below


class Counting(NamedTuple):
    """The values of one tag that count for a prediction.

    Attributes:
        step: int64[value], non-decreasing.
        value: float64[value]; NaN may follow the first number.
        is_settled: no value can be added any more.
        falls_short: a place up to which the prediction looks and to which the run has not come, as it is written;
            empty where it came there.
        lacks: why nothing counts; empty where something does.
    """

    step: NDArray[np.int64]
    value: NDArray[np.float64]
    is_settled: bool
    falls_short: str = ""
    lacks: str = ""


class _Timeline(NamedTuple):
    """The measured values of a tag, and how far the run came.

    Attributes:
        step: int64[value].
        value: float64[value].
        place: float64[value] by unit: where in the run each value lies. Seconds are of running, without the pauses
            between restarts, and NaN where there is no clock.
        reached: by unit, how far the run came.
    """

    step: NDArray[np.int64]
    value: NDArray[np.float64]
    place: dict[Unit, NDArray[np.float64]]
    reached: dict[Unit, float]

    def has_passed(self, place: Point, *, is_over: bool) -> bool:
        """Give whether the run came to a place.

        A run that is over came as far as to where it would have logged next; the share of a run is known at its end.
        """
        if place.unit is Unit.SHARE:
            return is_over
        gaps = np.diff(self.place[place.unit])
        gap = float(np.median(gaps)) if is_over and len(gaps) else 0.0
        return self.reached[place.unit] + gap >= place.amount


def counting(prediction: Prediction, run: Run, *, is_over: bool) -> Counting:
    """Give the values of a run that count for a prediction about a tag with points in it.

    A restarted run counts with all its segments; where steps were repeated, the later writing counts. NaN before the
    first number means "not measured yet" and is passed over.

    Args:
        prediction: what is claimed.
        run: the run.
        is_over: the run is finished.
    """
    timeline = _timeline(prediction, run)
    if not len(timeline.value):
        return Counting(timeline.step, timeline.value, is_over, lacks="has no number yet")
    if not np.isfinite(timeline.reached.get(Unit.SECONDS, 0.0)):
        return Counting(timeline.step, timeline.value, True, lacks="has no clock, so no time of it is known")  # noqa: FBT003 - as named in the class
    ends = [place for place in (prediction.deadline, _end(prediction.window)) if place is not None]
    is_settled = any(timeline.has_passed(each, is_over=is_over) for each in ends) if ends else is_over
    chosen = _chosen(timeline, prediction)
    return Counting(
        timeline.step[chosen],
        timeline.value[chosen],
        is_settled,
        "" if is_settled or not ends else str(ends[0]),
        "" if chosen.any() else f"has no value {_where(prediction)}",
    )


def _timeline(prediction: Prediction, run: Run) -> _Timeline:
    logged = run.series[prediction.tag].timeline()
    measured = np.maximum.accumulate(np.isfinite(logged.value))
    step, wall, value = logged.step[measured], logged.wall_time[measured], logged.value[measured]
    units = {each.unit for each in _places(prediction)}
    place = {Unit.STEPS: step.astype(np.float64)}
    reached = {}
    if Unit.STEPS in units:
        # Tags of one run may count different things: a deadline in episodes is none in time steps.
        reached[Unit.STEPS] = float(axes_of(run)[prediction.tag].last)
    if Unit.SHARE in units:
        place[Unit.SHARE] = _shares(step)
    if Unit.SECONDS in units:
        spans = _spans(run)
        place[Unit.SECONDS] = _seconds(wall, spans)
        reached[Unit.SECONDS] = sum(high - low for low, high in spans) if spans else np.nan
    return _Timeline(step, value, place, reached)


def _places(prediction: Prediction) -> Sequence[Point]:
    within = (prediction.after, prediction.deadline, *(prediction.window or ()))
    return [each for each in within if each is not None]


def _shares(step: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give where steps lie between the first and the last of them, in [0, 1]."""
    length = float(step[-1]) - float(step[0]) if len(step) else 0.0
    if length <= 0:
        return np.ones(len(step), dtype=np.float64)
    return np.asarray((step - float(step[0])) / length, dtype=np.float64)


def _spans(run: Run) -> list[tuple[float, float]]:
    spans = wall_spans(run.series.values())
    if spans and spans[0][1] < _A_DATE:
        spans[0] = (0.0, spans[0][1])
    return spans


def _seconds(wall: NDArray[np.float64], spans: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Give the seconds that the run had run at some moments, what lies between two spans left out."""
    seconds = np.zeros(len(wall)) if spans else np.full(len(wall), np.nan)
    for low, high in spans:
        seconds += np.clip(wall - low, 0.0, high - low)
    return seconds


def _chosen(timeline: _Timeline, prediction: Prediction) -> NDArray[np.bool_]:
    """Give which values count, bool[value]."""
    chosen = np.ones(len(timeline.value), dtype=np.bool_)
    if prediction.deadline is not None:
        chosen &= timeline.place[prediction.deadline.unit] <= prediction.deadline.amount
    if prediction.after is not None:
        chosen &= timeline.place[prediction.after.unit] >= prediction.after.amount
    window = prediction.window
    if window is None or not chosen.any():
        return chosen
    unit = next(each.unit for each in window if each is not None)
    place = timeline.place[unit]
    if unit is Unit.SHARE:
        place = np.full(len(chosen), np.nan)
        place[chosen] = _shares(timeline.step[chosen])
    if window.last is not None:
        end = float(np.nanmax(place[chosen]))
        return chosen & (place >= end - window.last.amount)
    if window.start is not None:
        chosen = chosen & (place >= window.start.amount)
    return chosen & (place <= window.end.amount) if window.end is not None else chosen


def _end(window: Window | None) -> Point | None:
    """Give where a window ends, if the run decides that by coming there."""
    return None if window is None else window.end


def _where(prediction: Prediction) -> str:
    parts = (
        "" if prediction.window is None else f"in the {prediction.window}",
        "" if prediction.after is None else f"after {prediction.after}",
        "" if prediction.deadline is None else f"up to {prediction.deadline}",
    )
    return " ".join(part for part in parts if part).replace("in the from", "from")
