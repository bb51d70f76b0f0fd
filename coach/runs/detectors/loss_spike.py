"""A supervised loss that jumps and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.supervised import supervised_losses
from coach.runs.symptom import Severity
from coach.runs.trend import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="loss-spike",
    source="Bekman's ML Engineering (spikes by how they recover); BigScience chronicles; 8 spreads are coach's own",
    innocent=("batch size or data mixture was switched", "the run was resumed", "small batches"),
    raises=("lr-too-high", "constant-or-nan-feature"),
)
_FEWEST = 50
_NEIGHBOURS = 10
_SPREADS = 8.0
_FACTOR = 1.5


def loss_spike(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom for values far above their neighbours before and after, with the number of points to recover."""
    for measure in supervised_losses(seen, _FEWEST):
        value = measure.series.value
        before = _median_before(value)
        scatter = spread(value[1:] - before[1:])
        limit = np.maximum(before + _SPREADS * scatter, _FACTOR * before)
        spikes = np.flatnonzero((value > limit) & (np.arange(len(value)) >= _NEIGHBOURS) & (before > 0))
        recovered = [_recovery(value, int(at), float(limit[at])) for at in spikes]
        jumps = [
            (int(at), points) for at, points in zip(spikes, recovered, strict=True) if points is not None
        ]
        if jumps:
            highest, points = max(jumps, key=lambda jump: float(value[jump[0]]))
            onset = seen.onset(measure.series, jumps[0][0])
            said = (
                f"{measure.tag} jumps to {value[highest]:.3g} at step {int(measure.series.step[highest]):,}, where "
                f"{before[highest]:.3g} was usual, and is back after {points} points"
            )
            yield CARD.symptom(
                measure.tag,
                Severity.INFO,
                f"{said}.",
                onset=onset,
                value=float(value[highest]),
                threshold=float(limit[highest]),
            )


def _median_before(value: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    """Give float64[point]: the median of the ten points before each, fewer at the beginning."""
    padded = np.concatenate([np.full(_NEIGHBOURS, value[0]), value[:-1]])
    return np.asarray(
        np.median(np.lib.stride_tricks.sliding_window_view(padded, _NEIGHBOURS), axis=1)[: len(value)],
        dtype=np.float64,
    )


def _recovery(value: np.typing.NDArray[np.float64], at: int, limit: float) -> int | None:
    """Give how many points it took to be back under the limit; None where that never happened."""
    back = np.flatnonzero(value[at + 1 :] <= limit)
    return int(back[0]) + 1 if len(back) else None
