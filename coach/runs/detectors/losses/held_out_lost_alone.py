"""Held-out data that are lost at one look while training goes on as before: no overfitting comes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import held_out_breaks
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="held-out-lost-alone",
    source="overfitting grows with training and comes by and by (worked out); every share is coach's own choice",
    innocent=(
        "other data are held out from there on",
        "the metric is computed in another way from there on",
    ),
    raises=("eval-bug", "preprocess-mismatch", "label-misalignment", "train-eval-mode", "metric-redefined"),
)


def held_out_lost_alone(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for held-out losses and accuracies that get far worse at one look, training being calm."""
    found = list(held_out_breaks(seen, for_the_worse=True))
    if not found:
        return
    first = min(found, key=lambda each: each.step)
    before, after, _ = first.looks
    others = [each.measure.tag for each in found if each is not first and each.step == first.step]
    said = (
        f"{first.measure.tag} goes from {first.change.before:.3g} to {first.change.after:.3g} at one look, at step "
        f"{first.step:,}{f' ({others[0]} likewise)' if others else ''}, while {first.other.tag} is "
        f"{before:.3g} before and {after:.3g} after it: what is held out is looked at in another way from there on"
    )
    yield CARD.symptom(
        first.measure.tag,
        Severity.WARN,
        f"{said}.",
        onset=seen.onset(first.measure.series, first.change.at),
        value=first.change.after,
        threshold=first.change.before,
    )
