"""What the logs lack without which little can be told: the return, the loss, or anything that could be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.logging_defects import action_for
from coach.session.triage.advice import Unlogged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs import Run
    from coach.runs.symptom import Symptom

_NO_LOSS = Unlogged("loss-silent", "Log the loss of every update, or of every few.", "no loss is logged")


def unlogged(runs: Sequence[Run], found: Sequence[Sequence[Symptom]]) -> Unlogged | None:
    """Give what is missing in the logs; None where there are none, or one run at least has its return or loss.

    Args:
        runs: what was read.
        found: what the detectors say of each run, in the same order.
    """
    if not runs:
        return None
    from coach.runs.describing.judged import not_judged  # noqa: PLC0415 - only where logs were read
    from coach.runs.detectors.could_see import ENOUGH, could_see  # noqa: PLC0415 - as above
    from coach.runs.quantities import meanings_of  # noqa: PLC0415 - as above

    is_anything_seen = any(found) and any(map(meanings_of, runs))
    if not is_anything_seen and not any(map(could_see, runs)):
        often = f"Log the loss, or the return of finished episodes, at {ENOUGH} points or more."
        says = next(filter(None, map(not_judged, runs)), often)
        return Unlogged("nothing-judged", says, "nothing in the logs could be judged")
    lacks = [_lacks(run, symptoms) for run, symptoms in zip(runs, found, strict=True)]
    return lacks[0] if all(lacks) else None


def _lacks(run: Run, symptoms: Sequence[Symptom]) -> Unlogged | None:
    from coach.runs.describing.metrics_advice import domain_of  # noqa: PLC0415 - only where logs were read
    from coach.runs.detectors.returns.return_silent import CARD  # noqa: PLC0415 - as above
    from coach.runs.quantities import Quantity, meanings_of  # noqa: PLC0415 - as above

    silent = next((each for each in symptoms if each.detector == CARD.name and action_for(each)), None)
    if silent is not None:
        return Unlogged(silent.detector, action_for(silent), "no return is logged")
    if domain_of(run) in {"policy-gradient", "reinforcement-learning"}:
        return None
    logged = {meaning.quantity for meaning in meanings_of(run).values()}
    return None if logged & {Quantity.LOSS, Quantity.EVAL_LOSS} else _NO_LOSS
