"""Action values over anything the rewards can add up to."""

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
    name="value-beyond-bound",
    source="worked out: rewards of at most r_max, discounted by gamma, sum to at most r_max / (1 - gamma)",
    innocent=(
        "a bonus for entropy is part of the value, which raises the bound",
        "rewards are rescaled before the critic sees them",
    ),
    raises=(
        "q-overestimation",
        "wrong-td-target",
    ),
)
_FEWEST = 3


def value_beyond_bound(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where values pass r_max / (1 - gamma); needs both from the person."""
    gamma, r_max = seen.facts.gamma, seen.facts.r_max
    if gamma is None or r_max is None or not 0 <= gamma < 1:
        return
    bound = r_max / (1 - gamma)
    for measure in seen.finite(Quantity.Q_VALUE, Quantity.VALUE):
        beyond = measure.series.value > bound + 1e-6 * abs(bound)
        if len(beyond) >= _FEWEST and beyond.any():
            onset = seen.onset(measure.series, int(np.argmax(beyond)))
            top = float(measure.series.value.max())
            most = f"rewards of at most {r_max:g} discounted by {gamma:g} sum to {bound:.4g}"
            said = f"{measure.tag} reaches {top:.4g}; {most}"
            yield CARD.symptom(
                measure.tag, Severity.ALARM, f"{said}.", onset=onset, value=top, threshold=bound
            )
