"""What kind of learner a log is of, and whether it was calm when something happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_OF_POLICY_GRADIENTS = (
    Quantity.KL,
    Quantity.CLIP_FRACTION,
    Quantity.EXPLAINED_VARIANCE,
    Quantity.ADVANTAGE,
)
_OF_VALUES = (Quantity.Q_VALUE, Quantity.EXPLORATION_RATE)
_BEFORE = 10  # points that tell what is usual
_FEWEST = 5
_TIMES = 2.0  # the largest of them
_SMALL = {Quantity.KL: 0.03, Quantity.CLIP_FRACTION: 0.3}
"""What is a small update whatever came before; see the detectors that speak of these (editorial)."""
_RATE = 1.2  # times the rate before


class Calm(NamedTuple):
    """What a log tells of a learner that did nothing unusual.

    Attributes:
        updates: tags of the sizes of updates that were small, with the largest value at that time.
        has_rate: whether a learning rate is logged that did not move.
    """

    updates: tuple[tuple[str, float], ...]
    has_rate: bool


def acts_by_values(seen: RunForDetectors) -> bool:
    """Give whether actions are chosen by their values: nothing is logged that only policy gradients have."""
    if seen.of(*_OF_POLICY_GRADIENTS, Quantity.ENTROPY, Quantity.POLICY_LOSS):
        return False
    return bool(seen.of(*_OF_VALUES)) or bool(
        seen.of(Quantity.RETURN, Quantity.EVAL_RETURN) and seen.of(Quantity.LOSS, Quantity.VALUE_LOSS)
    )


def updates_a_policy(seen: RunForDetectors) -> bool:
    """Give whether a policy is updated by its own gradient."""
    return bool(seen.of(*_OF_POLICY_GRADIENTS, Quantity.POLICY_LOSS)) and not seen.of(*_OF_VALUES)


def calm_at(seen: RunForDetectors, measure: Measure, at: int) -> Calm | None:
    """Give what shows that updates were small and the rate unmoved at a point and the one before; None where not so.

    None as well where neither is logged beside the series, and of agents that act by values, whose whole policy may
    change with one of them. A gradient norm that is large then speaks against it, and a usual one for nothing.
    """
    if not updates_a_policy(seen):
        return None
    step = measure.series.step
    low, high = int(step[max(0, at - 1)]), int(step[at])
    updates = []
    for other in seen.finite(*_SMALL, Quantity.GRAD_NORM, beside=measure.tag):
        value, steps = other.series.value, other.series.step
        now, before = value[(steps >= low) & (steps <= high)], value[steps < low][-_BEFORE:]
        limit = next((small for quantity, small in _SMALL.items() if other in seen.finite(quantity)), None)
        if not len(now) or len(before) < _FEWEST:
            continue
        if now.max() > (_TIMES * float(before.max()) if limit is None else limit):
            return None
        updates += [] if limit is None else [(other.tag, float(now.max()))]
    has_rate = False
    for rate in seen.finite(Quantity.LEARNING_RATE, beside=measure.tag):
        near = rate.series.value[rate.series.step <= high][-3:]
        if len(near) and near.max() > _RATE * near.min():
            return None
        has_rate = has_rate or len(near) > 1
    return Calm(tuple(updates), has_rate) if updates or has_rate else None
