"""Weights whose norm grows without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.trend import window_means
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="weight-norm-growth",
    source="TheDeepChecker (a factor of 2 a window over 5 windows)",
    innocent=("a norm that begins at next to nothing", "layers are added on the way"),
    raises=("exploding-gradients", "lr-too-high"),
    looks_at=(Quantity.WEIGHT_NORM,),
)
_FEWEST = 20
_WINDOWS = 5
_GROWTH = 2.0


def weight_norm_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each norm that doubles from window to window."""
    for measure in seen.finite(Quantity.WEIGHT_NORM):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        means = window_means(value, _WINDOWS)
        if means[0] > 0 and (means[1:] >= _GROWTH * means[:-1]).all():
            said = f"{measure.tag} at least doubles from each fifth of the run to the next and is {value[-1]:.3g} now"
            yield CARD.symptom(
                measure.tag,
                Severity.ALARM,
                f"{said}.",
                onset=seen.onset(measure.series, 0),
                value=float(means[-1] / means[0]),
                threshold=_GROWTH,
            )
