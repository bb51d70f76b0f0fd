"""Weights that change far too much in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.update_shares import OFTEN, update_shares
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="update-ratio-high",
    source="CS231n and Karpathy (about a thousandth); TheDeepChecker (0.1); a thirtieth is coach's own choice",
    innocent=(
        "biases and the gains of normalisation layers change by larger shares",
        "the first steps of Adam",
        "it was worked out as rate times gradient, which is not what Adam does",
    ),
    raises=("lr-too-high", "exploding-gradients", "unnormalised-inputs", "gradients-not-zeroed", "bad-init"),
    looks_at=(Quantity.UPDATE_RATIO,),
)
_LIMIT = -1.5  # log10


def update_ratio_high(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a step changes over a thirtieth of the weights at over a tenth of the points."""
    for shares in update_shares(seen):
        out = shares.log10 > _LIMIT
        share = float(out.mean())
        if share > OFTEN:
            tag = shares.measure.tag
            said = f"a step changes the weights by a share of {shares.usual:.1g} ({tag}), where a thousandth is usual"
            yield CARD.symptom(
                tag,
                Severity.WARN,
                f"{said}; it is too large at {100 * share:.0f} % of the points.",
                onset=seen.onset(shares.measure.series, mostly_since(out)),
                value=shares.usual,
                threshold=10**_LIMIT,
            )
