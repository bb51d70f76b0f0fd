"""Values, or advantages, on a scale that a network learns badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="value-scale",
    source="Jones 2021 (targets in [-10, 10], better in [-3, 3]; advantages average to nothing)",
    innocent=(
        "values are logged before they are normalised, by design",
        "rewards are sparse, so that values are small",
    ),
    raises=(
        "reward-scale",
        "advantage-bug",
        "discount-horizon",
    ),
)
_FEWEST = 10
_LARGE, _HUGE = 10.0, 1000.0
_OFF_CENTRE = 0.2


def value_scale(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom where one value in a hundred passes 10 in size, or advantages average over 0.2."""
    for measure in seen.finite(Quantity.VALUE, Quantity.Q_VALUE):
        size = np.abs(measure.series.value)
        if len(size) >= _FEWEST and (top := float(np.percentile(size, 99))) > _LARGE:
            onset = seen.onset(measure.series, int(np.argmax(size > _LARGE)))
            said = f"{measure.tag} reaches {top:.3g} in size, where networks learn best within 10"
            severity = Severity.WARN if top > _HUGE else Severity.INFO
            raises = ("reward-scale", "discount-horizon")
            yield CARD.symptom(
                measure.tag, severity, f"{said}.", onset=onset, value=top, threshold=_LARGE, raises=raises
            )
    for measure in seen.finite(Quantity.ADVANTAGE):
        mean = float(measure.series.value.mean())
        if len(measure.series) >= _FEWEST and abs(mean) > _OFF_CENTRE:
            said = (
                f"{measure.tag} averages {mean:.3g} over the run, where advantages should average to nothing"
            )
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{said}.",
                value=mean,
                threshold=_OFF_CENTRE,
                raises=("advantage-bug",),
            )
