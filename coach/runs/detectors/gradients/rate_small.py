"""A learning rate far under those that policies are trained with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.policy_rates import policy_rates
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="rate-small",
    source="defaults of Stable-Baselines3 lie between 1e-4 (DQN) and 1e-3 (TD3); the limit is coach's own choice",
    innocent=(
        "a trained policy is tuned further, in small steps",
        "the rate logged is that of another network",
    ),
    raises=("lr-too-low", "config-not-applied"),
    looks_at=(Quantity.LEARNING_RATE,),
)
_SMALL = 5e-6
_FEWEST = 20
_MOVES = 0.002  # of its size


def rate_small(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a policy is trained with a rate that never passes 5e-6 and is not 0.

    A mention, unless the entropy of the policy stays where it began, at all points, as well.
    """
    stands = [each for each in seen.finite(Quantity.ENTROPY) if len(each.series) >= _FEWEST and _stands(each)]
    for measure in policy_rates(seen):
        highest = float(measure.series.value.max())
        if 0 < highest < _SMALL:
            said = f"{measure.tag} never passes {highest:.2g}, where policies are usually trained with 1e-5 to 1e-3"
            said += f", and {stands[0].tag} never moves" if stands else ""
            severity = Severity.WARN if stands else Severity.INFO
            onset = seen.onset(measure.series, 0)
            yield CARD.symptom(
                measure.tag, severity, f"{said}.", onset=onset, value=highest, threshold=_SMALL
            )


def _stands(measure: Measure) -> bool:
    value = measure.series.value
    return float(np.ptp(value)) < _MOVES * float(np.abs(value).max())
