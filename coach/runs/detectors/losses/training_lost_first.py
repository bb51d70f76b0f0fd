"""A training loss that jumps at one point while held-out data are lost later, or not at all: the data changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_noise
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import First, training_breaks
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.losses.breaks import Break
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
_IF_SCALED = ("metric-redefined", "loss-summed-not-averaged", *_IF_KEPT[:3])
_SCALED = 4.0  # times the level before
_AS_NOISY = 2.0  # times the scatter before, in shares of the level
_FEW = 20  # points that give a scatter
_KEPT = 0.1  # of the level of held-out data
_TIMES = 1.5
_AROUND = 5  # points


def training_lost_first(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where training breaks at one point and held-out data lose less than half of theirs by then.

    Where held-out data lose next to nothing, training may only have been made harder.
    """
    for found in training_breaks(seen):
        if found.first is not First.TRAINING:
            continue
        before, first, worst = found.looks
        if not _had_learnt(seen, found):
            continue
        keeps = abs(worst - before) <= _KEPT * abs(before)
        said = (
            f"{found.measure.tag} jumps from {found.change.before:.3g} to {found.change.after:.3g} at step "
            f"{found.step:,}, where {found.other.tag} goes from {before:.3g} to {first:.3g}"
        )
        times = found.change.after / found.change.before
        is_scaled = keeps and _is_scaled(found) and not _answers_fall(seen, found)
        said += "" if keeps else f" and to {worst:.3g} only later"
        said += (
            f": the weights still hold what was learnt, and the loss varies as before at {times:.3g} times its level, "
            "as where it is summed, weighted or counted in another way"
            if is_scaled
            else ": the weights still hold what was learnt then, as where what is trained on, or its answers, changed"
        )
        yield CARD.symptom(
            found.measure.tag,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(found.measure.series, found.change.at),
            value=times,
            threshold=_TIMES,
            raises=_IF_SCALED if is_scaled else _IF_KEPT if keeps else CARD.raises,
        )


def _answers_fall(seen: RunForDetectors, found: Break) -> bool:
    """Give whether fewer of training's answers are right after it: then the loss is larger for a reason."""
    for measure in seen.finite(Quantity.ACCURACY, beside=found.measure.tag):
        at = int(np.searchsorted(measure.series.step, found.step))
        before, after = (
            measure.series.value[max(0, at - _AROUND) : at],
            measure.series.value[at : at + _AROUND],
        )
        if min(len(before), len(after)) == _AROUND and np.median(after) < (1 - _KEPT) * np.median(before):
            return True
    return False


def _had_learnt(seen: RunForDetectors, found: Break) -> bool:
    """Give whether held-out data stood no worse before the break than at the first look: else nothing was kept."""
    first, before = float(found.other.series.value[0]), found.looks[0]
    is_loss = found.other in seen.finite(Quantity.EVAL_LOSS)
    return before <= (1 + _KEPT) * first if is_loss else before >= (1 - _KEPT) * first


def _is_scaled(found: Break) -> bool:
    """Give whether a loss is many times what it was, and varies by the same share of its level."""
    value, at = found.measure.series.value, found.change.at
    before, after = value[max(0, at - _FEW) : at], value[at : at + _FEW]
    scatter = [robust_noise(part) / max(abs(float(np.median(part))), 1e-12) for part in (before, after)]
    is_alike = scatter[0] / _AS_NOISY < scatter[1] < scatter[0] * _AS_NOISY
    return found.change.after > _SCALED * found.change.before > 0 and is_alike
