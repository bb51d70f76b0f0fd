"""Many quantities that change at one moment: they share a cause, and none of them is it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.observed import Onset
from coach.runs.onset_order import onset_order, shared_moments
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="shared-change",
    source="Jones 2021 (all metrics odd at once); three tags within 0.5 % of the run is coach's own choice",
    innocent=(
        "a planned change: a stage of the data, of the schedule or of the task",
        "the run was resumed with other settings on purpose",
    ),
    raises=("checkpoint-incomplete", "hardware-fault", "config-not-applied"),
)
_MOST_NAMED = 5
_JUMP = 0.2  # of a learning rate, from one point to the next


def shared_change(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom for each moment at which three or more tags change their level for good."""
    first, last = seen.run.first_step, seen.run.last_step
    if first is None or last is None:
        return
    for group in shared_moments(onset_order(seen), last - first):
        start, end = min(each.earliest for each in group), max(each.latest for each in group)
        tags = ", ".join(each.tag for each in group[:_MOST_NAMED])
        more = f" and {len(group) - _MOST_NAMED} more" if len(group) > _MOST_NAMED else ""
        said = f"{len(group)} quantities change together around step {group[0].step:,}: {tags}{more}"
        said += "".join(f"; {each}" for each in _causes(seen, start, end))
        onset = Onset(group[0].step, None, start, end)
        symptom = CARD.symptom(
            group[0].tag, Severity.INFO, f"{said}.", onset=onset, value=float(len(group)), threshold=3.0
        )
        yield symptom.named(f"{CARD.name}:{group[0].step}")


def _causes(seen: Observed, start: int, end: int) -> Iterator[str]:
    """Yield what else the log says happened between two steps: a restart, or a jump of the learning rate."""
    for series in seen.run.series.values():
        resumed = series.step[np.flatnonzero(np.diff(series.segment)) + 1]
        if ((resumed >= start) & (resumed <= end)).any():
            yield "the run was restarted there"
            break
    for measure in seen.finite(Quantity.LEARNING_RATE):
        step, value = measure.series.step[1:], measure.series.value
        jumps = np.abs(np.diff(value)) > _JUMP * np.abs(value[:-1])
        if (jumps & (step >= start) & (step <= end)).any():
            yield f"{measure.tag} jumped there"
