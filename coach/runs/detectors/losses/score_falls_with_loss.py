"""A held-out loss that improves while the score one cares about gets worse."""

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
    name="loss-and-metric-disagree",
    source="Goodfellow 2016 (the loss stands in for what one wants); the second half and a trend of 0.5 are own",
    innocent=("the threshold or the decoding of the score changed", "the score counts a rare class only"),
    raises=("wrong-loss", "eval-bug", "class-imbalance", "preprocess-mismatch"),
    looks_at=(Quantity.EVAL_ACCURACY,),
)

_MOST_NAMED = 2


def score_falls_with_loss(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where all held-out losses fall in the second half and a score gets worse with them.

    A mention where another score improves: one may be had for the other, as recall for precision.
    """
    trends = held_out_trends(seen)
    if trends is None or trends[0][0].rises:
        return
    loss = trends[0][0]
    improved = [each.measure.tag for each in trends[1] if each.improves]
    for score in trends[1]:
        if not score.improves:
            worse = "rises" if score.rises else "falls as well,"
            said = (
                f"in the second half of the run {loss.measure.tag} falls from {loss.first:.4g} to {loss.last:.4g}, "
                f"and {score.measure.tag} {worse} from {score.first:.4g} to {score.last:.4g}"
            )
            said += f", while {' and '.join(improved[:_MOST_NAMED])} improved" if improved else ""
            yield CARD.symptom(
                score.measure.tag,
                Severity.INFO if improved else Severity.WARN,
                f"{said}.",
                onset=seen.onset(score.measure.series, score.since),
                value=score.last,
                threshold=score.first,
            )
            return
