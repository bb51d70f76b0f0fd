"""Held-out data that only get worse, from the first look on, while training learns: nothing of it holds there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.one_task import are_of_one_task
from coach.runs.detectors.losses.supervised import (
    supervised_losses,
    training_beside,
    trains_a_policy,
)
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="held-out-never-better",
    source="what overfits has mostly learnt first what holds elsewhere (worked out); the shares are own",
    innocent=(
        "the first look came late, when the best was past",
        "a model that was trained before is tuned to other data",
    ),
    raises=("preprocess-mismatch", "evaluation-label-map", "label-misalignment", "eval-bug", "overfitting"),
    looks_at=(Quantity.EVAL_LOSS,),
)
_FEWEST = 8
_BETTER = 0.02  # of the first look
_WORSE = 0.15
_LEARNT = 0.15  # of the first training loss
_EARLY = 0.1  # of the run: what came before the first look
_ALIKE = 0.6  # of the first training loss: a model that knew held-out data before has something to lose
_UNDER_CHANCE = 0.6  # of what it was at the first look
_LOOKS = 3
_MORE = 0.02  # of all answers
_LEARNT_ANSWERS = 0.08  # of all answers
_SHARE, _PERCENT = 1.5, 100.0
_MOST_RIGHT = 0.5  # of the answers in training, over which a model has learnt


def held_out_never_better(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a held-out loss rises from its first look on while training's falls.

    That fewer held-out answers are right than at the first look is said as well: a model that learns classes under
    other numbers is right less often than one that guesses.
    """
    for measure in supervised_losses(seen, _FEWEST, Quantity.EVAL_LOSS):
        for other in training_beside(seen, measure, _FEWEST):
            if not are_of_one_task(other.tag, measure.tag) or not _only_rises(measure, other):
                continue
            value, train = measure.series.value, other.series.value
            said = (
                f"{measure.tag} rises from its first look on, from {value[0]:.3g} to {np.median(value[-3:]):.3g}, "
                f"while {other.tag} falls from {train[0]:.3g} to {np.median(train[-3:]):.3g}{_below_chance(seen)}: "
                "nothing of what is learnt holds there, as where held-out data are prepared, labelled or evaluated in "
                "another way, or training's answers can only be learnt by heart"
            )
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{said}.",
                onset=seen.onset(measure.series, 0),
                value=float(np.median(value[-3:]) / value[0]),
                threshold=1 + _WORSE,
            )
            return
    yield from _answers_never_better(seen)


def _answers_never_better(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for held-out answers never clearly more than at first, while training gets more right."""
    for measure in seen.finite(Quantity.EVAL_ACCURACY):
        value = measure.series.value
        scale = _PERCENT if value.max() > _SHARE else 1.0
        if trains_a_policy(seen) or measure.metric or len(value) < _FEWEST or value[0] > _MOST_RIGHT * scale:
            continue
        first = float(np.median(value[:_LOOKS]))
        if np.max(value[_LOOKS:]) > max(float(value[:_LOOKS].max()), first + _MORE * scale):
            continue
        for other in seen.finite(Quantity.ACCURACY, beside=measure.tag):
            train = other.series.value
            gained = float(np.median(train[-_LOOKS:]) - np.median(train[:_LOOKS]))
            if other.metric or len(train) < _FEWEST or gained < _LEARNT_ANSWERS * scale:
                continue
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} is {first:.3g} at first, never over {value.max():.3g} and "
                f"{np.median(value[-_LOOKS:]):.3g} in the end, while {other.tag} goes from "
                f"{np.median(train[:_LOOKS]):.3g} to {np.median(train[-_LOOKS:]):.3g}: training's answers are learnt "
                "by heart and nothing of them holds elsewhere, as where labels do not belong to their examples.",
                onset=seen.onset(measure.series, 0),
                value=float(value.max()),
                threshold=first,
                raises=(
                    "label-misalignment",
                    "label-noise",
                    "preprocess-mismatch",
                    "evaluation-label-map",
                    "eval-bug",
                ),
            )
            return


def _only_rises(held_out: Measure, train: Measure) -> bool:
    value, before = held_out.series.value, train.series
    span = max(1, int(before.step[-1] - before.step[0]))
    is_early = (held_out.series.step[0] - before.step[0]) / span <= _EARLY
    has_learnt = np.median(before.value[-3:]) < (1 - _LEARNT) * before.value[0]
    first = float(value[0])
    return bool(
        is_early
        and has_learnt
        and first > _ALIKE * before.value[0] > 0
        and value.min() >= (1 - _BETTER) * first
        and np.median(value[-3:]) > (1 + _WORSE) * first
    )


def _below_chance(seen: RunForDetectors) -> str:
    """Give in words that a held-out accuracy has sunk under that of the first look while training's is high."""
    right = [
        each for each in seen.finite(Quantity.ACCURACY) if not each.metric and len(each.series) >= _FEWEST
    ]
    for measure in seen.finite(Quantity.EVAL_ACCURACY):
        value = measure.series.value
        end = float(np.median(value[-3:]))
        is_lost = len(value) >= _FEWEST and not measure.metric and end < _UNDER_CHANCE * float(value[0])
        if is_lost and any(_MOST_RIGHT < float(np.median(each.series.value[-3:])) <= 1 for each in right):
            sinks = f"{measure.tag} sinks from {value[0]:.2g} to {end:.2g}"
            return f" and {sinks}, so that training makes fewer answers right"
    return ""
