"""Answers that are cut off at the limit of their length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="answers-cut-off",
    source="Axolotl's guide (over 0.3 of the answers cut off: watch; over 0.8: bad)",
    innocent=("the task needs the length", "the limit is low on purpose, to save time"),
    raises=("reward-misspecified", "termination-truncation"),
    looks_at=(Quantity.CLIPPED_LENGTH,),
)
_FEWEST = 15
_WATCH, _BAD = 0.3, 0.8


def answers_cut_off(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where over three tenths of the answers are cut off in the last fifth of the run."""
    for measure in seen.finite(Quantity.CLIPPED_LENGTH):
        value = measure.series.value
        late = float(np.median(value[-max(3, len(value) // 5) :]))
        if len(value) >= _FEWEST and late > _WATCH:
            said = f"{100 * late:.0f} % of the answers are cut off at the limit by the end ({measure.tag})"
            yield CARD.symptom(
                measure.tag,
                Severity.ALARM if late > _BAD else Severity.WARN,
                f"{said}.",
                onset=seen.onset(measure.series, mostly_since(value > _WATCH)),
                value=late,
                threshold=_WATCH,
            )
