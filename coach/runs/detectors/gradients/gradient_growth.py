"""Gradient norms that grow without end, or jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at, spread, window_means
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
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
_WINDOWS = 5
_TWICE = 2.0


def gradient_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the norm settles at ten times its level, jumps far above it, or doubles on and on."""
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
        means = window_means(value[warm:], _WINDOWS)
        if since is None and means[0] > 0 and (means[1:] >= _TWICE * means[:-1]).all():
            yield _doubling(seen, measure, warm)
            continue
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


def _doubling(seen: RunForDetectors, measure: Measure, warm: int) -> Symptom:
    """Give the symptom of a norm that has not settled high, and doubles from window to window all the same."""
    value = measure.series.value
    return CARD.symptom(
        measure.tag,
        Severity.ALARM,
        f"{measure.tag} at least doubles from each fifth of the run to the next and is {value[-1]:.3g} now.",
        onset=seen.onset(measure.series, warm),
        value=float(value[-1]),
        threshold=_TWICE,
    )
