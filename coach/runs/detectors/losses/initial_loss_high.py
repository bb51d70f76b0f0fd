"""A first loss over that of guessing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.chance import guessing_loss
from coach.runs.detectors.losses.guessing import answers
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.quantities.parts import parts_of
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="initial-loss-high",
    source="CS231n (ln C for C classes); TheDeepChecker (off by its own size); 20 % over, factors: coach's own choice",
    innocent=(
        "the loss has weights of classes, or is a sum in place of a mean",
        "the first logged point is the mean of many steps, of which some went wrong",
        "the model was trained for another task before",
        "a regression on targets in raw units, whose mean is learnt first",
    ),
    raises=("unnormalised-inputs", "wrong-loss", "bad-init", "lr-too-high", "grad-accum-normalisation"),
)
_FEWEST = 3
_ABOVE = 0.2
_OF_ANY = 12.0  # nats: ln C of more classes than any vocabulary has (160,000)
_TIMES_GUESSING = 4.0
_OF_ANYTHING = (
    1.0  # the squared error of a target scaled to a variance of 1; guessing of two classes gets ln 2
)
_TOTAL = frozenset({"total", "sum", "overall", "combined"})
_OF_SEQUENCES = frozenset({"ctc", "rnnt", "transducer", "ocr", "crf"})
_OF_DECODERS = frozenset({"att", "attention", "seq2seq"})  # beside "loss"
_MOST_RIGHT = 0.5  # of the answers
_TIMES_MEAN = 10.0
_ENOUGH = 20
_TIMES_NEXT = 100.0
_TIMES_NEXT_STUCK = 20.0
_STUCK, _TWICE = 0.2, 2.0
_OF_CLASSES = ("", "F1", "area under the curve")


def initial_loss_high(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the first loss lies 20 % over that of guessing, or is far too large for any model.

    Where what guessing gets is not known, two signs remain: a loss over ln C of any number of classes beside a logged
    accuracy, and a first point 100 times those that follow (20 times, where the loss then hardly moves).
    """
    expected = guessing_loss(seen.facts)
    if expected is None:
        yield from _without_facts(seen)
    for measure in supervised_losses(seen, _FEWEST) if expected is not None else ():
        first, step = float(measure.series.value[0]), int(measure.series.step[0])
        if expected is not None and first > (1 + _ABOVE) * expected:
            yield CARD.symptom(
                measure.tag,
                Severity.WARN if step <= 1 else Severity.INFO,
                f"{measure.tag} begins at {first:.3g}, where guessing gives {expected:.3g}.",
                onset=seen.onset(measure.series, 0),
                value=first,
                threshold=expected,
            )


def _without_facts(seen: RunForDetectors) -> Iterator[Symptom]:
    scores = seen.finite(Quantity.EVAL_ACCURACY, Quantity.ACCURACY)
    is_classifier = any(each.metric in _OF_CLASSES for each in scores)
    for measure in () if _is_sum(seen) else supervised_losses(seen, _FEWEST):
        said = (
            ""
            if measure.metric or _is_total(seen, measure)
            else _over_any(seen, measure) or _over_the_next(measure, is_classifier=is_classifier)
        )
        if said:
            first = float(measure.series.value[0])
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{said}.",
                onset=seen.onset(measure.series, 0),
                value=first,
                raises=("bad-init", "unnormalised-inputs", "lr-too-high"),
            )


def _is_sum(seen: RunForDetectors) -> bool:
    """Give whether losses are those of whole sequences, by the names of the run's tags, or sums by what is right.

    A model that is right in most of its answers has a mean loss of few times -ln of their share.
    """
    words = [parts_of(tag).every for tag in seen.timelines]
    if any(each & _OF_SEQUENCES or ("loss" in each and each & _OF_DECODERS) for each in words):
        return True
    right = answers(seen)
    if right is None or not _MOST_RIGHT < right.last < 1:
        return False
    ends = [float(np.median(each.series.value[-_FEWEST:])) for each in supervised_losses(seen, _FEWEST)]
    return any(end > max(1.0, -_TIMES_MEAN * float(np.log(right.last))) for end in ends)


def _is_total(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether a loss is said to be the total of terms, of which another is logged: no answer alone costs it."""
    others = (parts_of(tag).every for tag in seen.timelines if tag != measure.tag)
    return bool(parts_of(measure.tag).every & _TOTAL) and any("loss" in each for each in others)


def _over_any(seen: RunForDetectors, measure: Measure) -> str:
    """Give in words that a classifier begins certain of wrong answers; empty where it does not."""
    first, right = float(measure.series.value[0]), answers(seen)
    if right is None or not 0 < right.first < 1 or first < _OF_ANY:
        return ""
    if first < -_TIMES_GUESSING * float(np.log(right.first)):
        return ""
    return (
        f"{measure.tag} begins at {first:.3g} with {right.tag} at {right.first:.2g}, where a model that knows nothing "
        f"begins at the logarithm of the number of classes: its first answers are certain and wrong, as with "
        f"weights or inputs far too large"
    )


def _over_the_next(measure: Measure, *, is_classifier: bool) -> str:
    """Give in words that the first point lies far over those that follow; empty where it does not."""
    value = measure.series.value
    if len(value) < _ENOUGH or value.min() <= 0 or value[0] < _OF_ANYTHING:
        return ""
    tenth = max(3, len(value) // 10)
    after, end = float(np.median(value[1 : 1 + tenth])), float(np.median(value[-tenth:]))
    stuck_high = value[0] > _OF_ANY and is_classifier and float(value[tenth]) < _TWICE * end
    times = _TIMES_NEXT_STUCK if stuck_high or abs(after - end) < _STUCK * after else _TIMES_NEXT
    if float(value[0]) < times * after:
        return ""
    return (
        f"{measure.tag} begins at {value[0]:.3g} and is at about {after:.3g} over the next tenth of its points: the "
        f"first answers are far out of scale, as with weights, inputs or targets that are, or with too high a learning "
        f"rate in the first steps"
    )
