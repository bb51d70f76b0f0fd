"""A preference loss that stays at ln 2: chosen and rejected answers are told apart no better than by a coin."""

from __future__ import annotations

import math
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
    name="preference-loss-at-ln2",
    source="Rafailov 2023 (the loss is ln 2 where policy and reference agree); a hundredth is coach's own choice",
    innocent=("training has hardly begun, or the rate is still being warmed up",),
    raises=("reference-is-the-policy", "pairs-identical", "graph-break", "frozen-params", "label-noise"),
)
_FEWEST = 20
_NEAR = 0.01
_PAIRS = ("chosen", "margin")


def preference_at_chance(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the loss of training on pairs of answers is ln 2 in the median, from first to last."""
    if not any(word in tag.lower() for tag in seen.timelines for word in _PAIRS):
        return
    for measure in seen.finite(Quantity.LOSS):
        value = measure.series.value
        thirds = (
            [float(np.median(part)) for part in np.array_split(value, 3)] if len(value) >= _FEWEST else []
        )
        if thirds and all(abs(each - math.log(2)) < _NEAR for each in thirds):
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} stays at ln 2, {thirds[0]:.4f} in the first third of the run and {thirds[2]:.4f} in "
                "the last: chosen answers have become no likelier than rejected ones.",
                onset=seen.onset(measure.series, 0),
                value=thirds[2],
                threshold=math.log(2),
            )
            return
