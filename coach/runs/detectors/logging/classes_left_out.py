"""Classes that are never answered: one right nearly always while most others are not, or a recall that sank to 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.siblings import families
from coach.runs.quantities import Quantity
from coach.runs.quantities.parts import parts_of
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
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
_FOUND = frozenset({"recall", "precision", "f1", "dice", "iou"})
"""Scores that are 0 where nothing is found of what they count."""
_FEWEST = 5
_LAST = 1 / 3  # of the points
_MOSTLY = 0.6  # of all answers
_SCORES = frozenset({"accuracy", "recall", "f1", "iou", "dice", "average_precision"})


def classes_left_out(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where one score by class is over 0.9 and half of its siblings or more are under 0.15.

    The same where a recall, a precision or the like sank to exactly 0 while most answers are right.
    """
    yield from _never_found(seen)
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


def nothing_found(measure: Measure) -> int | None:
    """Give the point from which a score of what is found was exactly 0 to the end; None for any other."""
    value = measure.series.value
    if not parts_of(measure.tag).every & _FOUND or len(value) < _FEWEST or not value.any():
        return None
    since = settles_at(value == 0, share=1.0, fewest=_FEWEST)
    return since if since is not None and len(value) - since > _LAST * len(value) else None


def _never_found(seen: RunForDetectors) -> Iterator[Symptom]:
    scores = seen.finite(Quantity.EVAL_ACCURACY, Quantity.ACCURACY)
    right = next(
        (
            each
            for each in scores
            if not parts_of(each.tag).every & _FOUND and each.series.value[-1] > _MOSTLY
        ),
        None,
    )
    found = [(each, since) for each in scores if (since := nothing_found(each)) is not None]
    if right is None or not found or right.series.value[-1] > 1:
        return
    measure, since = found[0]
    others = " and ".join(each.tag for each, _ in found[1:])
    said = f"{measure.tag} is exactly 0 at every point since step {int(measure.series.step[since]):,}"
    said += f", as is {others}" if others else ""
    said += (
        f", while {right.tag} is {right.series.value[-1]:.3g}: what it counts is never answered any more, as where one "
        "class is so common that answering it alone is nearly always right"
    )
    yield CARD.symptom(
        measure.tag,
        Severity.WARN,
        f"{said}.",
        onset=seen.onset(measure.series, since),
        value=0.0,
        threshold=0.0,
        raises=("class-imbalance", "class-weights-wrong", "resampling-shifts-prior"),
    )
