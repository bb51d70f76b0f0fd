"""A supervised loss that climbs away from its minimum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.supervised import supervised_losses
from coach.runs.symptom import Severity
from coach.runs.trend import settles_at, window_means

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="loss-divergence",
    source="TheDeepChecker (a loss at twice its minimum); AutoTrainer (Zhang et al. 2021)",
    innocent=("a harder stage of the data began", "a regulariser was ramped up"),
    raises=("lr-too-high", "exploding-gradients", "numeric-overflow"),
)
_FEWEST = 50
_TWICE = 2.0
_WINDOWS = 20


def loss_divergence(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom where the loss settles at over twice its lowest twentieth."""
    for measure in supervised_losses(seen, _FEWEST):
        value = measure.series.value
        means = window_means(value, _WINDOWS)
        lowest = int(np.argmin(means))
        floor = float(means[lowest])
        if floor <= 0 or lowest == _WINDOWS - 1 or means[-1] < _TWICE * floor:
            continue
        after = (lowest + 1) * len(value) // _WINDOWS
        since = settles_at(value[after:] > _TWICE * floor, share=0.9)
        if since is not None:
            onset = seen.onset(measure.series, after + since)
            said = (
                f"{measure.tag} fell to {floor:.3g} and has been over twice that since step {onset.step:,}; "
                f"it is {means[-1]:.3g} now"
            )
            yield CARD.symptom(
                measure.tag,
                Severity.ALARM,
                f"{said}.",
                onset=onset,
                value=float(means[-1]) / floor,
                threshold=_TWICE,
            )
