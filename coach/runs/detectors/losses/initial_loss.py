"""A first loss that is not the one of guessing."""

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
    name="initial-loss",
    source="CS231n (ln C for C classes); TheDeepChecker (off by its own size); 20 % over, 10 % under are coach's own",
    innocent=(
        "the model starts from trained weights",
        "the last layer's bias was set to the frequency of the classes",
        "label smoothing, weights of classes, or a sum in place of a mean",
        "the first logged point is the mean of many steps",
    ),
    raises=(
        "bad-init",
        "double-softmax",
        "train-test-overlap",
        "wrong-loss",
    ),
)
_FEWEST = 3
_ABOVE, _UNDER = 0.2, -0.1


def initial_loss(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the first loss lies 20 % over that of guessing, or 10 % under it; needs the classes.

    Where the shares of the classes are known, their entropy is as good a beginning: a last layer whose bias was set
    to them starts there. Whatever lies between the two is nothing to speak of either.
    """
    expected, prior = guessing_loss(seen.facts), prior_loss(seen.facts)
    if expected is None:
        return
    least = expected if prior is None else min(prior, expected)
    for measure in supervised_losses(seen, _FEWEST):
        first = float(measure.series.value[0])
        off = first / expected - 1
        if off <= _ABOVE and first / least - 1 >= _UNDER:
            continue
        onset = seen.onset(measure.series, 0)
        is_high = off > 0
        said = f"{measure.tag} begins at {first:.3g}, where guessing gives {expected:.3g}"
        said += (
            f", and knowing the shares of the classes {least:.3g}" if least < expected and not is_high else ""
        )
        said += "" if is_high else ": less than one can know before learning anything"
        raises = ("bad-init", "wrong-loss") if is_high else ("train-test-overlap", "wrong-loss")
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if is_high and int(measure.series.step[0]) <= 1 else Severity.INFO,
            f"{said}.",
            onset=onset,
            value=first,
            threshold=expected if is_high else least,
            raises=raises,
        )
