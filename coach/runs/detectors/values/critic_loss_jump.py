"""The loss of an agent that acts by values jumps at one point and stays up: what it learns from became another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import rate_moves
from coach.runs.detectors.returns.learner import acts_by_values
from coach.runs.detectors.returns.progress import main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="critic-loss-jump",
    source="transitions that fit together keep their error (worked out); every share is coach's own choice",
    innocent=(
        "another task, or another part of it, began there",
        "rewards are scaled in another way from there on",
    ),
    raises=("buffer-misalignment", "lr-too-high", "wrong-td-target", "q-overestimation", "reward-scale"),
)
_FEWEST = 20
_TIMES = 2.5
_LOST = 0.1  # of the range of the return
_AROUND = 5  # points


def critic_loss_jump(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where such a loss goes to over 2.5 times its level at one point, and the return is worse after.

    A mention where the return is not worse.
    """
    if not acts_by_values(seen):
        return
    for measure in seen.finite(Quantity.VALUE_LOSS, Quantity.LOSS):
        value = measure.series.value
        change = sudden_change(value, 1) if len(value) >= _FEWEST else None
        if change is None or not change.lasts or not 0 < _TIMES * change.before < change.after:
            continue
        if rate_moves(seen, measure, change.at):
            continue
        onset = seen.onset(measure.series, change.at)
        is_worse = _is_worse(seen, measure.tag, onset.step)
        said = f"{measure.tag} jumps from {change.before:.3g} to {change.after:.3g} at step {onset.step:,} and stays up"
        said += (
            ", and the return has fallen since: as where stored transitions or their targets no longer fit together"
            if is_worse
            else ""
        )
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if is_worse else Severity.INFO,
            f"{said}.",
            onset=onset,
            value=change.after / change.before,
            threshold=_TIMES,
        )
        return


def _is_worse(seen: RunForDetectors, tag: str, step: int) -> bool:
    measure = main_return(seen)
    if measure is None:
        return False
    value = measure.series.value
    at = int(np.searchsorted(measure.series.step, seen.step_of(measure.tag, tag, step)))
    before, end = value[max(0, at - _AROUND) : at], value[-_AROUND:]
    if len(before) < _AROUND or len(value) - at < _AROUND:
        return False
    return float(np.median(before) - np.median(end)) > _LOST * float(np.ptp(value))
