"""Action values over anything the rewards can add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="value-beyond-bound",
    source="worked out: rewards of at most r_max, discounted by gamma, sum to at most r_max / (1 - gamma)",
    innocent=(
        "a bonus for entropy is part of the value, which raises the bound",
        "rewards are rescaled before the critic sees them",
    ),
    raises=(
        "q-overestimation",
        "target-net-frequency",
        "wrong-td-target",
        "termination-truncation",
        "reward-scale",
    ),
)
_FEWEST = 3
_WITHIN_ERROR = 0.02  # of the bound: no critic is that exact
_CLEAR = 0.1
_FAR = 1.0


def value_beyond_bound(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where values pass r_max / (1 - gamma), which both must be known for.

    A critic is a fit with an error of its own: over by a tenth is a mention, and only twice the bound an alarm.
    """
    gamma, r_max = seen.facts.gamma, seen.facts.r_max
    if gamma is None or r_max is None or not 0 <= gamma < 1:
        return
    bound = r_max / (1 - gamma)
    for measure in seen.finite(Quantity.Q_VALUE, Quantity.VALUE):
        value = measure.series.value
        top = float(value.max())
        if len(value) < _FEWEST or top <= bound + _WITHIN_ERROR * abs(bound):
            continue
        onset = seen.onset(measure.series, int(np.argmax(value > bound)))
        over = (top - bound) / abs(bound) if bound else np.inf
        severity = Severity.ALARM if over > _FAR else Severity.WARN if over > _CLEAR else Severity.INFO
        most = f"rewards of at most {r_max:g} discounted by {gamma:g} sum to {bound:.4g}"
        said = f"{measure.tag} reaches {top:.4g}; {most}"
        said += f", which it passes by {100 * over:.0f} %" if severity is not Severity.ALARM else ""
        yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=top, threshold=bound)
