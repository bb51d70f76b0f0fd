"""Held-out data that score better than training's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.one_task import are_of_one_task
from coach.runs.detectors.losses.supervised import supervised_losses, training_beside, trains_a_policy
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="held-out-better",
    source="UMLAUT (validation 0.05 over training)",
    innocent=(
        "dropout or augmentation makes the training metric look worse",
        "the training labels are noisy and the held-out ones are not",
        "the training metric is a mean over the epoch, the other is taken at its end",
        "few examples are held out",
        "the held-out task is another, or an easier one",
        "the training loss is a sum over accumulated batches",
    ),
    raises=(
        "training-measured-harder",
        "over-regularised",
        "label-noise",
        "train-test-overlap",
        "eval-bug",
        "grad-accum-normalisation",
    ),
    looks_at=(Quantity.EVAL_ACCURACY, Quantity.EVAL_LOSS),
)
_FEWEST = 5
_ABOVE = 0.05
_LOOKS = 10
_FAR_UNDER = 0.67  # of the training loss
_OTHER_UNIT = 0.1
_USUALLY = (
    "dropout, augmentation, noisy training labels, few held-out examples, another task, a training mean over the "
    "whole epoch or a training loss summed over accumulated batches do that; where none of them is at work, look for "
    "held-out data in training"
)
_SUMMED = "they are hardly in the same unit, as where training sums over a batch or over steps what the other averages"


def held_out_better(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where held-out accuracy stays 0.05 over training's, or its loss under two thirds of training's.

    An agent has no held-out answers: what is called an accuracy there is that of a critic, a discriminator or of
    winning.
    """
    if trains_a_policy(seen):
        return
    yield from _loss_under_training(seen)
    for measure in seen.finite(Quantity.EVAL_ACCURACY):
        step, value = measure.series.step, measure.series.value
        if len(value) < _FEWEST or value.max() > 1:
            continue
        gaps = [
            value - np.interp(step, each.series.step, each.series.value)
            for each in seen.finite(Quantity.ACCURACY, beside=measure.tag)
            if len(each.series) and each.metric == measure.metric and are_of_one_task(each.tag, measure.tag)
        ]
        since = [at for gap in gaps if (at := settles_at(gap > _ABOVE, share=0.9)) is not None]
        if since and len(since) == len(gaps):
            onset = seen.onset(measure.series, max(since))
            gap = float(min(each[max(since) :].mean() for each in gaps))
            said = f"{measure.tag} stays {gap:.2f} over the accuracy in training: {_USUALLY}"
            yield CARD.symptom(
                measure.tag, Severity.WARN, f"{said}.", onset=onset, value=gap, threshold=_ABOVE
            )


def _loss_under_training(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a mention of a held-out loss under two thirds of training's; under a tenth it is a warning.

    Where both accuracies are logged, those are compared instead.
    """
    if seen.finite(Quantity.ACCURACY) and seen.finite(Quantity.EVAL_ACCURACY):
        return
    for measure in supervised_losses(seen, _LOOKS, Quantity.EVAL_LOSS):
        for other in training_beside(seen, measure, _LOOKS):
            train = np.interp(measure.series.step, other.series.step, other.series.value)
            since = settles_at(measure.series.value < _FAR_UNDER * train, share=0.9, fewest=_LOOKS // 2)
            if since is None or since > len(train) // 2 or measure.series.value.min() < 0:
                continue
            share = float(np.median(measure.series.value[since:] / train[since:]))
            is_other_unit = share < _OTHER_UNIT
            said = f"{measure.tag} stays at {share:.2g} times {other.tag}: {_SUMMED if is_other_unit else _USUALLY}"
            onset = seen.onset(measure.series, since)
            yield CARD.symptom(
                measure.tag,
                Severity.WARN if is_other_unit else Severity.INFO,
                f"{said}.",
                onset=onset,
                value=share,
                threshold=_FAR_UNDER,
                raises=("grad-accum-normalisation", *(() if is_other_unit else CARD.raises)),
            )
            return
