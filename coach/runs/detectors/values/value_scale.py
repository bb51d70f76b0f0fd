"""Values, or advantages, on a scale that a network learns badly."""

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
    name="value-scale",
    source="Jones 2021 (targets in [-10, 10], better in [-3, 3]); under 0.1 and 0.2 off centre: own",
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
_SMALL = 0.1
_OFF_CENTRE = 0.2


def value_scale(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where one value in a hundred passes 10 in size, none passes 0.1, or advantages average over 0.2.

    The mean of advantages is held against 1, the spread that normalising gives them: a log seldom has their own.
    """
    for measure in seen.finite(Quantity.VALUE, Quantity.Q_VALUE):
        size = np.abs(measure.series.value)
        top = float(np.percentile(size, 99))
        if len(size) >= _FEWEST and top > _LARGE:
            onset = seen.onset(measure.series, mostly_since(size > _LARGE))
            said = f"{measure.tag} reaches {top:.3g} in size, where networks learn best within 10"
            severity = Severity.WARN if top > _HUGE else Severity.INFO
            raises = ("reward-scale", "discount-horizon")
            yield CARD.symptom(
                measure.tag, severity, f"{said}.", onset=onset, value=top, threshold=_LARGE, raises=raises
            )
        elif len(size) >= _FEWEST and 0 < top < _SMALL:
            said = f"{measure.tag} never passes {top:.2g} in size, which is little for a network to fit"
            yield CARD.symptom(
                measure.tag, Severity.INFO, f"{said}.", value=top, threshold=_SMALL, raises=("reward-scale",)
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
