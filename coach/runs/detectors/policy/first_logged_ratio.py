"""A first ratio of new to old probability that is not one, as it must be before anything was learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.ratios import ratios
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="first-logged-ratio",
    source="Huang et al. 2022 (exactly 1 in the first minibatch); a hundredth is coach's own choice",
    innocent=("the ratio is a mean over all epochs of an update, which need not be exactly one",),
    raises=("ratio-not-one",),
)
_LOW, _HIGH = 0.5, 2.0  # beyond them it is another symptom
_EXACTLY = 0.01  # a mean over a batch of some thousand actions is off by half of that


def first_logged_ratio(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the first ratio is over a hundredth off one, and none is far off."""
    for measure in ratios(seen):
        value = measure.series.value
        first = float(value[0])
        if abs(first - 1) > _EXACTLY and value.min() >= _LOW and value.max() <= _HIGH:
            said = f"the ratio of new to old probability ({measure.tag}) is {first:.4g} at its first point"
            yield CARD.symptom(
                measure.tag,
                Severity.INFO,
                f"{said}, where it is exactly 1 in the first minibatch of an update.",
                onset=seen.onset(measure.series, 0),
                value=first,
                threshold=1.0,
            )
