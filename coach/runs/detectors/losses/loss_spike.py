"""A supervised loss that jumps and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import spread
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
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
_DIVERGED = 2.0


class _Jump(NamedTuple):
    """The point of a jump, and after how many points the loss was back; None where it never was."""

    at: int
    points: int | None


def loss_spike(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for values far above their neighbours before and after, with the number of points to recover."""
    for measure in supervised_losses(seen, _FEWEST):
        value = measure.series.value
        before = _median_before(value)
        scatter = spread(value[1:] - before[1:])
        limit = np.maximum(before + _SPREADS * scatter, _FACTOR * before)
        spikes = np.flatnonzero((value > limit) & (np.arange(len(value)) >= _NEIGHBOURS) & (before > 0))
        recovered = [_recovery(value, int(at), float(limit[at])) for at in spikes]
        jumps = [
            _Jump(int(at), points) for at, points in zip(spikes, recovered, strict=True) if points is not None
        ]
        if jumps:
            highest = max(jumps, key=lambda jump: float(value[jump.at]))
            yield _symptom(seen, measure, jumps[0].at, highest, float(before[highest.at]))
        lasting = [int(at) for at, points in zip(spikes, recovered, strict=True) if points is None]
        if lasting and len(value) - lasting[0] >= _NEIGHBOURS and not _is_twice(value, lasting[0]):
            jump = _Jump(lasting[0], None)
            found = _symptom(seen, measure, jump.at, jump, float(before[jump.at]))
            yield found.named(f"{found.id}:lasting")


def _symptom(seen: RunForDetectors, measure: Measure, first: int, jump: _Jump, usual: float) -> Symptom:
    value, step = float(measure.series.value[jump.at]), int(measure.series.step[jump.at])
    ending = "has not come back" if jump.points is None else f"is back after {jump.points} points"
    said = f"{measure.tag} jumps to {value:.3g} at step {step:,}, where {usual:.3g} was usual, and {ending}"
    return CARD.symptom(
        measure.tag,
        Severity.WARN if jump.points is None else Severity.INFO,
        f"{said}{_gradient_then(seen, measure, jump.at)}.",
        onset=seen.onset(measure.series, first),
        value=value,
        threshold=_FACTOR * usual,
    )


def _is_twice(value: np.typing.NDArray[np.float64], at: int) -> bool:
    """Give whether the level after a jump is over twice the one before, which is a divergence and said as such."""
    return float(np.median(value[at:])) > _DIVERGED * float(np.median(value[max(0, at - _NEIGHBOURS) : at]))


def _gradient_then(seen: RunForDetectors, measure: Measure, at: int) -> str:
    """Give when the gradient norm jumped beside the loss: what moved first is evidence."""
    step = measure.series.step
    low, high = int(step[max(0, at - _NEIGHBOURS)]), int(step[min(at + 1, len(step) - 1)])
    for gradient in seen.finite(Quantity.GRAD_NORM, beside=measure.tag):
        norm = gradient.series.value
        earlier = norm[gradient.series.step < low]
        if len(earlier) < _NEIGHBOURS:
            continue
        limit = float(np.median(earlier)) + _SPREADS * spread(earlier)
        near = (gradient.series.step >= low) & (gradient.series.step <= high) & (norm > limit)
        if near.any():
            jumped = int(gradient.series.step[int(np.argmax(near))])
            when = "first" if jumped < step[at] else "with it" if jumped == step[at] else "after it"
            return f"; {gradient.tag} jumped {when}, at step {jumped:,}"
    return ""


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
