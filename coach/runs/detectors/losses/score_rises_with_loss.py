"""A held-out loss that gets worse while the score one cares about still improves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.held_out_trends import held_out_trends
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="score-rises-with-loss",
    source="a classifier grows too sure of itself while it still gets better; a trend of 0.5 is coach's own choice",
    innocent=("the score is what counts, and the loss is not calibrated", "labels are noisy"),
    raises=("overfitting", "label-noise"),
    looks_at=(Quantity.EVAL_ACCURACY,),
)


def score_rises_with_loss(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a mention where all held-out losses rise in the second half and a score still improves."""
    trends = held_out_trends(seen)
    if trends is None or not trends[0][0].rises:
        return
    loss = trends[0][0]
    for score in trends[1]:
        if score.improves:
            said = (
                f"in the second half of the run {loss.measure.tag} rises from {loss.first:.4g} to {loss.last:.4g} "
                f"while {score.measure.tag} still improves, from {score.first:.4g} to {score.last:.4g}: the best "
                f"checkpoint by the one is not the best by the other"
            )
            yield CARD.symptom(
                score.measure.tag,
                Severity.INFO,
                f"{said}.",
                onset=seen.onset(score.measure.series, score.since),
                value=loss.last,
                threshold=loss.first,
            )
            return
