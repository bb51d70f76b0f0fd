"""Recalibration: what a person's probabilities have meant so far, shown beside them and never instead."""

from __future__ import annotations

import math
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
    stated = [(_logit(each.probability), float(each.came_true)) for each in forecasts]
    found = Recalibration(0.0, 1.0)
    for _ in range(_MOST_STEPS):
        better = _newton_step(stated, found)
        if abs(better.shift - found.shift) + abs(better.slope - found.slope) < _CLOSE:
            return better
        found = better
    return found


def _newton_step(stated: Sequence[tuple[float, float]], at: Recalibration) -> Recalibration:
    meant = [_sigmoid(at.shift + at.slope * x) for x, _ in stated]
    spread = [p * (1 - p) for p in meant]
    pull_shift = math.fsum(y - p for (_, y), p in zip(stated, meant, strict=True)) - at.shift / SHIFT_SD**2
    pull_slope = (
        math.fsum(x * (y - p) for (x, y), p in zip(stated, meant, strict=True)) - (at.slope - 1) / SLOPE_SD**2
    )
    h_shift = math.fsum(spread) + 1 / SHIFT_SD**2
    h_both = math.fsum(x * s for (x, _), s in zip(stated, spread, strict=True))
    h_slope = math.fsum(x * x * s for (x, _), s in zip(stated, spread, strict=True)) + 1 / SLOPE_SD**2
    scale = h_shift * h_slope - h_both**2
    return Recalibration(
        at.shift + (h_slope * pull_shift - h_both * pull_slope) / scale,
        at.slope + (h_shift * pull_slope - h_both * pull_shift) / scale,
    )


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
