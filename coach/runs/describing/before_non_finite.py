"""What was logged shortly before a moment: where a number that is no number came from can often be seen there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

MOST_POINTS = 50
_FEWEST = 2
_TELLING = (
    Quantity.LOSS,
    Quantity.POLICY_LOSS,
    Quantity.VALUE_LOSS,
    Quantity.GRAD_NORM,
    Quantity.LEARNING_RATE,
    Quantity.LOSS_SCALE,
)


def points_before_non_finite(seen: RunForDetectors, tag: str, step: int) -> tuple[Series, ...]:
    """Give the last points before a step of every loss, gradient norm, learning rate and loss scale.

    At most `MOST_POINTS` finite ones each, in the sign of their quantity; a tag with fewer than two is left out, and
    so is one whose steps count something else than those of the tag the step was seen in.
    """
    earlier = (each.series.where(each.series.step < step) for each in seen.finite(*_TELLING, beside=tag))
    return tuple(each.where(slice(-MOST_POINTS, None)) for each in earlier if len(each) >= _FEWEST)
