"""A first loss over that of guessing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.chance import guessing_loss
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="initial-loss-high",
    source="CS231n (ln C for C classes); TheDeepChecker (off by its own size); 20 % over are coach's own choice",
    innocent=(
        "the loss has weights of classes, or is a sum in place of a mean",
        "the first logged point is the mean of many steps, of which some went wrong",
        "the model was trained for another task before",
    ),
    raises=("bad-init", "unnormalised-inputs", "wrong-loss"),
)
_FEWEST = 3
_ABOVE = 0.2


def initial_loss_high(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the first loss lies 20 % over that of guessing; needs what guessing gets."""
    expected = guessing_loss(seen.facts)
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
