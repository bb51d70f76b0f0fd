"""A training loss that jumps at one point while held-out data are lost later, or not at all: the data changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import First, training_breaks
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="training-lost-first",
    source="weights that are lost are lost for held-out data too (worked out); every share is coach's own choice",
    innocent=(
        "a harder stage of the data, dropout or augmentation began there on purpose",
        "the loss is computed in another way from there on",
    ),
    raises=(
        "label-misalignment",
        "label-noise",
        "preprocess-mismatch",
        "unshuffled-data",
        "task-became-harder",
    ),
)
_IF_KEPT = (
    "label-noise",
    "training-measured-harder",
    "task-became-harder",
    "unshuffled-data",
    "preprocess-mismatch",
)
_KEPT = 0.1  # of the level of held-out data
_TIMES = 1.5


def training_lost_first(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where training breaks at one point and held-out data lose less than half of theirs by then.

    Where held-out data lose next to nothing, training may only have been made harder.
    """
    for found in training_breaks(seen):
        if found.first is not First.TRAINING:
            continue
        before, first, worst = found.looks
        keeps = abs(worst - before) <= _KEPT * abs(before)
        said = (
            f"{found.measure.tag} jumps from {found.change.before:.3g} to {found.change.after:.3g} at step "
            f"{found.step:,}, where {found.other.tag} goes from {before:.3g} to {first:.3g}"
        )
        said += "" if keeps else f" and to {worst:.3g} only later"
        said += ": the weights still hold what was learnt then, as where what is trained on, or its answers, changed"
        yield CARD.symptom(
            found.measure.tag,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(found.measure.series, found.change.at),
            value=found.change.after / found.change.before,
            threshold=_TIMES,
            raises=_IF_KEPT if keeps else CARD.raises,
        )
