"""Training and evaluation that log the same numbers."""

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
    name="same-numbers",
    source="equal values at every look cannot come from two different sets of data",
    innocent=("one value was logged under two names on purpose",),
    raises=(
        "eval-bug",
        "logging-artefact",
        "train-test-overlap",
    ),
    looks_at=(
        Quantity.EVAL_LOSS,
        Quantity.EVAL_RETURN,
        Quantity.EVAL_ACCURACY,
    ),
)
_FEWEST = 6
_PAIRS = (
    (Quantity.LOSS, Quantity.EVAL_LOSS),
    (Quantity.ACCURACY, Quantity.EVAL_ACCURACY),
    (Quantity.RETURN, Quantity.EVAL_RETURN),
)


def same_numbers(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each pair of training and evaluation that is exactly equal at over five varying points."""
    for of_training, of_evaluation in _PAIRS:
        for mine in seen.finite(of_training):
            for other in seen.finite(of_evaluation, beside=mine.tag):
                _, at, there = np.intersect1d(mine.series.step, other.series.step, return_indices=True)
                value = other.series.value[there]
                is_same = len(at) >= _FEWEST and np.array_equal(mine.series.value[at], value)
                if is_same and len(np.unique(value)) >= _FEWEST:
                    said = f"{mine.tag} and {other.tag} are exactly equal at all {len(at):,} common steps"
                    onset = seen.onset(other.series, int(there[0]))
                    yield CARD.symptom(
                        other.tag, Severity.WARN, f"{said}.", onset=onset, value=float(len(at)), threshold=0.0
                    )
