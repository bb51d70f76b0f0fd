"""What a run is meant to make better: its return, or the loss or accuracy where no policy is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.told_apart import told_apart
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.course import Course
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

ENOUGH = 15
"""Points from which on the course of a curve is tested."""
ENOUGH_OF_NOTHING = 6
"""Points of a return of exactly 0 from which on that is told (editorial)."""
_DIGITS = 4
_ELSEWHERE = 3.0  # ranges of the other points


class Goal(NamedTuple):
    """A curve that should get better, and how it went.

    Attributes:
        measure: the curve.
        direction: 1 where higher is better, -1 where lower is.
        went: its course, the better the higher.
    """

    measure: Measure
    direction: int
    went: Course

    @property
    def ends(self) -> str:
        """Where it began and where it ended, in words."""
        start, end = self.direction * self.went.start, self.direction * self.went.end
        return "{} in the first third of the run, {} in the last".format(*told_apart(start, end, _DIGITS))


def goals(seen: RunForDetectors) -> Iterator[Goal]:
    """Yield the returns, else the losses, else the accuracies that have 15 points or more and vary.

    A loss counts only where no return is logged, since a policy's loss says nothing about its progress; an accuracy,
    which moves in jumps, only where no loss is.
    """
    for measure, direction in _of(seen):
        if len(measure.series) < ENOUGH or np.ptp(measure.series.value) == 0:
            continue
        kept = measure
        if direction > 0 and _begins_elsewhere(measure.series.value):
            kept = measure._replace(series=measure.series.where(slice(1, None)))
        went = seen.course_of(kept, direction)
        if went is not None:
            yield Goal(kept, direction, went)


def constant_goals(seen: RunForDetectors) -> Iterator[Measure]:
    """Yield the returns that have one and the same value at 15 points or more, or are 0 at six; not losses."""
    for measure in seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING):
        value = measure.series.value
        if len(value) >= (ENOUGH if value[0] else ENOUGH_OF_NOTHING) and np.ptp(value) == 0:
            yield measure


def _of(seen: RunForDetectors) -> list[tuple[Measure, int]]:
    returns = seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING)
    if returns or seen.of(Quantity.POLICY_LOSS, Quantity.ENTROPY):
        return [(measure, 1) for measure in returns]
    losses = [(measure, -1) for measure in seen.finite(Quantity.LOSS)]
    return losses or [(each, 1) for each in seen.finite(Quantity.EVAL_ACCURACY, Quantity.ACCURACY)]


def _begins_elsewhere(value: NDArray[np.float64]) -> bool:
    """Give whether the first return lies above the rest by far more than those range over: that of demonstrations."""
    rest = value[1:]
    return float(value[0] - np.median(rest)) > _ELSEWHERE * float(np.ptp(rest)) > 0
