"""Whether another goal of the run tells that it learns: a few noisy looks, or looks at a solved task, do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.course import Course, course
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

RETURNS = (Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING)
_BETTER = {Quantity.EVAL_LOSS: -1, Quantity.ACCURACY: 1, Quantity.EVAL_ACCURACY: 1}
_CLEARLY = 3.0  # standard errors of the difference of the two thirds
_OF_RISE = 0.5
_LITTLE = 0.02


def risen_beside(seen: RunForDetectors, measure: Measure, level: float) -> Measure | None:
    """Give another return that clearly rose and did not rise past this one; None where there is none.

    A rating that rose counts whatever its scale: against opponents that learn as well no return need rise.

    Args:
        seen: the run.
        measure: a return that stands still.
        level: where it stands.
    """
    for other in seen.finite(*RETURNS):
        went = course(other.series.value) if other.tag != measure.tag else None
        if went is None or not _has_risen(went):
            continue
        rise = went.end - went.start
        if (
            other in seen.finite(Quantity.RATING)
            or went.end - _OF_RISE * rise <= level <= float(other.series.value.max()) + rise
        ):
            return other
    return None


def better_beside(seen: RunForDetectors, *quantities: Quantity) -> Measure | None:
    """Give a held-out loss that clearly fell or an accuracy that clearly rose; None where there is none.

    Args:
        seen: the run.
        quantities: which of these are looked at; all of them where none is named.
    """
    for quantity in quantities or _BETTER:
        direction = _BETTER[quantity]
        for other in seen.finite(quantity):
            went = course(direction * other.series.value, is_sparse=direction > 0)
            if went is not None and _has_risen(went) and _matters(other, direction):
                return other
    return None


def _matters(measure: Measure, direction: int) -> bool:
    """Give whether a loss ever gained more than next to nothing; what an accuracy gains is counted in answers."""
    value = measure.series.value
    return direction > 0 or float(value[0] - value.min()) > _LITTLE * abs(float(value[0]))


def _has_risen(went: Course) -> bool:
    return (
        went.has_improved and went.end - went.start > _CLEARLY * went.error and not went.has_hardly_improved
    )
