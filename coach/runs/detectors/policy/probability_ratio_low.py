"""New probabilities far under one times the old ones, where their mean must be near one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.ratios import ratio_beyond
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="probability-ratio-low",
    source="TRL's guide (0.1 is an alarm); a half is coach's own choice",
    innocent=(
        "the ratio of one minibatch at the end of many epochs",
        "a product over the tokens of an answer",
    ),
    raises=("ratio-not-one", "stale-experience"),
    looks_at=(
        Quantity.RATIO,
        Quantity.IMPORTANCE_RATIO,
    ),
)
_LIMIT = 0.5


def probability_ratio_low(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a mean ratio falls under 0.5."""
    yield from ratio_beyond(seen, CARD, _LIMIT, lambda value: value < _LIMIT)
