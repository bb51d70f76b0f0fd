"""A learning rate far over those that policies are trained with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.policy_rates import OF_LANGUAGE_MODELS, every_policy_rate
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="rate-large",
    source="defaults of Stable-Baselines3 lie between 1e-4 (DQN) and 1e-3 (TD3); the limit is coach's own choice",
    innocent=("plain gradient descent or a tabular method, which take larger steps",),
    raises=("lr-too-high", "config-not-applied"),
    looks_at=(Quantity.LEARNING_RATE,),
)
_LARGE, _ABSURD = 0.01, 1.0


def rate_large(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a mention where a policy is trained with a median rate of more than 0.01.

    Over 1 is a warning, and all that is told of a language model's.
    """
    for measure in every_policy_rate(seen):
        usual = float(np.median(measure.series.value))
        if usual > (_ABSURD if seen.of(*OF_LANGUAGE_MODELS) else _LARGE):
            said = f"{measure.tag} is {usual:.3g}, where policies are usually trained with 1e-5 to 1e-3"
            onset = seen.onset(measure.series, 0)
            yield CARD.symptom(
                measure.tag,
                Severity.WARN if usual > _ABSURD else Severity.INFO,
                f"{said}.",
                onset=onset,
                value=usual,
                threshold=_LARGE,
            )
