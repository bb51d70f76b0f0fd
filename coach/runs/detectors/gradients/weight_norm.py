"""Weights that never change, or grow without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import window_means
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="weight-norm",
    source="TheDeepChecker (no change means not trained; a factor of 2 a window over 5 windows)",
    innocent=(
        "the layer is frozen on purpose",
        "an average that is updated rarely",
    ),
    raises=(
        "frozen-params",
        "graph-break",
        "exploding-gradients",
    ),
)
_FEWEST = 20
_WINDOWS = 5
_GROWTH = 2.0


def weight_norm(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each norm that is the same at every point, or doubles from window to window."""
    for measure in seen.finite(Quantity.WEIGHT_NORM):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        raises: tuple[str, ...]
        means = window_means(value, _WINDOWS)
        onset = seen.onset(measure.series, 0)
        if np.ptp(value) == 0:
            said = f"{measure.tag} is exactly {value[0]:.6g} at all {len(value):,} points: not trained"
            raises, severity = ("frozen-params", "graph-break"), Severity.WARN
        elif means[0] > 0 and (means[1:] >= _GROWTH * means[:-1]).all():
            said = f"{measure.tag} at least doubles from each fifth of the run to the next and is {value[-1]:.3g} now"
            raises, severity = ("exploding-gradients",), Severity.ALARM
        else:
            continue
        yield CARD.symptom(
            measure.tag,
            severity,
            f"{said}.",
            onset=onset,
            value=float(value[-1] / value[0]) if value[0] else None,
            threshold=_GROWTH,
            raises=raises,
        )
