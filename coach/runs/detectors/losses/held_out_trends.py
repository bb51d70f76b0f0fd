"""Which way the losses and the scores on held-out data went in the second half of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import noise, robust_slope
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 8  # points in the second half
_LATE = 0.5  # of the run
_CLEAR = 0.5  # Kendall's tau
_CLEARLY = 4.0  # standard errors of a difference of two quarters
_SMALL = 0.01  # of the level


class Trend(NamedTuple):
    """A series over the second half of a run: the index of its first point there, its level at both ends."""

    measure: Measure
    since: int
    first: float
    last: float

    @property
    def rises(self) -> bool:
        """Whether it went up."""
        return self.last > self.first


def held_out_trends(seen: RunForDetectors) -> tuple[list[Trend], list[Trend]] | None:
    """Give the trends of all held-out losses and of the scores beside them; None unless all losses go one way.

    Where several losses are logged, one that goes another way leaves open which of them a score should follow.
    """
    losses = [_trend(each) for each in seen.finite(Quantity.EVAL_LOSS)]
    clear = [each for each in losses if each is not None]
    scores = [found for each in seen.finite(Quantity.EVAL_ACCURACY) if (found := _trend(each)) is not None]
    if not clear or len(clear) < len(losses) or not scores or len({each.rises for each in clear}) > 1:
        return None
    return clear, scores


def _trend(measure: Measure) -> Trend | None:
    """Give the trend of the second half; None where it is short or not clear."""
    step = measure.series.step
    since = int(np.searchsorted(step, step[0] + _LATE * float(step[-1] - step[0])))
    value = measure.series.value[since:]
    if len(value) < _FEWEST:
        return None
    quarter = len(value) // 4
    first, last = float(value[:quarter].mean()), float(value[-quarter:].mean())
    error = noise(value) * np.sqrt(2 / quarter)
    is_large = abs(last - first) > max(_CLEARLY * error, _SMALL * abs(first))
    slope = robust_slope(step[since:].astype(np.float64), value)
    return Trend(measure, since, first, last) if is_large and abs(slope.tau) > _CLEAR else None
