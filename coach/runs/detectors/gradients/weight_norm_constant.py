"""Weights whose norm never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.learning import has_learnt
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="weight-norm-constant",
    source="TheDeepChecker (no change means not trained)",
    innocent=(
        "the layer is frozen on purpose",
        "an average that is updated rarely",
        "weights that are normalised to one length after every step",
    ),
    raises=("frozen-params", "graph-break"),
    looks_at=(Quantity.WEIGHT_NORM,),
)
_FEWEST = 20


def weight_norm_constant(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each norm that is the same at every point."""
    for measure in seen.finite(Quantity.WEIGHT_NORM):
        value = measure.series.value
        if len(value) >= _FEWEST and np.ptp(value) == 0:
            is_learning = has_learnt(seen)
            means = (
                "and the run learns all the same: these weights are frozen, or kept at one length"
                if is_learning
                else "as if nothing were trained"
            )
            yield CARD.symptom(
                measure.tag,
                Severity.INFO if is_learning else Severity.WARN,
                f"{measure.tag} is exactly {value[0]:.6g} at all {len(value):,} points, {means}.",
                onset=seen.onset(measure.series, 0),
                value=0.0,
                threshold=0.0,
            )
