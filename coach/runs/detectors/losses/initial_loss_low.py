"""A first loss under what can be known before anything is learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.chance import guessing_loss, prior_loss
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="initial-loss-low",
    source="CS231n (ln C for C classes); 10 % under are coach's own choice",
    innocent=(
        "the model starts from trained weights",
        "the last layer's bias was set to the frequency of the classes",
        "the first logged point is the mean of many steps",
        "weights of classes, or another unit of the loss",
    ),
    raises=("train-test-overlap", "wrong-loss"),
)
_FEWEST = 3
_UNDER = 0.1


def initial_loss_low(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the first loss lies 10 % under that of guessing; needs what guessing gets.

    Where the shares of the classes are known, their entropy is as good a beginning: a last layer whose bias was set to
    them starts there.
    """
    expected, prior = guessing_loss(seen.facts), prior_loss(seen.facts)
    if expected is None:
        return
    least = expected if prior is None else min(prior, expected)
    for measure in supervised_losses(seen, _FEWEST):
        first, step = float(measure.series.value[0]), int(measure.series.step[0])
        if first >= (1 - _UNDER) * least:
            continue
        said = f"{measure.tag} begins at {first:.3g}, where guessing gives {expected:.3g}"
        said += f", and knowing the shares of the classes {least:.3g}" if least < expected else ""
        said += (
            ": less than one can know before learning anything"
            if step <= 1
            else f"; its first point is of step {step:,}, by when something may have been learnt"
        )
        yield CARD.symptom(
            measure.tag,
            Severity.INFO,
            f"{said}.",
            onset=seen.onset(measure.series, 0),
            value=first,
            threshold=least,
        )
