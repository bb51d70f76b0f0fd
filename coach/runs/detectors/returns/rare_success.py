"""Single episodes far better than the mean, which the policy does not take up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import improved_since, main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="rare-success",
    source="Schulman 2017 (the best return is what a policy could home in on); four spreads are coach's own choice",
    innocent=("returns have a heavy tail by the nature of the task",),
    raises=("exploration-collapse", "batch-too-small", "reward-uninformative", "task-too-hard"),
    looks_at=(
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
    ),
)
_FEWEST = 15
_SPREADS = 4.0
_OFTEN = 0.5


def rare_success(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the best passes the mean by four spreads at half of the points and the mean is flat."""
    means = main_return(seen)
    if means is None:
        return
    spreads = seen.finite(Quantity.RETURN_SPREAD, beside=means.tag)
    if not spreads or improved_since(seen, int(means.series.step[0]), means.tag) is not False:
        return
    step = means.series.step
    spread = np.interp(step, spreads[0].series.step, spreads[0].series.value)
    for measure in seen.finite(Quantity.MAX_RETURN, beside=means.tag):
        best = np.interp(step, measure.series.step, measure.series.value)
        far = (best > means.series.value + _SPREADS * spread) & (spread > 0)
        if min(len(step), len(measure.series)) >= _FEWEST and float(far.mean()) >= _OFTEN:
            onset = seen.onset(means.series, int(np.argmax(far)))
            said = f"the best episodes ({measure.tag}) lie over four spreads above the mean return, which does not rise"
            yield CARD.symptom(
                measure.tag, Severity.INFO, f"{said}.", onset=onset, value=float(far.mean()), threshold=_OFTEN
            )
