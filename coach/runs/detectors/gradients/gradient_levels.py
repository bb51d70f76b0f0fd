"""The level of a gradient norm after warm-up, and what lies far above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import settles_at, spread
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 20
_GROWTH = 10.0
_SPREADS = 10.0
_WARM_UP = 0.1


class GradientLevel(NamedTuple):
    """A gradient norm against its early level.

    Attributes:
        measure: the norm.
        warm: points of warm-up, a tenth.
        level: median of the fifth of the run after warm-up.
        limit: ten times that, and ten of its spreads above it.
        high: int64[n], the points after warm-up over the limit.
        since: the point from which on nearly all are over it; None where they are not.
    """

    measure: Measure
    warm: int
    level: float
    limit: float
    high: NDArray[np.int64]
    since: int | None


def gradient_levels(seen: RunForDetectors) -> Iterator[GradientLevel]:
    """Yield the gradient norms with 20 points or more."""
    for measure in seen.finite(Quantity.GRAD_NORM):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        warm = int(_WARM_UP * len(value))
        early = value[warm : warm + max(5, len(value) // 5)]
        level = float(np.median(early))
        limit = max(_GROWTH * level, level + _SPREADS * spread(early))
        high = warm + np.flatnonzero(value[warm:] > limit)
        yield GradientLevel(measure, warm, level, limit, high, settles_at(value > limit, share=0.9))
