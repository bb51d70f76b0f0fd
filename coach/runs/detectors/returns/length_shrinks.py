"""Episodes or answers that shrink to a fraction of what they were, for no gain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.lengths import lengths_for_no_gain
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="length-shrinks",
    source="Irpan 2018 on ending early; a fifth of the start is coach's own choice",
    innocent=("a shorter episode is the aim, as in reaching a goal",),
    raises=("suicidal-policy", "reward-mean-shift", "termination-truncation"),
    looks_at=(Quantity.EPISODE_LENGTH,),
)
_SHORT = 0.2  # of the start


def length_shrinks(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where lengths settle under a fifth of their start without a better return."""
    for lengths in lengths_for_no_gain(seen):
        series = lengths.measure.series
        since = settles_at(series.value < _SHORT * lengths.start, share=0.9) if lengths.start > 0 else None
        if since is None:
            continue
        said = (
            f"{lengths.measure.tag} was {lengths.start:.3g} at first and has been a fraction of that since step "
            f"{int(series.step[since]):,} ({lengths.now:.3g} now), and the return is not clearly better"
        )
        yield CARD.symptom(
            lengths.measure.tag,
            Severity.WARN,
            f"{said}.",
            onset=ramp_onset(seen, series, since, -1),
            value=lengths.now,
            threshold=_SHORT * lengths.start,
        )
