"""Whether a run learns at all: what tells a defect of the log from one of the training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import noise
from coach.runs.detectors.losses.guessing import answers
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.returns.progress import improved_since, main_return
from coach.runs.detectors.returns.risen_beside import better_beside
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 3
_CLEARLY = 3.0  # standard errors
_MATTERS = 0.02  # of the level (editorial)


def has_learnt(seen: RunForDetectors) -> bool | None:
    """Give whether the return has risen, or where none is logged a loss has fallen or more answers are right.

    None where nobody can tell.

    A classifier that is right no more often than guessing has learnt nothing, however its loss creeps.
    """
    if main_return(seen) is not None:
        return improved_since(seen, seen.run.first_step or 0)
    losses = supervised_losses(seen, _FEWEST, Quantity.LOSS, Quantity.EVAL_LOSS)
    right = answers(seen)
    if right is not None and any(not each.metric and right.are_guesses(_end(each)) for each in losses):
        return False
    return any(map(_has_fallen, losses)) or better_beside(seen) is not None if losses else None


def _end(measure: Measure) -> float:
    return float(np.mean(measure.series.value[-max(1, len(measure.series) // 5) :]))


def _has_fallen(measure: Measure) -> bool:
    value = measure.series.value
    part = max(1, len(value) // 5)
    fall = float(np.mean(value[:part]) - np.mean(value[-part:]))
    error = noise(value) * np.sqrt(2 / part)
    return bool(fall > max(_CLEARLY * error, _MATTERS * abs(float(np.mean(value[:part])))))
