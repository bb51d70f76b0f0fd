"""A norm that goes to another level from one point to the next, where no learning rate and no learning explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.losses.breaks import rate_moves

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.describing.sudden_change import SuddenChange

_FEWEST = 20
_EARLY = 0.05  # of the points, where everything moves
_LOGS = 1e-12


def at_once(seen: RunForDetectors, measure: Measure, sign: int, times: float) -> SuddenChange | None:
    """Give the change of a positive quantity to another level that it keeps; None where there is none.

    Judged by factors. None as well where a learning rate moves there, or at the very beginning.

    Args:
        seen: the run.
        measure: finite values.
        sign: 1 for a change upwards, -1 for one downwards.
        times: the least factor between the two levels.
    """
    value = measure.series.value
    if len(value) < _FEWEST or value.min() < 0:
        return None
    change = sudden_change(np.log(value + _LOGS), sign)
    if change is None or not change.lasts or change.at < max(5, _EARLY * len(value)):
        return None
    before, after = (float(np.exp(level)) for level in (change.before, change.after))
    if sign * np.log(max(after, _LOGS) / max(before, _LOGS)) < np.log(times) or rate_moves(
        seen, measure, change.at
    ):
        return None
    return change._replace(before=before, after=after)
