"""A loss that stays at what guessing gets through a good part of the run before it begins to fall at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.guessing import answers
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="stuck-at-start",
    source="Glorot and Bengio 2010 (a start that passes no signal on); every share is coach's own choice",
    innocent=(
        "the learning rate warms up",
        "the task is known for a long first plateau",
    ),
    raises=("bad-init", "vanishing-gradients", "lr-too-low", "unnormalised-inputs"),
    looks_at=(Quantity.LOSS,),
)
_FEWEST = 20
_FIRST = 5  # points
_NEAR = 0.007  # of ln C
_LASTS = 0.15  # of the run
_FEWEST_STUCK = 6
_LEAVES = 0.05  # of ln C
_BY_LUCK = (0.6, 1.4)  # times 1 / C
_WARMS_UP = 0.5  # of the largest rate
_MOST_CLASSES = 1000.0


def stuck_at_start(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a loss lies within 0.7 % of ln C over the first 15 % of a run or more and then falls.

    C is the number of classes that the loss and a share of right answers agree on. Silent while the rate warms up.
    """
    right = answers(seen)
    if right is None:
        return
    for measure in supervised_losses(seen, _FEWEST):
        value = measure.series.value
        first = float(np.median(value[:_FIRST]))
        if measure.metric or not math.log(1.5) < first < math.log(_MOST_CLASSES):
            continue
        classes = round(math.exp(first))
        level = math.log(classes)
        near = np.abs(value - level) < _NEAR * level
        left = int(np.argmin(near)) if not near.all() else len(value)
        # Single points that stick out of the noise do not end it.
        while left + 1 < len(value) and near[left + 1 : left + 4].sum() > 1:
            left += 1
        is_long = left >= max(_FEWEST_STUCK, _LASTS * len(value))
        falls = float(np.median(value[-_FIRST:])) < (1 - _LEAVES) * level
        is_luck = _BY_LUCK[0] < classes * right.first < _BY_LUCK[1]
        if not (is_long and falls and is_luck) or _warms_up(seen, measure, left):
            continue
        until = int(measure.series.step[min(left, len(value) - 1)])
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} stays at {first:.3g}, what guessing among {classes:,} classes gets, until step {until:,} "
            f"({100 * left / len(value):.0f} % of the run), and only then begins to fall: hardly any signal passes "
            "through the model at first.",
            onset=seen.onset(measure.series, 0),
            value=left / len(value),
            threshold=_LASTS,
        )
        return


def _warms_up(seen: RunForDetectors, measure: Measure, left: int) -> bool:
    """Give whether a learning rate was under half of its largest value through half of that time."""
    until = measure.series.step[left // 2]
    return any(
        float(np.median(rate.series.value[rate.series.step <= until]))
        < _WARMS_UP * float(rate.series.value.max())
        for rate in seen.finite(Quantity.LEARNING_RATE, beside=measure.tag)
        if int(rate.series.step[0]) <= until
    )
