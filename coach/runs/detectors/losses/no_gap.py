"""Held-out data that are as well known as training's to the last, after many rounds: they may be the same data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses, training_beside
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="no-gap",
    source="what was seen many times is known better than what was not (worked out); the shares are coach's own choice",
    innocent=(
        "examples are made anew all the time, so that nothing is seen twice",
        "training is measured with dropout or augmentation, which makes up for the gap",
        "the answer follows from the inputs without any noise",
    ),
    raises=("train-test-overlap", "eval-bug"),
    looks_at=(Quantity.EVAL_LOSS,),
)
_FEWEST = 30
_NEAR = 0.025  # of training's loss
_FITTED = 0.12  # of the first training loss
_NEARLY_ALL = 0.95  # of the looks in the second half
_MOVES = 0.7  # of its level: what the loss falls by in the second half, so that the two follow each other


def no_gap(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a held-out loss stays within 2.5 % of training's while both fall to an eighth."""
    for measure in supervised_losses(seen, _FEWEST, Quantity.EVAL_LOSS):
        for other in training_beside(seen, measure, _FEWEST):
            if _is_one(measure, other):
                train = other.series.value
                said = (
                    f"{measure.tag} ends at {measure.series.value[-1]:.3g} and {other.tag} at {train[-1]:.3g}; they "
                    f"lie within {100 * _NEAR:.1f} % of each other throughout the second half of the run, down from "
                    f"{train[0]:.3g}: make sure that no held-out example is among training's"
                )
                yield CARD.symptom(
                    measure.tag,
                    Severity.WARN,
                    f"{said}.",
                    onset=seen.onset(measure.series, 0),
                    value=float(measure.series.value[-1] / train[-1]),
                    threshold=1 + _NEAR,
                )
                return


def _is_one(held_out: Measure, train: Measure) -> bool:
    looks, value = held_out.series, train.series.value
    if min(float(looks.value.min()), float(value.min())) <= 0 or value[-1] > _FITTED * value[0]:
        return False
    beside = np.interp(looks.step, train.series.step, value)
    half = len(looks) // 2
    later = np.append(beside[1:], beside[-1])  # training's may be a mean over the time before the look
    low, high = np.minimum(beside, later), np.maximum(beside, later)
    apart = np.maximum(np.log(looks.value / high), np.log(low / looks.value))[half:]
    falls = 1 - float(looks.value[-1] / looks.value[half])
    return (
        bool((apart < _NEAR).mean() >= _NEARLY_ALL)
        and 0 < falls < _MOVES
        and not np.array_equal(looks.value[half:], beside[half:])
    )
