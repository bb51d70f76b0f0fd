"""A level that changes at the very point at which the run was started again: something was not taken along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.describing.sudden_change import SuddenChange
    from coach.runs.symptom import Symptom

CARD = Card(
    name="began-at-restart",
    source="Karpathy 2019 (state that is not restored); that a level changes at the restart itself is tested as own",
    innocent=(
        "settings or data were changed on purpose when the run was started again",
        "what is averaged over episodes or batches begins anew",
    ),
    raises=("checkpoint-incomplete", "schedule-end-moved", "weights-not-loaded", "data-position-lost"),
)
_WORSE = {
    Quantity.LOSS: 1,
    Quantity.EVAL_LOSS: 1,
    Quantity.RETURN: -1,
    Quantity.EVAL_RETURN: -1,
    Quantity.ACCURACY: -1,
    Quantity.EVAL_ACCURACY: -1,
}
_FEWEST = 20
_NEAR = 1  # points


def began_at_restart(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first loss, score or return that gets worse at once where a new segment begins."""
    for quantity, worse in _WORSE.items():
        for measure in seen.finite(quantity):
            broken = _broken_at(measure, worse)
            if broken is not None:
                step = int(measure.series.step[broken.at])
                yield CARD.symptom(
                    measure.tag,
                    Severity.WARN,
                    f"{measure.tag} goes from {broken.before:.3g} to {broken.after:.3g} at step {step:,}, where the "
                    "run was started again: something may not have been taken along.",
                    onset=seen.onset(measure.series, broken.at),
                    value=broken.after,
                    threshold=broken.before,
                )
                return


def _broken_at(measure: Measure, worse: int) -> SuddenChange | None:
    segment = measure.series.segment
    starts = np.flatnonzero(np.diff(segment)) + 1
    if len(segment) < _FEWEST or not len(starts):
        return None
    change = sudden_change(measure.series.value, worse)
    is_there = change is not None and int(np.abs(starts - change.at).min()) <= _NEAR
    return change if change is not None and is_there else None
