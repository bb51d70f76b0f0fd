"""Values of a supervised loss far above their neighbours before them, and how long it took to come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import spread
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 50
NEIGHBOURS = 10
"""Points before and after a jump that are looked at (editorial)."""
_SPREADS = 8.0
FACTOR = 1.5
"""Times its neighbours that a value must be to be a jump (editorial)."""
_BACK = 0.25  # of the jump, and of what was usual: what may be left where the loss is said to be back


class Jump(NamedTuple):
    """A jump.

    Attributes:
        at: index of its point.
        usual: median of the ten points before it.
        points: after how many points the loss was back; None where it never was.
    """

    at: int
    usual: float
    points: int | None


def jumps_of(seen: RunForDetectors) -> Iterator[tuple[Measure, tuple[Jump, ...]]]:
    """Yield the supervised losses that have 50 points or more with their jumps."""
    for measure in supervised_losses(seen, _FEWEST):
        yield measure, _jumps(measure.series.value)


def _jumps(value: NDArray[np.float64]) -> tuple[Jump, ...]:
    before = _median_before(value)
    scatter = spread(value[1:] - before[1:])
    limit = np.maximum(before + _SPREADS * scatter, FACTOR * before)
    is_jump = (value > limit) & (np.arange(len(value)) >= NEIGHBOURS) & (before > 0)
    return tuple(
        Jump(at, float(before[at]), _recovery(value, at, float(before[at]), scatter))
        for at in np.flatnonzero(is_jump).tolist()
    )


def _median_before(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give float64[point]: the median of the ten points before each, fewer at the beginning."""
    padded = np.concatenate([np.full(NEIGHBOURS, value[0]), value[:-1]])
    return np.asarray(
        np.median(np.lib.stride_tricks.sliding_window_view(padded, NEIGHBOURS), axis=1)[: len(value)],
        dtype=np.float64,
    )


def _recovery(value: NDArray[np.float64], at: int, usual: float, scatter: float) -> int | None:
    """Give how many points it took until the loss was back, and most of the next few were; None where it never was.

    A point that is just under what makes a jump is not back: three quarters of the jump must be gone, and the loss no
    more than a quarter over what was usual, however high it jumped.
    """
    limit = usual + max(min(_BACK * (float(value[at]) - usual), _BACK * usual), 2 * scatter)
    back = value[at + 1 :] <= limit
    for first in np.flatnonzero(back).tolist():
        if back[first : first + NEIGHBOURS].mean() > 0.5:  # noqa: PLR2004 - most of them
            return int(first) + 1
    return None


def gradient_then(seen: RunForDetectors, measure: Measure, at: int) -> str:
    """Give when the gradient norm jumped beside the loss, as the end of a sentence: what moved first is evidence."""
    step = measure.series.step
    low, high = int(step[max(0, at - NEIGHBOURS)]), int(step[min(at + 1, len(step) - 1)])
    for gradient in seen.finite(Quantity.GRAD_NORM, beside=measure.tag):
        norm = gradient.series.value
        earlier = norm[gradient.series.step < low]
        if len(earlier) < NEIGHBOURS:
            continue
        limit = float(np.median(earlier)) + _SPREADS * spread(earlier)
        near = (gradient.series.step >= low) & (gradient.series.step <= high) & (norm > limit)
        if near.any():
            jumped = int(gradient.series.step[int(np.argmax(near))])
            when = "first" if jumped < step[at] else "with it" if jumped == step[at] else "after it"
            return f"; {gradient.tag} jumped {when}, at step {jumped:,}"
    return ""
