"""Episodes or answers that drift to the longest there can be, for no gain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.lengths import lengths_for_no_gain
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="length-at-limit",
    source="Axolotl's guide (over 0.8 of the answers cut off is bad); eight tenths of the limit are coach's own choice",
    innocent=("the task needs the length", "a longer episode is the aim, as in balancing"),
    raises=("reward-misspecified", "reward-mean-shift"),
)
_NEAR = 0.8  # of the limit


def length_at_limit(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where lengths settle over 80 % of the limit and began under it; needs the limit."""
    limit = seen.facts.length_limit
    if limit is None:
        return
    for lengths in lengths_for_no_gain(seen):
        series = lengths.measure.series
        since = settles_at(series.value > _NEAR * limit, share=0.9)
        if since is None or lengths.start > _NEAR * limit:
            continue
        said = (
            f"{lengths.measure.tag} was {lengths.start:.3g} at first and has been close to the limit, {limit:g}, since "
            f"step {int(series.step[since]):,} ({lengths.now:.3g} now), and the return is not clearly better"
        )
        yield CARD.symptom(
            lengths.measure.tag,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(series, since),
            value=lengths.now,
            threshold=_NEAR * limit,
        )
