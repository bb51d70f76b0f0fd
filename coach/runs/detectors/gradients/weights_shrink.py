"""Weights whose norm sinks to a fraction of what it was: they are decayed away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.telltales.named import late
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="weights-shrink",
    source="weight decay takes its share of a weight at each step (worked out); a fifth is coach's own choice",
    innocent=(
        "a layer behind a normalisation, whose size does not matter",
        "weights that began far too large",
    ),
    raises=("over-regularised", "coupled-weight-decay", "decay-on-norms"),
)
_FEWEST = 15
_LESS = 0.2
_LEARNT = 0.5  # of the loss at first


def weights_shrink(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first norm of weights that ends under a fifth of its first value; a mention if it learns.

    It learns where a training loss halves.
    """
    losses = supervised_losses(seen, _FEWEST)
    learns = any(late(each.series.value) < _LEARNT * each.series.value[0] for each in losses)
    for measure in seen.finite(Quantity.WEIGHT_NORM):
        value = measure.series.value
        if len(value) < _FEWEST or not 0 <= late(value) < _LESS * value[0]:
            continue
        onset = seen.onset(measure.series, mostly_since(value < _LESS * value[0]))
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if learns else Severity.WARN,
            f"{measure.tag} sinks from {value[0]:.3g} to {late(value):.3g}: the weights are decayed away faster than "
            "they are learnt, so that little or nothing can be answered with them.",
            onset=onset,
            value=late(value) / float(value[0]),
            threshold=_LESS,
        )
        return
