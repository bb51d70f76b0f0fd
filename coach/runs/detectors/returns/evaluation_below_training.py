"""A policy that earns far more in training than in evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import robust_noise
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="evaluation-below-training",
    source="Stable-Baselines3's tips (statistics of normalisation belong to evaluation as well); the shares are own",
    innocent=(
        "the evaluation is on a harder task or another reward",
        "few and short evaluations of a task whose return varies",
        "training's return is shaped, clipped or normalised, and evaluation's is not",
    ),
    raises=("running-stats-bug", "eval-bug", "normalisation-one-path-only", "train-eval-mode", "reset-leak"),
    looks_at=(Quantity.EVAL_RETURN,),
)
_FEWEST = 4
_FEWEST_IN_TRAINING = 10
_FEWEST_OF_NOTHING = 6  # evaluations of nothing at all, which rare successes may be by chance
_LATE = 0.5  # of the run
_OF_RISE = 0.5  # of what was learnt in training
_MOST = 0.6  # share of the late evaluations that lie so low
_CLEARLY = 5.0  # standard deviations of training's points
_ANOTHER_SCALE = 20.0  # that many times as large: not the same reward


class _Gap(NamedTuple):
    """Levels of the second half, the evaluations under the limit there, and the index of the first that began it."""

    trained: float
    evaluated: float
    low: int
    looked_at: int
    limit: float
    since: int


def evaluation_below_training(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where most evaluations of the second half lie under half of what training has gained."""
    training = max(seen.finite(Quantity.RETURN), key=lambda each: len(each.series), default=None)
    if training is None or len(training.series) < _FEWEST_IN_TRAINING:
        return
    for measure in seen.finite(Quantity.EVAL_RETURN):
        gap = _gap(training, measure) if len(measure.series) >= _FEWEST else None
        if gap is None:
            continue
        is_another = abs(gap.trained) > _ANOTHER_SCALE * abs(gap.evaluated) > 0
        is_chance = gap.evaluated == 0 and gap.looked_at < _FEWEST_OF_NOTHING
        said = (
            f"{training.tag} is about {gap.trained:.3g} in the second half of the run and {measure.tag} mostly about "
            f"{gap.evaluated:.3g}: {gap.low} of {gap.looked_at} evaluations lie under {gap.limit:.3g}"
        )
        said += ", which looks like another scale of reward" if is_another else ""
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if is_another or is_chance else Severity.WARN,
            f"{said}.",
            onset=seen.onset(measure.series, gap.since),
            value=gap.evaluated,
            threshold=gap.limit,
        )


def _gap(training: Measure, evaluation: Measure) -> _Gap | None:
    """Give how far evaluation lies under training in the second half; None where it does not, or training fell."""
    step, value = training.series.step, training.series.value
    middle = float(step[0]) + _LATE * float(step[-1] - step[0])
    late, is_late = value[step >= middle], evaluation.series.step >= middle
    evaluated = evaluation.series.value[is_late]
    if len(evaluated) < _FEWEST - 1 or len(late) < _FEWEST_IN_TRAINING // 2:
        return None
    trained, start = float(np.median(late)), float(np.median(value[: max(3, len(value) // 20)]))
    scatter = _CLEARLY * robust_noise(value)
    limit = trained - max(_OF_RISE * (trained - start), scatter)
    # A return that falls is followed by its running mean only later.
    quarter = max(1, len(late) // 4)
    has_fallen = float(np.median(late[-quarter:])) < trained - _OF_RISE * (trained - start)
    low = evaluated < limit
    # One lucky episode in two makes most single episodes low, and the mean of them what it should be.
    highest = float(evaluated.mean() + evaluated.std() / np.sqrt(len(evaluated)))
    if trained <= start or has_fallen or float(low.mean()) < _MOST or highest > limit:
        return None
    beside = np.interp(evaluation.series.step, step, value)
    was_low = evaluation.series.value < beside - np.maximum(_OF_RISE * (beside - start), scatter)
    since = int(np.argmax(is_late)) + int(np.argmax(low))
    return _Gap(
        trained,
        float(np.median(evaluated[low])),
        int(low.sum()),
        len(evaluated),
        limit,
        _began(was_low, since),
    )


def _began(low: NDArray[np.bool_], since: int) -> int:
    """Give the first evaluation that lies low and from which on most of them do, at the latest `since`."""
    share = np.cumsum(low[::-1])[::-1] / np.arange(len(low), 0, -1)
    return min(since, int(np.argmax(low & (share >= _MOST)))) if (low & (share >= _MOST)).any() else since
