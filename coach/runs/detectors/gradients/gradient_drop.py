"""Gradient norms that fall to a fraction of their level from one point to the next, and stay there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.at_once import at_once
from coach.runs.detectors.returns.goal_since import Since, goal_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="gradient-drop",
    source="a gradient is as large as what it reaches and as the loss is scaled (worked out); factors: own choice",
    innocent=(
        "clipping was switched on, or the loss scaled otherwise, on purpose",
        "parts of the model are frozen from there on, on purpose",
        "the data became easier there",
    ),
    raises=(
        "frozen-params",
        "graph-break",
        "grad-accum-normalisation",
        "fp16-underflow",
        "loss-term-missing",
        "clip-too-tight",
        "config-not-applied",
    ),
)
_TIMES = 3.0
_NOTHING = 1e-3  # of the level before: that is told as a gradient that vanished


def gradient_drop(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first such norm, to under a third, with the learning rate unmoved.

    A mention where the run gets better after it. Next to nothing is told by another detector.
    """
    for measure in seen.finite(Quantity.GRAD_NORM):
        change = at_once(seen, measure, -1, _TIMES)
        if change is None or change.after < _NOTHING * change.before:
            continue
        onset = seen.onset(measure.series, change.at)
        went = goal_since(seen, measure.tag, onset.step)
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if went is Since.BETTER else Severity.WARN,
            f"{measure.tag} falls from {change.before:.3g} to {change.after:.3g} at step {onset.step:,} and stays there"
            f"{', while the run gets better' if went is Since.BETTER else ''}: as where part of the model is cut off "
            "or frozen, a term of the loss is gone, or the loss is divided or clipped otherwise.",
            onset=onset,
            value=change.before / change.after,
            threshold=_TIMES,
        )
        return
