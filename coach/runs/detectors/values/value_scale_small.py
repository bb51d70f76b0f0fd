"""Values so small that a network has little to fit."""

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
    name="value-scale-small",
    source="Jones 2021 (targets in [-10, 10], better in [-3, 3]); under 0.1 is coach's own choice",
    innocent=("rewards are sparse, so that values are small",),
    raises=("reward-scale", "reward-uninformative"),
    looks_at=(
        Quantity.Q_VALUE,
        Quantity.VALUE,
    ),
)
_FEWEST = 10
_SMALL = 0.1


def value_scale_small(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where 99 values in a hundred stay under 0.1 in size, and not all are 0."""
    for measure in seen.finite(Quantity.VALUE, Quantity.Q_VALUE):
        top = float(np.percentile(np.abs(measure.series.value), 99))
        if len(measure.series) >= _FEWEST and 0 < top < _SMALL:
            said = f"{measure.tag} hardly ever passes {top:.2g} in size, which is little for a network to fit"
            yield CARD.symptom(measure.tag, Severity.INFO, f"{said}.", value=top, threshold=_SMALL)
