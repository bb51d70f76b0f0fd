"""Gradient norms that grow without end, or jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity
from coach.runs.trend import settles_at, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="gradient-growth",
    source="TheDeepChecker (a factor of 2 a window over 5 windows); Axolotl's guide (spikes over 100)",
    innocent=(
        "warm-up of the learning rate",
        "batch size or data mixture was changed",
        "it grows from next to nothing",
    ),
    raises=("exploding-gradients", "lr-too-high", "constant-or-nan-feature"),
)
_FEWEST = 20
_GROWTH = 10.0
_SPREADS = 10.0
_WARM_UP = 0.1


def gradient_growth(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom where the norm settles at ten times its level after warm-up, or jumps far above it."""
    for measure in seen.finite(Quantity.GRAD_NORM):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        warm = int(_WARM_UP * len(value))
        early = value[warm : warm + max(5, len(value) // 5)]
        level = float(np.median(early))
        limit = max(_GROWTH * level, level + _SPREADS * spread(early))
        since = settles_at(value > limit, share=0.9)
        spikes = warm + np.flatnonzero(value[warm:] > limit)
        if not len(spikes) or level <= 0:
            continue
        first = int(spikes[0]) if since is None else since
        onset = seen.onset(measure.series, first)
        if since is not None:
            said = f"{measure.tag} has been over {limit:.3g} since step {onset.step:,}, where {level:.3g} was usual"
        else:
            top, times = value[spikes].max(), len(spikes)
            said = f"{measure.tag} jumps to {top:.3g} ({times} times), where {level:.3g} was usual"
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if since is None else Severity.ALARM,
            f"{said}.",
            onset=onset,
            value=float(value[spikes].max()),
            threshold=limit,
        )
