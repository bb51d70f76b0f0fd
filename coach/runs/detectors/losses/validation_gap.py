"""Held-out accuracy far under that of training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import rolling_means, settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.one_task import are_of_one_task
from coach.runs.detectors.losses.supervised import supervised_losses, training_beside
from coach.runs.detectors.returns.risen_beside import better_beside
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="validation-far-worse",
    source="AutoTrainer (a gap of 0.10, or of 0.07 where training is over 0.9)",
    innocent=(
        "the held-out data is harder, or of another kind, by design",
        "a small validation set is noisy",
    ),
    raises=("overfitting", "preprocess-mismatch", "train-eval-mode", "label-noise", "label-misalignment"),
    looks_at=(Quantity.EVAL_ACCURACY,),
)
_NEVER_LEARNT = ("preprocess-mismatch", "label-misalignment", "train-eval-mode", "eval-bug", "overfitting")
_FEWEST = 5
_GAP = 0.10
_GAP_OF_GOOD = 0.07
_GOOD = 0.9
_SMALL = 0.02
_UNTRAINED = 0.6  # of the first training loss: held-out data never got much better than that
_FELL = 0.9  # of its own first values
_WITH = 1.25  # times training's
_LEARNT = 0.25  # of the first training loss


def validation_gap(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where held-out accuracy settles 0.1 under training's, or 0.07 where that is over 0.9.

    The same where a held-out loss never comes far under the first training loss while that falls to a quarter.
    Less than 0.1 is a mention while the held-out accuracy ends at its best: nothing would be gained by stopping before.
    """
    yield from _never_learnt(seen)
    for measure in seen.finite(Quantity.EVAL_ACCURACY):
        step, value = measure.series.step, measure.series.value
        if len(value) < _FEWEST or value.max() > 1:
            continue
        alike = seen.finite(Quantity.ACCURACY, beside=measure.tag)
        for other in (each for each in alike if _is_comparable_score(each, measure)):
            train = np.interp(step, other.series.step, other.series.value)
            limit = np.where(train > _GOOD, _GAP_OF_GOOD, _GAP)
            since = settles_at(train - value > limit, share=0.9)
            if len(other.series) < _FEWEST or since is None or train.max() > 1:
                continue
            onset = seen.onset(measure.series, since)
            gap = float((train - value)[since:].mean())
            said = f"{measure.tag} stays {gap:.2f} under {other.tag} ({value[-1]:.2f} and {train[-1]:.2f} at the end)"
            yield CARD.symptom(
                measure.tag,
                Severity.WARN if gap > _GAP or _has_lost(value) else Severity.INFO,
                f"{said}.",
                onset=onset,
                value=gap,
                threshold=float(limit[-1]),
            )
            break


def _never_learnt(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where training loses three quarters of its loss and held-out data never much.

    Silent where more and more held-out answers are right: then much of it holds, and it is the certainty that does not.
    """
    if better_beside(seen, Quantity.EVAL_ACCURACY) is not None:
        return
    for measure in supervised_losses(seen, _FEWEST, Quantity.EVAL_LOSS):
        beside = training_beside(seen, measure, 2 * _FEWEST)
        for other in (each for each in beside if _is_comparable(each, measure)):
            train, best = other.series.value, float(measure.series.value.min())
            first = float(train[:3].max())
            learnt = settles_at(train < _LEARNT * first, share=0.9)
            own_first = float(measure.series.value[:3].max())
            if learnt is None or not 0 < _UNTRAINED * max(first, own_first) < best:
                continue
            if not train[learnt:].any() or _kept_pace(measure, other):
                continue
            last = float(np.median(train[-max(3, len(train) // 10) :]))
            said = f"{measure.tag} is never under {best:.3g}, where {other.tag} fell from {first:.3g} to {last:.3g}"
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{said}: hardly any of what is learnt holds on held-out data.",
                onset=seen.onset(measure.series, 0),
                value=best / first,
                threshold=_UNTRAINED,
                raises=_NEVER_LEARNT,
            )
            return


def _is_comparable_score(train: Measure, held_out: Measure) -> bool:
    return train.metric == held_out.metric and are_of_one_task(train.tag, held_out.tag)


def _kept_pace(held_out: Measure, train: Measure) -> bool:
    """Give whether a held-out loss fell with training's, and parted from it only from its best point on."""
    best = int(np.argmin(held_out.series.value))
    beside = float(np.interp(held_out.series.step[best], train.series.step, train.series.value))
    at_best = float(held_out.series.value[best])
    own_first = float(np.median(held_out.series.value[:3]))
    return at_best < _FELL * own_first and at_best <= _WITH * beside


def _is_comparable(train: Measure, held_out: Measure) -> bool:
    """Give whether training was logged from before the first look at held-out data on."""
    return bool(train.series.step[0] <= held_out.series.step[0])


def _has_lost(value: NDArray[np.float64]) -> bool:
    """Give whether the end lies under the best by more than a mean of few looks does by luck."""
    means = rolling_means(value, max(3, len(value) // 10))
    return float(means.max() - means[-1]) > _SMALL
