"""Training and held-out data that are lost at one and the same point: the weights themselves were hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import First, logs_a_steady_rate, training_breaks
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.losses.breaks import Break
    from coach.runs.symptom import Symptom

CARD = Card(
    name="both-lost-at-once",
    source="what is lost for all data in one row is lost from the weights (worked out); shares are coach's own choice",
    innocent=(
        "other data, or another loss, are used from there on in training and evaluation alike",
        "the run goes on there from other weights on purpose",
    ),
    raises=(
        "exploding-gradients",
        "grad-accum-normalisation",
        "checkpoint-incomplete",
        "lr-too-high",
        "gradients-not-zeroed",
    ),
)
_IF_IT_LEARNS = (
    "checkpoint-incomplete",
    "constant-or-nan-feature",
    "unnormalised-inputs",
    "preprocess-mismatch",
    "lr-too-high",
)
_TIMES = 1.5
_FEW = 3
_REGAINS = 0.33


def both_lost_at_once(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where held-out data lose over half of theirs by the first look after training breaks."""
    for found in training_breaks(seen):
        if found.first is not First.BOTH:
            continue
        before, first, _ = found.looks
        rate = ", with the learning rate unchanged" if logs_a_steady_rate(seen, found.measure) else ""
        said = (
            f"{found.measure.tag} jumps from {found.change.before:.3g} to {found.change.after:.3g} at step "
            f"{found.step:,}, and {found.other.tag} goes from {before:.3g} to {first:.3g} by its first look after"
            f"{rate}: as where weights are lost to steps far too large, or replaced"
        )
        learns_anew = _learns_anew(found)
        said += " or fed with other inputs, and training learns anew" if learns_anew else ""
        yield CARD.symptom(
            found.measure.tag,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(found.measure.series, found.change.at),
            value=found.change.after / found.change.before,
            threshold=_TIMES,
            raises=_IF_IT_LEARNS if learns_anew else CARD.raises,
        )


def _learns_anew(found: Break) -> bool:
    """Give whether training has regained a third of what it lost by the end."""
    value = found.measure.series.value[found.change.at :]
    peak, end = float(np.median(value[:_FEW])), float(np.median(value[-_FEW:]))
    return peak - end > _REGAINS * (peak - found.change.before)
