"""One class that is nearly always answered right while most others nearly never are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.siblings import families
from coach.runs.quantities.parts import parts_of
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="classes-left-out",
    source="a model that answers one class alone has a recall of 1 there and of 0 elsewhere (definition)",
    innocent=("most classes have hardly an example among the held-out data",),
    raises=("class-imbalance", "unshuffled-data", "class-weights-wrong", "resampling-shifts-prior"),
)
_RIGHT, _WRONG = 0.9, 0.15
_MOST = 0.5  # of the classes
_LATE = 0.5  # of the points
_SCORES = frozenset({"accuracy", "recall", "f1", "iou", "dice", "average_precision"})


def classes_left_out(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where one score by class is over 0.9 and half of its siblings or more are under 0.15."""
    for siblings in families(seen):
        if siblings.are_replicas or not all(parts_of(tag).every & _SCORES for tag in siblings.members):
            continue
        levels = {
            tag: float(np.median(each.value[int(_LATE * len(each)) :]))
            for tag, each in siblings.members.items()
        }
        best = max(levels, key=levels.__getitem__)
        low = sorted(tag for tag, level in levels.items() if level < _WRONG)
        if not _RIGHT < levels[best] <= 1 or len(low) < _MOST * len(levels):
            continue
        series = siblings.members[best]
        said = (
            f"{best} is {levels[best]:.2f} in the second half of the run, and {len(low)} of its {len(levels) - 1} "
            f"siblings are under {_WRONG}, {low[0]} at {levels[low[0]]:.2f}: one class answers nearly all"
        )
        yield CARD.symptom(
            best,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(series, 0),
            value=levels[best],
            threshold=_RIGHT,
        )
