"""A learning rate far over those that policies are trained with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.policy_rates import OF_LANGUAGE_MODELS, every_policy_rate
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

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
_MOST = 0.5  # of the points


def rate_large(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a mention where a policy is trained with a rate of more than 0.01 at most points, from where it is so.

    Over 1 is a warning, and all that is told of a language model's.
    """
    for measure in every_policy_rate(seen):
        limits = (_ABSURD,) if seen.of(*OF_LANGUAGE_MODELS) else (_ABSURD, _LARGE)
        limit = next((each for each in limits if (measure.series.value > each).mean() >= _MOST), None)
        if limit is None:
            continue
        since = mostly_since(measure.series.value > limit)
        usual = float(np.percentile(measure.series.value[since:], 50, method="nearest"))
        began = f" from step {int(measure.series.step[since]):,} on" if since else ""
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if limit == _ABSURD else Severity.INFO,
            f"{measure.tag} is {_about(measure.series.value[since:], usual)}{began}, "
            "where policies are usually trained with 1e-5 to 1e-3.",
            onset=seen.onset(measure.series, since),
            value=usual,
            threshold=_LARGE,
        )


def _about(value: NDArray[np.float64], usual: float) -> str:
    """Give a rate in words; with its range, where it has one."""
    low, high = float(value.min()), float(value.max())
    return f"{usual:.3g}" if low == high else f"about {usual:.3g} ({low:.3g} to {high:.3g})"
