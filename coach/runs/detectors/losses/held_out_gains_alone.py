"""Held-out data that get far better at one look while training goes on as before: no learning shows on them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import held_out_breaks
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="held-out-gains-alone",
    source="what is learnt shows in training first (worked out); every share is coach's own choice",
    innocent=(
        "other data are held out from there on",
        "averaged weights, or another way of answering, are evaluated from there on",
    ),
    raises=("train-test-overlap", "eval-bug", "metric-redefined", "train-eval-mode"),
)


def held_out_gains_alone(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a held-out loss or accuracy that gets far better at one look, training being calm."""
    losses = seen.finite(Quantity.EVAL_LOSS)
    for found in held_out_breaks(seen, for_the_worse=False):
        if found.measure.metric or (losses and found.measure not in losses):
            continue  # answers may leap over a threshold while their chances creep
        before, after, _ = found.looks
        yield CARD.symptom(
            found.measure.tag,
            Severity.WARN,
            f"{found.measure.tag} goes from {found.change.before:.3g} to {found.change.after:.3g} at one look, at step "
            f"{found.step:,}, while {found.other.tag} is {before:.3g} before and {after:.3g} after it: what is held "
            "out is another from there on, or is known from training.",
            onset=seen.onset(found.measure.series, found.change.at),
            value=found.change.after,
            threshold=found.change.before,
        )
        return
