"""Weights that change far too much, or hardly at all, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="update-ratio",
    source="CS231n and Karpathy (about a thousandth); TheDeepChecker (alarms over 0.1 and under 0.0001)",
    innocent=(
        "biases and the gains of normalisation layers change by larger shares",
        "the first steps of Adam",
        "the end of a learning-rate schedule",
        "it was worked out as rate times gradient, which is not what Adam does",
    ),
    raises=(
        "lr-too-high",
        "lr-too-low",
        "frozen-params",
    ),
)
_FEWEST = 20
_LOW, _HIGH = -4.0, -1.5  # log10
_OFTEN = 0.1


def update_ratio(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where log10 of the update's share leaves [-4, -1.5] at over a tenth of the points."""
    for measure in seen.finite(Quantity.UPDATE_RATIO):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        # Some log the ratio, which is positive, and some its logarithm, which is not.
        logged = value if np.median(value) < 0 else np.log10(np.maximum(value, 1e-30))
        high, low = logged > _HIGH, logged < _LOW
        is_high = bool(high.mean() >= low.mean())
        out, limit = (high, _HIGH) if is_high else (low, _LOW)
        share = float(out.mean())
        if share > _OFTEN:
            onset = seen.onset(measure.series, mostly_since(out))
            usual = 10 ** float(np.median(logged))
            said = (
                f"a step changes the weights by a share of {usual:.1g} ({measure.tag}), where a thousandth is "
                f"usual; it is too {'large' if is_high else 'small'} at {100 * share:.0f} % of the points"
            )
            raises = ("lr-too-high",) if is_high else ("lr-too-low", "frozen-params")
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{said}.",
                onset=onset,
                value=usual,
                threshold=10**limit,
                raises=raises,
            )
