"""Gradient norms that are cut at the same value at most steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="always-clipped",
    source="Deep Learning Tuning Playbook 2023 (more than half of the updates clipped is too aggressive)",
    innocent=("the threshold is meant to normalise every update",),
    raises=("lr-too-high", "exploding-gradients"),
)
_FEWEST = 20
_OFTEN = 0.5


def always_clipped(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom where the largest logged norm is also the norm of most updates: it is a clip's threshold."""
    for measure in seen.finite(Quantity.GRAD_NORM):
        value = measure.series.value
        top = float(value.max(initial=0.0))
        at_top = np.isclose(value, top, rtol=1e-6, atol=0.0)
        share = float(at_top.mean()) if len(value) else 0.0
        if len(value) >= _FEWEST and _OFTEN < share < 1 and top > 0:
            onset = seen.onset(measure.series, int(np.argmax(at_top)))
            said = f"{measure.tag} is exactly {top:.4g} at {100 * share:.0f} % of the points: most updates are clipped"
            yield CARD.symptom(
                measure.tag, Severity.WARN, f"{said}.", onset=onset, value=share, threshold=_OFTEN
            )
