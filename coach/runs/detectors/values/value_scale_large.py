"""Values so large that a network learns them badly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.values.unbounded_growth import without_bound
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="value-scale-large",
    source="Jones 2021 (targets in [-10, 10], better in [-3, 3]); a thousand is coach's own choice",
    innocent=("values are logged before they are normalised, by design",),
    raises=("reward-scale", "q-overestimation", "wrong-td-target", "discount-horizon"),
    looks_at=(
        Quantity.Q_VALUE,
        Quantity.VALUE,
    ),
)
_FEWEST = 10
_LARGE, _HUGE = 10.0, 1000.0
_FAR = 1.5  # times what hardly any point passes: the largest of all stands alone


def value_scale_large(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where one value in a hundred passes 10 in size."""
    for measure in seen.finite(Quantity.VALUE, Quantity.Q_VALUE):
        size = np.abs(measure.series.value)
        top = float(np.percentile(size, 99))
        if len(size) >= _FEWEST and top > _LARGE and not without_bound(seen, measure):
            yield CARD.symptom(
                measure.tag,
                Severity.WARN if top > _HUGE else Severity.INFO,
                f"{measure.tag} {_reaches(top, float(size.max()))}, where networks learn best within 10.",
                onset=seen.onset(measure.series, mostly_since(size > _LARGE)),
                value=top,
                threshold=_LARGE,
            )


def _reaches(top: float, largest: float) -> str:
    """Say how large the values are: the largest, and apart from it what hardly any point passes."""
    reached = f"reaches {largest:.3g} in size"
    return f"{reached} ({top:.3g} but for one point in a hundred)" if largest > _FAR * top else reached
