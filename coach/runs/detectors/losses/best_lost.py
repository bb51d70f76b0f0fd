"""A score on held-out data that was best long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import noise, rolling_means
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="best-lost",
    source="keeping the best checkpoint (Goodfellow 2016); half the run, a fiftieth and a tenth are coach's own choice",
    innocent=(
        "a trained model was started from, and the new data is another",
        "a small validation set is noisy",
        "regularisation or augmentation was raised on the way",
    ),
    raises=("lr-too-high", "overfitting", "preprocess-mismatch"),
)
_FEWEST = 10
_WINDOW = 0.05  # of the looks
_LONG_PAST = 0.5  # of the looks
_CLEARLY = 3.0  # standard errors, beyond what the best of many is by luck
_SMALL = 0.02  # of the best
_MUCH = 0.1
_TOGETHER = 0.15  # of the looks: a loss that turned there tells the same
_ROSE = 2.0
_MOST_NAMED = 3


class _Lost(NamedTuple):
    measure: Measure
    at: int
    best: float
    worst: float
    worst_at: int
    now: float

    @property
    def share(self) -> float:
        return abs(self.best - self.now) / max(abs(self.best), 1e-12)

    @property
    def deepest(self) -> float:
        return abs(self.best - self.worst) / max(abs(self.best), 1e-12)


def best_lost(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for the held-out scores whose best stretch lies in the first half and was never reached again.

    An accuracy counts where none is logged in training, a loss where training logs none: with both, another detector
    tells whether they part.
    """
    found: list[_Lost] = []
    if not seen.of(Quantity.ACCURACY):
        turned = [_lost(measure, -1) for measure in seen.finite(Quantity.EVAL_LOSS)]
        scores = [each for measure in seen.finite(Quantity.EVAL_ACCURACY) if (each := _lost(measure, 1))]
        is_told = bool(turned and seen.of(Quantity.LOSS))
        found += [each for each in scores if not (is_told and all(_is_near(each, other) for other in turned))]
    if not found and not seen.of(Quantity.LOSS):
        found += [each for measure in seen.finite(Quantity.EVAL_LOSS) if (each := _lost(measure, -1))]
    if not found:
        return
    most = max(found, key=lambda each: each.deepest)
    series = most.measure.series
    step, worst_step = int(series.step[most.at]), int(series.step[most.worst_at])
    said = f"{most.measure.tag} was best around step {step:,} ({most.best:.4g}) and has not been as good since: "
    said += f"{most.worst:.4g} around step {worst_step:,}, {most.now:.4g} at the end"
    said += _rate(seen, step, worst_step)
    others = [each.measure.tag for each in found if each is not most][:_MOST_NAMED]
    said += f"; {', '.join(others)} likewise" if others else ""
    yield CARD.symptom(
        most.measure.tag,
        Severity.WARN if max(most.share, most.deepest) > _MUCH else Severity.INFO,
        f"{said}.",
        onset=seen.onset(series, most.at),
        value=most.now,
        threshold=most.best,
    )


def _lost(measure: Measure, sign: int) -> _Lost | None:
    """Give a best that lies in the first half of the looks and clearly over the end, with the worst since."""
    value = sign * measure.series.value
    n = len(value)
    if n < _FEWEST:
        return None
    window = max(3, int(_WINDOW * n))
    means = rolling_means(value, window)
    best = int(np.argmax(means))
    error = noise(value) * np.sqrt(2 / window)
    luck = np.sqrt(2 * np.log(n / window))
    lost = float(means[best] - means[-1])
    is_long_past = best + window <= (1 - _LONG_PAST) * n
    if not is_long_past or lost <= max((_CLEARLY + luck) * error, _SMALL * abs(float(means[best]))):
        return None
    worst = best + int(np.argmin(means[best:]))
    at, worst_at = best + window // 2, worst + window // 2
    return _Lost(measure, at, sign * float(means[best]), sign * float(means[worst]), worst_at, sign * float(means[-1]))


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
