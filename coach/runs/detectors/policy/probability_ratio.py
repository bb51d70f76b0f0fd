"""New and old probabilities that differ where they must be equal, or by far too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="probability-ratio",
    source="Huang et al. 2022 (exactly 1 in the first minibatch); TRL's guide (2, 1000 and 0.1 are alarms)",
    innocent=("the ratio is a mean over all epochs of an update, which need not be exactly one",),
    raises=(
        "ratio-not-one",
        "stale-experience",
    ),
)
_FEWEST = 3
_LOW, _HIGH = 0.5, 2.0
_EXACTLY = 1e-3


def probability_ratio(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the mean ratio leaves [0.5, 2], or the very first one is not one."""
    for measure in seen.finite(Quantity.RATIO):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        out = (value < _LOW) | (value > _HIGH)
        if out.any():
            at = int(np.argmax(out))
            severity, said = Severity.ALARM, f"is {value[at]:.3g} at step {int(measure.series.step[at]):,}"
        elif abs(float(value[0]) - 1) > _EXACTLY:
            at, severity = 0, Severity.INFO
            said = f"is {value[0]:.4g} at the first point"
        else:
            continue
        says = f"the ratio of new to old probability ({measure.tag}) {said}, where 1 is expected"
        yield CARD.symptom(
            measure.tag,
            severity,
            f"{says}.",
            onset=seen.onset(measure.series, at),
            value=float(value[at]),
            threshold=1.0,
        )
