"""A supervised loss that jumps and comes back."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.jumps import FACTOR, gradient_then, jumps_of
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="loss-spike",
    source="Bekman's ML Engineering (spikes by how they recover); BigScience chronicles; 8 spreads are coach's own",
    innocent=("batch size or data mixture was switched for a while", "the run was resumed", "small batches"),
    raises=(
        "lr-too-high",
        "constant-or-nan-feature",
        "numeric-overflow",
        "checkpoint-incomplete",
        "unshuffled-data",
    ),
    looks_at=(Quantity.LOSS,),
)


def loss_spike(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the highest value far above its neighbours on both sides, with the points to recover."""
    for measure, jumps in jumps_of(seen):
        value, step = measure.series.value, measure.series.step
        # After a jump that did not come back, what is usual is what the fault left: it says nothing.
        before_any_lasting = takewhile(lambda each: each.points is not None, jumps)
        spikes = list(before_any_lasting)
        if not spikes:
            continue
        highest = max(spikes, key=lambda each: float(value[each.at]))
        points = f"{highest.points} {'point' if highest.points == 1 else 'points'}"
        said = (
            f"{measure.tag} jumps to {value[highest.at]:.3g} at step {int(step[highest.at]):,}, where "
            f"{highest.usual:.3g} was usual, and is back after {points}"
        )
        yield CARD.symptom(
            measure.tag,
            Severity.INFO,
            f"{said}{gradient_then(seen, measure, highest.at)}.",
            onset=seen.onset(measure.series, spikes[0].at),
            value=float(value[highest.at]),
            threshold=FACTOR * highest.usual,
        )
