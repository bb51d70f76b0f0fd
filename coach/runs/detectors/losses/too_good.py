"""Answers on held-out data that are nearly perfect too soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.guessing import answers
from coach.runs.detectors.losses.supervised import supervised_losses, training_beside, trains_a_policy
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="too-good",
    source="UMLAUT (validation over 0.95 early on)",
    innocent=(
        "few examples are held out",
        "the task is easy",
        "examples are made anew all the time, so that nothing is seen twice",
        "the answer follows from the inputs without any noise",
    ),
    raises=("train-test-overlap", "eval-bug", "class-imbalance"),
    looks_at=(Quantity.EVAL_ACCURACY,),
)
_FEWEST = 5
_HIGH = 0.95
_EARLY = 3
_NO_ERROR = 0.999
_OF_ANSWERS = ("", "F1", "area under the curve")
_FITTED = 0.05  # of the first training loss: examples that were seen many times
_ALIKE = 1.25
_GONE = 0.002  # of the first training loss
_MORE_THAN_ONE, _NATS = (
    1.5,
    13.0,
)  # a cross-entropy of five classes and more, and of no more than any vocabulary has
_LOOKS = 10
_KNOWN_BY_HEART = 0.99  # of the answers, at the end
_ORDINALS = ("first", "second", "third")


def too_good(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where held-out accuracy is over 0.95 by the third look.

    The same where a held-out loss follows training's all the way down to a twentieth of where that began, with hardly a
    wrong answer left. An agent has no held-out answers: what is called an accuracy there is that of a critic, a
    discriminator or of winning.
    """
    if trains_a_policy(seen):
        return
    yield from [*_follows(seen)] or _both_gone(seen)
    for measure in seen.finite(Quantity.EVAL_ACCURACY):
        value = measure.series.value
        if len(value) < _FEWEST or value.max() > 1:
            continue
        if measure.metric in _OF_ANSWERS and value[0] < _NO_ERROR <= value[_EARLY - 1 :].min():
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} is at least {_NO_ERROR} from its third look to the end: hardly any task leaves so few "
                f"errors so soon, unless the answer is among the inputs or held-out data are in training.",
                onset=seen.onset(measure.series, int(np.argmax(value >= _NO_ERROR))),
                value=float(value.max()),
                threshold=_NO_ERROR,
            ).named(f"too-good:{measure.tag}:no-error")
        elif not measure.metric and value[:_EARLY].max() > _HIGH:
            at = int(np.argmax(value > _HIGH))
            said = f"{measure.tag} is {value[at]:.3f} at its {_ORDINALS[at]} look"
            onset = seen.onset(measure.series, at)
            yield CARD.symptom(
                measure.tag,
                Severity.INFO,
                f"{said}.",
                onset=onset,
                value=float(value[at]),
                threshold=_HIGH,
            )


def _follows(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a mention of a held-out loss that stays with a training loss that has come down to nearly nothing.

    What was fitted so closely is known better than what was never seen, unless both are the same or, as most often, the
    task is easy.
    """
    for measure in supervised_losses(seen, _LOOKS, Quantity.EVAL_LOSS):
        for other in training_beside(seen, measure, _LOOKS):
            value = other.series.value
            limit = _FITTED * float(value[:3].mean())
            train = np.interp(measure.series.step, other.series.step, value)
            since = settles_at((train < limit) & (train > 0), share=0.9, fewest=_LOOKS // 2)
            right, came_down = answers(seen), measure.series.value[0] > limit
            if right is None or right.last < _KNOWN_BY_HEART or not came_down:
                continue
            if since is None or (measure.series.value[since:] > _ALIKE * train[since:]).mean() > 0.1:  # noqa: PLR2004
                continue
            onset = seen.onset(measure.series, since)
            said = (
                f"{measure.tag} follows {other.tag} down to {measure.series.value[-1]:.3g}, under a twentieth of where "
                f"that began: what is fitted so closely is usually known better than what was never seen, "
                "unless the task is easy"
            )
            yield CARD.symptom(
                measure.tag,
                Severity.INFO,
                f"{said}.",
                onset=onset,
                value=float(np.median(measure.series.value[since:] / train[since:])),
                threshold=_ALIKE,
            )
            return


def _both_gone(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a held-out loss that comes down with training's to a five-hundredth of where that began.

    Told of losses that begin too high for the squared error of a target that was scaled to a variance of 1.
    """
    for measure in supervised_losses(seen, _FEWEST, Quantity.EVAL_LOSS):
        for other in training_beside(seen, measure, _LOOKS):
            first, last = float(np.median(other.series.value[:3])), float(np.median(other.series.value[-3:]))
            held_out = float(np.median(measure.series.value[-3:]))
            if (
                not _MORE_THAN_ONE < first < _NATS
                or last <= 0
                or held_out > min(_ALIKE * last, _GONE * first)
            ):
                continue
            since = settles_at(measure.series.value < _GONE * first, share=1.0, fewest=1)
            onset = seen.onset(measure.series, since or 0)
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} is {held_out:.2g} and {other.tag} is {last:.2g}, where that began at {first:.3g}: what "
                "was never seen is foretold with next to no error, as where the answer is among the inputs.",
                onset=onset,
                value=held_out / first,
                threshold=_GONE,
                raises=("train-test-overlap", "eval-bug", "label-misalignment"),
            )
            return
