"""Which way the losses and the scores on held-out data went in the second half of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import noise, robust_slope
from coach.runs.quantities import Quantity
from coach.runs.quantities.parts import LOW

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 8  # points in the second half
_LATE = 0.5  # of the run
_CLEAR = 0.5  # Kendall's tau
_CLEARLY = 4.0  # standard errors of a difference of two quarters
_SMALL = 0.01  # of the level
_OF_THE_LOSS = frozenset({"", LOW["perplexity"], LOW["bits_per"]})  # metrics that follow from the loss itself


class Trend(NamedTuple):
    """A series over the second half of a run: the index of its first point there, its level at both ends.

    `best` is 1 where higher is better, -1 where lower is.
    """

    measure: Measure
    since: int
    first: float
    last: float
    best: int

    @property
    def rises(self) -> bool:
        """Whether it went up."""
        return self.last > self.first

    @property
    def improves(self) -> bool:
        """Whether it went the way it should."""
        return self.rises is (self.best > 0)


def held_out_trends(seen: RunForDetectors) -> tuple[list[Trend], list[Trend]] | None:
    """Give the trends of all held-out losses and of the scores beside them; None unless all losses go one way.

    Where several losses are logged, one that goes another way leaves open which of them a score should follow. A rate
    of errors beside a loss is a score, of which less is better.
    """
    low = seen.finite(Quantity.EVAL_LOSS)
    plain = [each for each in low if each.metric in _OF_THE_LOSS] or low
    losses = [_trend(each, -1) for each in plain]
    clear = [each for each in losses if each is not None]
    judged = [(each, 1) for each in seen.finite(Quantity.EVAL_ACCURACY)]
    judged += [(each, -1) for each in low if each not in plain]
    scores = [found for each, best in judged if (found := _trend(each, best)) is not None]
    if not clear or len(clear) < len(losses) or not scores or len({each.rises for each in clear}) > 1:
        return None
    return clear, scores


def _trend(measure: Measure, best: int) -> Trend | None:
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
    return Trend(measure, since, first, last, best) if is_large and abs(slope.tau) > _CLEAR else None
