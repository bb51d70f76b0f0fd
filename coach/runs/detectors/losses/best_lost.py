"""A score on held-out data that was best long ago, or sank deeply and only came back to where it had been."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import noise, rolling_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.measured_two_ways import worse_of_two_ways
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="best-lost",
    source="keeping the best checkpoint (Goodfellow 2016); every share of run and score is coach's own choice",
    innocent=(
        "a trained model was started from, and the new data is another",
        "a small validation set is noisy",
        "regularisation or augmentation was raised on the way",
    ),
    raises=("overfitting", "lr-too-high", "label-noise", "preprocess-mismatch", "exploding-gradients"),
    looks_at=(
        Quantity.EVAL_ACCURACY,
        Quantity.EVAL_LOSS,
    ),
)
_FEWEST = 10
_WINDOW = 0.05  # of the looks
_LONG_PAST = 0.5  # of the looks
_CLEARLY = 3.0  # standard errors, beyond what the best of many is by luck
_SMALL = 0.02  # of the best
_MUCH, _HALF = 0.1, 0.5
_AT_ONCE = 0.6  # of what was lost
_DEEP = 0.2  # of the best before
_TOGETHER = 0.15  # of the looks: a loss that turned there tells the same
_ROSE = 2.0
_MOST_NAMED = 3


class _Lost(NamedTuple):
    """A score that was better: where and how good, how bad it became and where, what it is now."""

    measure: Measure
    at: int
    best: float
    worst_at: int
    worst: float
    now: float
    came_back: bool

    @property
    def deepest(self) -> float:
        """How much was lost at the worst, as a share of the best."""
        return abs(self.best - self.worst) / max(abs(self.best), 1e-12)

    @property
    def says(self) -> str:
        """The course of it, in words."""
        step = self.measure.series.step
        was, sank = (
            f"{level:.4g} around step {int(step[at]):,}"
            for level, at in ((self.best, self.at), (self.worst, self.worst_at))
        )
        tag, end = self.measure.tag, f"{self.now:.4g} at the end"
        if self.came_back:
            return f"{tag} was {was}, sank to {sank} and has only come back since: {end}"
        return f"{tag} was best, on average {was}, and has not been as good since: {sank}, {end}"


def best_lost(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for the held-out scores whose best stretch lies in the first half and was never reached again.

    A score that sank by a fifth and ended no higher than before counts as well.
    """
    found = _all_lost(seen)
    if not found:
        return
    most = max(found, key=lambda each: each.deepest)
    step = most.measure.series.step
    said = most.says + _rate(seen, int(step[most.at]), int(step[most.worst_at]))
    others = [each.measure.tag for each in found if each is not most][:_MOST_NAMED]
    said += f"; {', '.join(others)} likewise" if others else ""
    yield CARD.symptom(
        most.measure.tag,
        Severity.WARN if most.deepest > _MUCH else Severity.INFO,
        f"{said}.",
        onset=seen.onset(most.measure.series, _fell_at(most)),
        value=most.now,
        threshold=most.best,
    )


def _fell_at(lost: _Lost) -> int:
    """Give the look at which most was lost at once; the best one where it went by and by."""
    value = lost.measure.series.value
    fall = np.sign(lost.best - lost.worst) * -np.diff(value[lost.at : lost.worst_at + 1])
    if len(fall) and float(fall.max()) > _AT_ONCE * abs(lost.best - lost.worst):
        return lost.at + 1 + int(np.argmax(fall))
    return lost.at


def _all_lost(seen: RunForDetectors) -> list[_Lost]:
    """Give what was lost, unless it is told by a detector that holds training beside it.

    A score of which half is gone is told by itself. An accuracy counts unless training's goes on rising, a loss where
    training logs none.
    """
    losses = [_lost(measure, -1) for measure in seen.finite(Quantity.EVAL_LOSS)]
    has_loss = bool(seen.of(Quantity.LOSS))
    told = worse_of_two_ways(seen)
    scores = [
        each
        for measure in seen.finite(Quantity.EVAL_ACCURACY)
        if measure.tag not in told and (each := _lost(measure, 1))
    ]
    scores = [each for each in scores if not _training_rises(seen, int(each.measure.series.step[each.at]))]
    if losses and has_loss:
        return [
            each
            for each in scores
            if each.deepest > _HALF or not all(_is_near(each, other) for other in losses)
        ]
    return scores or ([] if has_loss else [each for each in losses if each is not None])


def _lost(measure: Measure, sign: int) -> _Lost | None:
    """Give a best that lies in the first half and clearly over the end, or before a deep dip, with the worst since."""
    value = sign * measure.series.value
    if len(value) < _FEWEST:
        return None
    window = max(3, int(_WINDOW * len(value)))
    means = rolling_means(value, window)
    luck = float(np.sqrt(2 * np.log(len(value) / window)))
    limit = (_CLEARLY + luck) * noise(value) * float(np.sqrt(2 / window))
    best = _long_past(means, limit)
    came_back = best is None
    if best is None:
        best = _before_dip(means, limit) if sign > 0 else None
    if best is None:
        return None
    worst = best + int(np.argmin(means[best:]))
    levels = sign * means[[best, worst, -1]]
    half = window // 2
    return _Lost(
        measure, best + half, float(levels[0]), worst + half, float(levels[1]), float(levels[2]), came_back
    )


def _long_past(means: NDArray[np.float64], limit: float) -> int | None:
    best = int(np.argmax(means))
    lost = float(means[best] - means[-1])
    is_lost = best <= (1 - _LONG_PAST) * len(means) and lost > max(limit, _SMALL * abs(float(means[best])))
    return best if is_lost else None


def _before_dip(means: NDArray[np.float64], limit: float) -> int | None:
    """Give the best before the deepest fall; None where that is less than a fifth, or the end is clearly higher."""
    below = np.maximum.accumulate(means) - means
    deepest = int(np.argmax(below))
    best = int(np.argmax(means[: deepest + 1]))
    level = float(means[best])
    is_deep = float(below[deepest]) > max(limit, _DEEP * abs(level))
    return best if is_deep and float(means[-1]) < level + limit else None


def _training_rises(seen: RunForDetectors, step: int) -> bool:
    """Give whether an accuracy in training is higher at the end than it was around a step."""
    for measure in seen.finite(Quantity.ACCURACY):
        value = measure.series.value
        tenth = max(1, len(value) // 10)
        at = int(np.searchsorted(measure.series.step, step))
        around = value[max(0, at - tenth) : at + 1]
        if len(around) and float(np.median(value[-tenth:])) > float(np.median(around)):
            return True
    return False


def _is_near(one: _Lost, other: _Lost | None) -> bool:
    if other is None:
        return False
    mine, theirs = (each.at / len(each.measure.series) for each in (one, other))
    return abs(mine - theirs) < _TOGETHER


def _rate(seen: RunForDetectors, start: int, end: int) -> str:
    """Give how the learning rate rose in between, where it did: a warm-up can undo what a model had learnt before."""
    for measure in seen.finite(Quantity.LEARNING_RATE):
        step, value = measure.series.step, measure.series.value
        at = np.minimum(np.searchsorted(step, [start, end]), len(step) - 1)
        first, last = (float(each) for each in value[at])
        if last > _ROSE * first > 0:
            return f"; {measure.tag} rose from {first:.3g} to {last:.3g} in between"
    return ""
