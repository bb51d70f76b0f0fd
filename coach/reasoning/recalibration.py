"""Recalibration: what a person's probabilities have meant so far, shown beside them and never instead."""

from __future__ import annotations

import math
from collections import Counter
from operator import mul
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.reasoning.scores import Forecast

SLOPE_SD: Final = 0.5
SHIFT_SD: Final = 0.5
_MOST_STEPS: Final = 100
_CLOSE: Final = 1e-12


class Recalibration(NamedTuple):
    """`logit p' = shift + slope logit p`; slope under 1 means too sure, (0, 1) changes nothing."""

    shift: float
    slope: float

    def apply(self, probability: float) -> float:
        """Give what a stated probability, in (0, 1), has meant so far."""
        return _sigmoid(self.shift + self.slope * _logit(probability))


def recalibrate(forecasts: Sequence[Forecast]) -> Recalibration:
    """Give the most probable shift and slope for some resolved forecasts.

    Logistic regression on the stated log odds with slope ~ N(1, .5^2) and shift ~ N(0, .5^2), by Newton's
    method; without forecasts nothing changes.

    Raises:
        BeliefError: a forecast is 0 or 1.
    """
    if any(not 0 < each.probability < 1 for each in forecasts):
        raise BeliefError("a forecast of 0 or 1 cannot be recalibrated")
    counts = Counter((each.probability, each.came_true) for each in forecasts)
    stated = [(_logit(p), float(came_true), times) for (p, came_true), times in counts.items()]
    found = Recalibration(0.0, 1.0)
    for _ in range(_MOST_STEPS):
        better = _newton_step(stated, found)
        if abs(better.shift - found.shift) + abs(better.slope - found.slope) < _CLOSE:
            return better
        found = better
    return found


def _newton_step(stated: Sequence[tuple[float, float, int]], at: Recalibration) -> Recalibration:
    """Give better values, from (stated log odds, 1 where it came true, how often both)."""
    meant = [_sigmoid(at.shift + at.slope * x) for x, _, _ in stated]
    off = [n * (y - p) for (_, y, n), p in zip(stated, meant, strict=True)]
    spread = [n * p * (1 - p) for (_, _, n), p in zip(stated, meant, strict=True)]
    x = [each for each, _, _ in stated]
    pull_shift = math.fsum(off) - at.shift / SHIFT_SD**2
    pull_slope = math.fsum(map(mul, x, off)) - (at.slope - 1) / SLOPE_SD**2
    h_shift = math.fsum(spread) + 1 / SHIFT_SD**2
    h_both = math.fsum(map(mul, x, spread))
    h_slope = math.fsum(map(mul, map(mul, x, x), spread)) + 1 / SLOPE_SD**2
    scale = h_shift * h_slope - h_both**2
    return Recalibration(
        at.shift + (h_slope * pull_shift - h_both * pull_slope) / scale,
        at.slope + (h_shift * pull_slope - h_both * pull_shift) / scale,
    )


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
