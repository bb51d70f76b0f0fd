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
)
_FEWEST = 4
_FEWEST_IN_TRAINING = 10
_LATE = 0.5  # of the run
_OF_RISE = 0.5  # of what was learnt in training
_MOST = 0.6  # share of the late evaluations that lie so low
_CLEARLY = 5.0  # standard deviations of training's points
_ANOTHER_SCALE = 20.0  # that many times as large: not the same reward


class _Gap(NamedTuple):
    trained: float
    evaluated: float
    low: NDArray[np.bool_]
    limit: float


def evaluation_below_training(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where most evaluations of the second half lie under half of what training has gained."""
    training = max(seen.finite(Quantity.RETURN), key=lambda each: len(each.series), default=None)
    if training is None or len(training.series) < _FEWEST_IN_TRAINING:
        return
    for measure in seen.finite(Quantity.EVAL_RETURN):
        gap = _gap(training, measure) if len(measure.series) >= _FEWEST else None
        if gap is None:
            continue
        late = measure.series.where(measure.series.step >= _middle(training))
        onset = seen.onset(measure.series, len(measure.series) - len(late) + int(np.argmax(gap.low)))
        is_another = abs(gap.trained) > _ANOTHER_SCALE * max(abs(gap.evaluated), 1e-9)
        said = (
            f"{training.tag} is about {gap.trained:.3g} in the second half of the run and {measure.tag} mostly about "
            f"{gap.evaluated:.3g}: {int(gap.low.sum())} of {len(late)} evaluations lie under {gap.limit:.3g}"
        )
        said += ", which looks like another scale of reward" if is_another else ""
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if is_another else Severity.WARN,
            f"{said}.",
            onset=onset,
            value=gap.evaluated,
            threshold=gap.limit,
        )


def _middle(training: Measure) -> float:
    step = training.series.step
    return float(step[0]) + _LATE * float(step[-1] - step[0])


def _gap(training: Measure, evaluation: Measure) -> _Gap | None:
    """Give how far evaluation lies under training in the second half; None where it does not, or training fell."""
    middle = _middle(training)
    value, is_late = training.series.value, training.series.step >= middle
    late, evaluated = value[is_late], evaluation.series.value[evaluation.series.step >= middle]
    if len(evaluated) < _FEWEST - 1 or len(late) < _FEWEST_IN_TRAINING // 2:
        return None
    trained, start = float(np.median(late)), float(np.median(value[: max(3, len(value) // 20)]))
    rise = trained - start
    limit = trained - max(_OF_RISE * rise, _CLEARLY * robust_noise(value))
    # A return that falls is followed by its running mean only later.
    quarter = max(1, len(late) // 4)
    has_fallen = float(np.median(late[-quarter:])) < trained - _OF_RISE * rise
    low = evaluated < limit
    if rise <= 0 or has_fallen or float(low.mean()) < _MOST:
        return None
    return _Gap(trained, float(np.median(evaluated[low])), low, limit)
