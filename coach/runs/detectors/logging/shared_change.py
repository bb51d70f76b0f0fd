"""Many quantities that change at one moment: they share a cause, and none of them is it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.changes_nearby import changes_nearby
from coach.runs.describing.onset_order import onset_order, shared_moments
from coach.runs.describing.run_for_detectors import Onset
from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.onset_order import Change
    from coach.runs.describing.run_for_detectors import RunForDetectors
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


def shared_change(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each moment at which three or more tags change their level for good."""
    changes = onset_order(seen)
    for axis in dict.fromkeys(seen.axes.values()):
        mine = sorted((each for each in changes if each.tag in axis.tags), key=lambda each: each.step)
        for group in shared_moments(mine, axis.last - axis.first):
            yield _symptom(seen, group)


def _symptom(seen: RunForDetectors, group: Sequence[Change]) -> Symptom:
    start, end = min(each.earliest for each in group), max(each.latest for each in group)
    tags = ", ".join(each.tag for each in group[:_MOST_NAMED])
    more = f" and {len(group) - _MOST_NAMED} more" if len(group) > _MOST_NAMED else ""
    said = f"{len(group)} quantities change together around step {group[0].step:,}: {tags}{more}"
    said += "".join(f"; {each}" for each in changes_nearby(seen, group[0].tag, start, end))
    onset = Onset(group[0].step, None, start, end)
    symptom = CARD.symptom(
        group[0].tag, Severity.INFO, f"{said}.", onset=onset, value=float(len(group)), threshold=3.0
    )
    return symptom.named(f"{CARD.name}:{group[0].step}")
