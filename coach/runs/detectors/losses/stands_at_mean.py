"""A squared error that stands near 1 from early on: what giving the mean gets of targets scaled to a variance of 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="stands-at-mean",
    source="the squared error of the mean is the variance (definition); 15 % around it are coach's own choice",
    innocent=(
        "the targets are not scaled, and the loss is what it can be",
        "the loss is no squared error, and 1 means nothing to it",
        "nothing in the inputs tells of the targets",
    ),
    raises=("silent-broadcast", "label-misalignment", "graph-break", "under-capacity", "wrong-loss"),
    looks_at=(Quantity.LOSS, Quantity.EVAL_LOSS),
)
_FEWEST = 30
_EARLY = 0.15  # of the points
_AROUND = 0.15
_FIRST = 2.5  # a loss that begins higher comes down from elsewhere
_DRIFT = 0.06
_SCATTER = 0.2
_OF_A_SQUARE = frozenset({"", "squared error"})


def stands_at_mean(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where every loss of a run without an accuracy stands within 15 % of 1 after its first points."""
    losses = supervised_losses(seen, _FEWEST, Quantity.LOSS, Quantity.EVAL_LOSS)
    if not losses or seen.finite(Quantity.ACCURACY, Quantity.EVAL_ACCURACY):
        return
    if not all(each.metric in _OF_A_SQUARE and _stands(each) for each in losses):
        return
    held_out = seen.finite(Quantity.EVAL_LOSS)
    if not held_out or held_out[0] not in losses:
        return
    series = losses[0].series
    since = int(_EARLY * len(series))
    level = float(np.median(series.value[since:]))
    beside = float(np.median(held_out[0].series.value[int(_EARLY * len(held_out[0].series)) :]))
    said = (
        f"{losses[0].tag} stands at about {level:.3g} from step {int(series.step[since]):,} on, and "
        f"{held_out[0].tag} at {beside:.3g}: where targets are scaled to a variance of 1, giving their "
        "mean for every input gets 1"
    )
    yield CARD.symptom(
        losses[0].tag,
        Severity.WARN,
        f"{said}.",
        onset=seen.onset(series, 0),
        value=level,
        threshold=1.0,
    )


def _stands(measure: Measure) -> bool:
    value = measure.series.value
    rest = value[int(_EARLY * len(value)) :]
    half = len(rest) // 2
    early, late = float(np.median(rest[:half])), float(np.median(rest[half:]))
    is_near = abs(late - 1) <= _AROUND and value[0] <= _FIRST
    return is_near and abs(late - early) <= _DRIFT and float(rest.std()) <= _SCATTER
