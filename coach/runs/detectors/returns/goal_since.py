"""Whether what a run is meant to make better did so after a step: what a jump elsewhere means hangs on that."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_noise
from coach.runs.detectors.returns.progress import main_return
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_AROUND = 5  # points before the step, which give the level there
_LAST = 0.2  # of the points after it, which give the level at the end
_OF_RANGE = 0.1
_NOISES = 1.5  # of single points: three standard errors of a difference of two medians of five and more
_OF_MODELS = (
    (Quantity.EVAL_LOSS, -1),
    (Quantity.EVAL_ACCURACY, 1),
    (Quantity.LOSS, -1),
    (Quantity.ACCURACY, 1),
)


class Since(StrEnum):
    """How a goal has gone since a step."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


def goal_since(seen: RunForDetectors, tag: str, step: int, *, besides: str = "") -> Since:
    """Give how the return, or else the first of held-out loss, accuracy and training loss, ends beside a step before.

    Args:
        seen: the run.
        tag: the one whose steps are meant.
        step: the step.
        besides: a tag that is not taken for a goal.
    """
    for measure, sign in _goals(seen):
        if measure.tag == besides:
            continue
        value = sign * measure.series.value
        at = int(np.searchsorted(measure.series.step, seen.step_of(measure.tag, tag, step)))
        after = value[at:]
        if at < _AROUND or len(after) < _AROUND:
            continue
        before, end = value[at - _AROUND : at], after[-max(_AROUND, int(_LAST * len(after))) :]
        moved = float(np.median(end) - np.median(before))
        little = max(_OF_RANGE * float(np.ptp(value)), _NOISES * robust_noise(value))
        return Since.SAME if abs(moved) <= little else Since.BETTER if moved > 0 else Since.WORSE
    return Since.UNKNOWN


def _goals(seen: RunForDetectors) -> Iterator[tuple[Measure, int]]:
    returns = main_return(seen)
    if returns is not None:
        yield returns, 1
        return
    for quantity, sign in _OF_MODELS:
        for measure in seen.finite(quantity):
            yield measure, sign
