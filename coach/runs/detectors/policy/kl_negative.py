"""A KL divergence that is negative on average: impossible, so the estimator or a mask is wrong."""

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
    name="kl-negative",
    source="Jones 2021 (a negative divergence is a bug); Schulman's note on estimators (the simplest may be negative)",
    innocent=("the simplest estimator, a mean of log ratios, is legally negative at times",),
    raises=("kl-negative", "ratio-not-one", "train-eval-mode"),
    looks_at=(Quantity.KL,),
)
_FEWEST = 10
_NOISE = 1e-4
_OFTEN = 0.5


def kl_negative(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the mean is negative and so are most points; rounding below 1e-4 does not count.

    It is no alarm: a log does not say which estimator it holds, and the simplest one may be negative.
    """
    for measure in seen.finite(Quantity.KL, Quantity.KL_REFERENCE):
        value = measure.series.value
        negative = value < -_NOISE
        if len(value) >= _FEWEST and value.mean() < -_NOISE and float(negative.mean()) > _OFTEN:
            onset = seen.onset(measure.series, int(np.argmax(negative)))
            said = f"{measure.tag} is negative at {100 * negative.mean():.0f} % of the points (mean {value.mean():.2g})"
            yield CARD.symptom(
                measure.tag, Severity.WARN, f"{said}.", onset=onset, value=float(value.mean()), threshold=0.0
            )
