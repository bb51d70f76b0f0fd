"""A run as the detectors see it: quantities instead of tags, one line of points instead of restarts."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.axes import axes_of
from coach.runs.describing.change_point import change_range
from coach.runs.describing.course import course
from coach.runs.describing.facts import Facts
from coach.runs.quantities import Meaning, Quantity, meanings_of
from coach.runs.run import wall_spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.runs.describing.axes import Axis
    from coach.runs.describing.course import Course
    from coach.runs.run import Run
    from coach.runs.series import Series

_SECONDS_PER_HOUR = 3600.0


class Measure(NamedTuple):
    """One series read as a quantity.

    Attributes:
        tag: as the log spells it.
        series: the points that count, by step, in the quantity's own sign; NaN and infinities kept.
        remark: what was done to the values or has to be known of them; mostly empty.
        metric: which metric it is where that is not the plain loss or accuracy: only like is compared with like.
    """

    tag: str
    series: Series
    remark: str
    metric: str = ""


class Onset(NamedTuple):
    """Where something began.

    Attributes:
        step: the first step at which it was seen.
        wall_h: hours logged before it; None without wall times.
        earliest: the first step at which it may have begun, with 95 % confidence.
        latest: the last such step.
    """

    step: int
    wall_h: float | None
    earliest: int
    latest: int


class RunForDetectors:
    """A run with its series read as quantities, each worked out once.

    Attributes:
        run: the run itself.
        facts: what the person knows about it and the log cannot say.
    """

    def __init__(self, run: Run, facts: Facts | None = None) -> None:
        self.run = run
        self.facts = facts or Facts()
        self._courses: dict[tuple[str, int, int], Course | None] = {}

    @cached_property
    def timelines(self) -> dict[str, Series]:
        """The points that count of each tag, by step."""
        return {tag: series.timeline() for tag, series in self.run.series.items() if len(series)}

    @cached_property
    def meanings(self) -> Mapping[str, Meaning]:
        """What the tags stand for; those of which that is not known are left out."""
        return meanings_of(self.run)

    @cached_property
    def _measures(self) -> dict[Quantity, list[Measure]]:
        found: dict[Quantity, list[Measure]] = {}
        for tag, series in self.timelines.items():
            meaning = self.meanings.get(tag)
            if meaning is not None:
                found.setdefault(meaning.quantity, []).append(_measure(tag, series, meaning))
        return found

    @cached_property
    def axes(self) -> dict[str, Axis]:
        """What the steps of each tag count."""
        return axes_of(self.run)

    def count_alike(self, one: str, other: str) -> bool:
        """Give whether two tags are logged against the same count, so that their steps may be compared."""
        return self.axes[one].number == self.axes[other].number

    @cached_property
    def furthest(self) -> str:
        """A tag whose steps count furthest, which is where time steps are."""
        return next(tag for tag, axis in self.axes.items() if axis.number == 0)

    def step_of(self, other: str, tag: str, step: int) -> int:
        """Give the step another tag had reached when a tag stood at a step: the same one where both count alike."""
        if self.count_alike(other, tag):
            return step
        mine, yours = self.timelines[tag], self.timelines[other]
        moment = mine.wall_time[min(int(np.searchsorted(mine.step, step)), len(mine) - 1)]
        at = int(np.searchsorted(yours.wall_time, moment))
        return int(yours.step[min(at, len(yours) - 1)])

    def of(self, *quantities: Quantity) -> tuple[Measure, ...]:
        """Give the series of these quantities, in their order."""
        return tuple(measure for quantity in quantities for measure in self._measures.get(quantity, ()))

    def finite(self, *quantities: Quantity, beside: str = "") -> tuple[Measure, ...]:
        """Give the series of these quantities without NaN and infinities; empty ones are left out.

        Args:
            quantities: in this order.
            beside: a tag; only those are given whose steps count what the steps of that tag count.
        """
        return tuple(
            measure
            for quantity in quantities
            for measure in self._finite.get(quantity, ())
            if not beside or self.count_alike(measure.tag, beside)
        )

    @cached_property
    def _finite(self) -> dict[Quantity, list[Measure]]:
        found: dict[Quantity, list[Measure]] = {}
        for quantity, measures in self._measures.items():
            for measure in measures:
                is_finite = np.isfinite(measure.series.value)
                kept = (
                    measure if is_finite.all() else measure._replace(series=measure.series.where(is_finite))
                )
                if len(kept.series):
                    found.setdefault(quantity, []).append(kept)
        return found

    def course_of(self, measure: Measure, direction: int) -> Course | None:
        """Give how a finite curve went; rare jumps are noise where higher is better (see `course`).

        Args:
            measure: all of a quantity's points, or all but the first few.
            direction: 1 where higher is better, -1 where lower is.
        """
        key = (measure.tag, len(measure.series), direction)
        if key not in self._courses:
            self._courses[key] = course(direction * measure.series.value, is_sparse=direction > 0)
        return self._courses[key]

    def onset(self, series: Series, index: int) -> Onset:
        """Give step, logged hours and uncertainty of what was first seen at `index`."""
        wall = float(series.wall_time[index])
        hours = self._hours(wall) if np.isfinite(wall) else None
        first, last = change_range(series.value, index)
        # Where a log steps back, the range's ends are no longer its lowest and its highest step.
        steps = series.step[first : last + 1]
        return Onset(int(series.step[index]), hours, int(steps.min()), int(steps.max()))

    def _hours(self, wall: float) -> float:
        """Give the hours logged before a wall time, pauses between segments left out."""
        return sum(min(wall, high) - low for low, high in self._spans if low <= wall) / _SECONDS_PER_HOUR

    @cached_property
    def _spans(self) -> list[tuple[float, float]]:
        return wall_spans(self.run.series.values())


def _measure(tag: str, series: Series, meaning: Meaning) -> Measure:
    if meaning.sign == 1:
        return Measure(tag, series, meaning.says, meaning.metric)
    turned = replace(series, value=meaning.sign * series.value)
    return Measure(tag, turned, meaning.says, meaning.metric)
