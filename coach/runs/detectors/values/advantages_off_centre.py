"""Advantages that are not centred on nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="advantages-off-centre",
    source="an advantage is a difference from the mean; 0.2 is coach's own choice",
    innocent=(
        "they are logged before they are normalised, on the scale of the rewards",
        "a critic that lags behind a return that rises",
    ),
    raises=(
        "advantage-bug",
        "termination-truncation",
        "value-not-learning",
        "buffer-misalignment",
        "reward-scale",
    ),
    looks_at=(Quantity.ADVANTAGE,),
)
_FEWEST = 10
_OFF_CENTRE = 0.2


def advantages_off_centre(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where advantages average over 0.2 in size over the run.

    The mean is held against 1, the spread that normalising gives them: a log seldom has their own.
    """
    for measure in seen.finite(Quantity.ADVANTAGE):
        mean = float(measure.series.value.mean())
        if len(measure.series) >= _FEWEST and abs(mean) > _OFF_CENTRE:
            said = (
                f"{measure.tag} averages {mean:.3g} over the run, where normalised advantages average nothing"
            )
            yield CARD.symptom(measure.tag, Severity.WARN, f"{said}.", value=mean, threshold=_OFF_CENTRE)
