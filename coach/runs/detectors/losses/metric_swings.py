"""An accuracy that swings from look to look, or a loss that becomes noisier as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.noise_change import noise_change
from coach.runs.describing.trend import robust_noise, turning_points
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="metric-swings",
    source="AutoTrainer (swings of 0.03 in a fifth of the epochs); three times the early noise is coach's own choice",
    innocent=(
        "small batches",
        "a small validation set",
        "the data changed on the way",
    ),
    raises=("lr-too-high", "unshuffled-data", "batch-too-small", "train-eval-mode", "gradients-not-zeroed"),
    looks_at=(
        Quantity.EVAL_ACCURACY,
        Quantity.LOSS,
    ),
)
_FEWEST = 10
_FEWEST_LOSSES = 60
_SWING = 0.03
_OFTEN = 0.2
_NOISIER = 3.0
_FALLEN = 0.8  # a model that guesses errs alike on every batch, and one that has learnt does not


def metric_swings(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for turns of 0.03 in a fifth of the looks, or noise that triples from first to last third.

    That a series turns at over half of its points, as another monitor has it, is not asked: any noise does.
    """
    for measure in seen.finite(Quantity.EVAL_ACCURACY):
        value = measure.series.value
        turns = turning_points(value, _SWING) if len(value) >= _FEWEST and value.max() <= 1 else np.zeros(0)
        share = len(turns) / max(1, len(value))
        if share > _OFTEN:
            onset = seen.onset(measure.series, int(turns[0]))
            said = f"{measure.tag} turns by over {_SWING} at {100 * share:.0f} % of the looks"
            yield CARD.symptom(
                measure.tag, Severity.INFO, f"{said}.", onset=onset, value=share, threshold=_OFTEN
            )
    for measure in supervised_losses(seen, _FEWEST_LOSSES):
        value = measure.series.value
        third = len(value) // 3
        early, late = robust_noise(value[:third]), robust_noise(value[-third:])
        if late > _NOISIER * early > 0 and late > _SWING * abs(float(np.median(value[-third:]))):
            onset = seen.onset(measure.series, noise_change(value) or len(value) - third)
            said = f"{measure.tag} is {late / early:.1f} times as noisy in its last third as in its first"
            levels = [float(np.median(part)) for part in (value[:third], value[-third:])]
            is_learning = levels[1] < _FALLEN * levels[0]
            severity = Severity.INFO if is_learning else Severity.WARN
            said += ", and falls all the same" if is_learning else ""
            yield CARD.symptom(
                measure.tag, severity, f"{said}.", onset=onset, value=late / early, threshold=_NOISIER
            )
