"""A critic that predicts nothing: explained variance at or under zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="explained-variance",
    source="Schulman 2017 (0 predicts nothing, under 0 is worse than nothing); Jones 2021",
    innocent=(
        "the returns hardly vary, which makes the ratio ill-conditioned",
        "the critic has not had time to learn yet",
    ),
    raises=("value-not-learning", "reward-scale", "reward-not-markov"),
)
_FEWEST = 10
_WARM_UP = 0.1
_USELESS = 0.0
_OFTEN = 0.5
_SOMETIMES = 0.15
_HARMFUL = -1.0


def explained_variance(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where explained variance is at or under zero at most points after warm-up."""
    for measure in seen.finite(Quantity.EXPLAINED_VARIANCE):
        value = measure.series.value
        warm = int(np.ceil(_WARM_UP * len(value)))
        if len(value) < _FEWEST:
            continue
        useless = value[warm:] <= _USELESS
        share = float(useless.mean())
        if share >= _SOMETIMES:
            yield _symptom(seen, measure, warm + int(np.argmax(useless)), share)


def _symptom(seen: RunForDetectors, measure: Measure, index: int, share: float) -> Symptom:
    value = measure.series.value
    onset = seen.onset(measure.series, index)
    median = float(np.median(value[index:]))
    often = share >= _OFTEN
    said = (
        f"explained variance is at or under zero at {100 * share:.0f} % of the points after warm-up "
        f"(median {median:.2g}, lowest {value.min():.3g}): the critic "
        f"{'predicts nothing' if often else 'loses track at times'}"
    )
    severity = Severity.ALARM if often and median < _HARMFUL else Severity.WARN if often else Severity.INFO
    return CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=median, threshold=_USELESS)
