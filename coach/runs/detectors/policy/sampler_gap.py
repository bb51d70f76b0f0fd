"""Log-probabilities that differ between the process that samples and the one that trains."""

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
    name="sampler-gap",
    source="Axolotl's guide (a mean gap under 0.1 is healthy, over 1 broken; a smallest ratio over 0.1)",
    innocent=("training is asynchronous by design",),
    raises=(
        "stale-experience",
        "ratio-not-one",
    ),
    looks_at=(Quantity.LOG_PROBABILITY_GAP,),
)
_FEWEST = 10
_WATCH, _BROKEN = 0.1, 1.0
_SMALLEST = 0.1
_OFTEN = 0.1


def sampler_gap(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the gap is over 0.1, or the smallest ratio under 0.1, at a tenth of the points."""
    for quantity, sign in ((Quantity.LOG_PROBABILITY_GAP, 1), (Quantity.IMPORTANCE_RATIO, -1)):
        for measure in seen.finite(quantity):
            value = np.abs(measure.series.value)
            limit = _WATCH if sign > 0 else _SMALLEST
            out = sign * value > sign * limit
            if len(value) < _FEWEST or float(out.mean()) < _OFTEN:
                continue
            usual = float(np.median(value[out]))
            said = f"{measure.tag} is {usual:.2g} at {100 * out.mean():.0f} % of the points"
            said += ": sampler and trainer disagree"
            severity = Severity.ALARM if sign > 0 and usual > _BROKEN else Severity.WARN
            onset = seen.onset(measure.series, int(np.argmax(out)))
            yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=usual, threshold=limit)
