"""Weights whose norm goes to another level from one step to the next: no step of an optimiser goes so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.at_once import at_once
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="weights-jump",
    source="an optimiser moves weights by about a thousandth a step (Karpathy 2015); a fifth is coach's own choice",
    innocent=(
        "layers were added, unfrozen or loaded there on purpose",
        "the norm is that of another set of weights from there on",
    ),
    raises=(
        "checkpoint-incomplete",
        "weights-not-loaded",
        "exploding-gradients",
        "lr-too-high",
        "hardware-fault",
        "numeric-overflow",
    ),
)
_TIMES = 1.2


def weights_jump(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first norm of weights that goes up or down by a fifth at one point and stays there."""
    for measure in seen.finite(Quantity.WEIGHT_NORM):
        change = at_once(seen, measure, 1, _TIMES) or at_once(seen, measure, -1, _TIMES)
        if change is None:
            continue
        onset = seen.onset(measure.series, change.at)
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} goes from {change.before:.4g} to {change.after:.4g} at step {onset.step:,} and stays "
            "there: weights were replaced, begun anew, scaled or damaged, since no step of an optimiser goes so far.",
            onset=onset,
            value=change.after / change.before,
            threshold=_TIMES,
        )
        return
