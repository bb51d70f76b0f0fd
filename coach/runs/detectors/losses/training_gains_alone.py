"""A training loss that sinks to a fraction at one point while held-out data go on as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import rate_moves
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="training-gains-alone",
    source="what is learnt shows on held-out data as well (worked out); every share is coach's own choice",
    innocent=(
        "the loss is divided or averaged otherwise from there on, on purpose",
        "training moved on to easier data",
        "a model met the same examples again, at the turn of an epoch, and knows them by heart",
    ),
    raises=(
        "metric-redefined",
        "loss-summed-not-averaged",
        "grad-accum-normalisation",
        "unshuffled-data",
        "target-leakage",
        "ignored-labels",
        "loss-term-missing",
    ),
)
_FEWEST = 20
_EARLY = 0.05  # of the points, where everything moves
_TO = 0.6  # of the level before
_CALM = 0.25  # of what training gained, by which held-out data may gain
_LOOKS = 3


def training_gains_alone(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first training loss that falls by two fifths or more at one point, alone.

    Silent where the learning rate moves there, or held-out data gain by a quarter of that, or more, within three looks;
    a mention where nothing is held out.
    """
    for measure in supervised_losses(seen, _FEWEST):
        value = measure.series.value
        change = sudden_change(value, -1)
        if change is None or not change.lasts or change.at < max(5, _EARLY * len(value)):
            continue
        if not 0 < change.after < _TO * change.before or rate_moves(seen, measure, change.at):
            continue
        onset = seen.onset(measure.series, change.at)
        share = 1 - change.after / change.before
        beside = _held_out(seen, measure, onset.step)
        if beside is not None and beside[1] > _CALM * share:
            continue
        said = f"{measure.tag} falls from {change.before:.3g} to {change.after:.3g} at one point, step {onset.step:,}"
        said += f", while {beside[0]} goes on as before" if beside is not None else ""
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if beside is None else Severity.WARN,
            f"{said}: the loss is computed otherwise from there on (divided, masked, a term less), or training's data "
            "became easier or are known by heart, and the model is no better for it.",
            onset=onset,
            value=change.after / change.before,
            threshold=_TO,
        )
        return


def _held_out(seen: RunForDetectors, measure: Measure, step: int) -> tuple[str, float] | None:
    """Give a held-out loss with the share by which it sank around a step; None where nothing is held out."""
    for other in seen.finite(Quantity.EVAL_LOSS, beside=measure.tag):
        value, at = other.series.value, int(np.searchsorted(other.series.step, step))
        if other.metric != measure.metric or at < _LOOKS or len(value) - at < _LOOKS:
            continue
        before, after = float(np.median(value[at - _LOOKS : at])), float(np.median(value[at : at + _LOOKS]))
        return (other.tag, 1 - after / before) if before > 0 else None
    return None
