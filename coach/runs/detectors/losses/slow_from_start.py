"""A loss that comes down all along and hardly leaves where it began."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.course import course
from coach.runs.describing.told_apart import told_apart
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.guessing import answers
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.detectors.losses.guessing import Answers
    from coach.runs.symptom import Symptom

CARD = Card(
    name="slow-from-start",
    source="no source; every share is coach's own choice",
    innocent=(
        "the run goes on from a model that was trained before",
        "the run was meant to be short",
    ),
    raises=("lr-too-low", "unnormalised-inputs", "undertrained", "lr-schedule-units", "config-not-applied"),
    looks_at=(Quantity.LOSS,),
)
_FEWEST = 20
_LITTLE = 0.1  # of the loss at the start
_VERY_LITTLE = 0.05  # where nothing but the loss is known
_STRAIGHT_FALL = 0.15  # where half of it comes in the second half of the run, and few answers are right
_STRAIGHT = 0.42
_FEW_RIGHT = 0.3
_STEADY = 0.3  # of the fall: what comes in the second half of it, half of it being a straight line
_BETTER = 1.5  # times what guessing gets
_TREND = 2.0  # standard deviations of Kendall's S


def slow_from_start(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a loss falls to the last point, by less than a tenth in all, and the model still guesses.

    Whether it guesses is told by its accuracy, as is that no more answers are right than at first; where none is
    logged the fall has to be under a twentieth.
    """
    for measure in supervised_losses(seen, _FEWEST):
        right = answers(seen)
        is_straight = right is not None and _are_few(right) and _is_straight(seen, measure)
        if measure.metric or not (is_straight or _falls_steadily(measure)):
            continue
        start, end = _ends(measure)
        fall = 1 - end / start
        if fall > (_VERY_LITTLE if right is None else _STRAIGHT_FALL if is_straight else _LITTLE):
            continue
        if right and not (is_straight or right.are_guesses(end) or right.have_stood):
            continue
        said = "{} has only come down from {} to {}, steadily and to the last point".format(
            measure.tag, *told_apart(start, end)
        )
        said += f", and {_rightly(right, end)}" if right else ""
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{said}: the model moves, but by next to nothing, as with far too low a learning rate.",
            onset=seen.onset(measure.series, 0),
            value=fall,
            threshold=_LITTLE,
        )


def _rightly(right: Answers, loss: float) -> str:
    """Say how good the answers are: what guessing gets beside them where they are better than that by half."""
    said = f"{right.tag} is {right.last:.2g}"
    guessed = math.exp(-loss)
    if not right.are_guesses(loss):
        return f"{said}, hardly more than at first"
    if right.last > _BETTER * guessed:
        return f"{said}, where guessing gets about {guessed:.2g}"
    return f"{said}, as good as guessing"


def _falls_steadily(measure: Measure) -> bool:
    value = measure.series.value
    went, half = course(-value, is_sparse=False), len(value) // 2
    if went is None or value.min() <= 0 or went.trend < _TREND:
        return False
    start, end = _ends(measure)
    quarter = max(3, len(value) // 20)
    middle = float(value[half - quarter : half + quarter].mean())
    return start > middle > end and middle - end > _STEADY * (start - end)


def _are_few(right: Answers) -> bool:
    """Give whether few answers are right, and not half as many more than at first."""
    return right.last < min(_FEW_RIGHT, _BETTER * right.early)


def _is_straight(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether a loss, on held-out data where that is logged too, falls in a straight line from first to last."""
    beside = seen.finite(Quantity.EVAL_LOSS, beside=measure.tag)
    value = (beside[0] if beside and len(beside[0].series) >= _FEWEST else measure).series.value
    tenth, half = max(3, len(value) // 10), len(value) // 2
    parts = (value[:tenth], value[half - tenth // 2 : half + tenth // 2 + 1], value[-tenth:])
    start, middle, end = (float(np.mean(part)) for part in parts)
    return start > end > 0 and _STRAIGHT < (middle - end) / (start - end) < 1 - _STRAIGHT


def _ends(measure: Measure) -> tuple[float, float]:
    value = measure.series.value
    tenth = max(3, len(value) // 10)
    return float(value[:tenth].mean()), float(value[-tenth:].mean())
