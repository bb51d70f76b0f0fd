"""An agent that plays on and on while no loss of it is ever logged, or none any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.learning import has_learnt
from coach.runs.detectors.returns.progress import hardly_improved_since, main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="nothing-updated",
    source="frameworks log the losses of an agent when it is updated; thirty points and a third are coach's own choice",
    innocent=(
        "losses are logged elsewhere, or not at all",
        "a finished agent only plays here",
        "a buffer is filled before learning begins",
    ),
    raises=("config-not-applied", "frozen-params", "logging-artefact"),
)
_FEWEST = 30
_LEARNER = (
    Quantity.LOSS,
    Quantity.POLICY_LOSS,
    Quantity.VALUE_LOSS,
    Quantity.Q_VALUE,
    Quantity.VALUE,
    Quantity.GRAD_NORM,
    Quantity.KL,
    Quantity.ENTROPY,
    Quantity.EXPLAINED_VARIANCE,
    Quantity.UPDATE_RATIO,
    Quantity.WEIGHT_NORM,
)
_OF_A_LEARNER = (Quantity.EXPLORATION_RATE, Quantity.LEARNING_RATE)
_SILENT = 1 / 3  # of the run, at its end


def nothing_updated(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the settings of a learner are logged with the return, and nothing that learning would show.

    The same where all of that stops while the return goes on for a third of the run. A mention where the return rises.
    """
    returns = main_return(seen)
    if returns is None or len(returns.series) < _FEWEST:
        return
    learnt = [each for each in seen.of(*_LEARNER) if seen.count_alike(each.tag, returns.tag)]
    first, last = int(returns.series.step[0]), int(returns.series.step[-1])
    if not seen.of(*_LEARNER):
        settings = seen.finite(*_OF_A_LEARNER)
        if not settings:
            return
        said = f"{settings[0].tag} is logged, and no loss or other trace of an update: nothing may be learnt here"
        step = first
    else:
        ended = max((int(each.series.step[-1]) for each in learnt), default=last)
        if last - ended < _SILENT * (last - first):
            return
        said = f"no loss or other trace of an update is logged after step {ended:,}, and the return goes on to {last:,}"
        step = ended
    is_learning = has_learnt(seen) and not hardly_improved_since(seen, first)
    onset = seen.onset(returns.series, int((returns.series.step <= step).sum()) - 1)
    yield CARD.symptom(
        returns.tag,
        Severity.INFO if is_learning else Severity.WARN,
        f"{said}{', and the return rises all the same' if is_learning else ''}.",
        onset=onset,
        value=float(last - step) / max(1, last - first),
        threshold=_SILENT,
    )
