"""The calibration curve: how often things came true at each stated probability, and how much that can wander.

Pooled adjacent violators with a consistency band (Dimitriadis, Gneiting and Jordan 2021; Broecker and Smith
2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.reasoning.scores import Forecast

FEWEST_FOR_A_CURVE: Final = 30
"""Under so many resolved forecasts a curve shows chance, not calibration."""
BAND: Final = 0.9
RESAMPLES: Final = 1000


class CurvePoint(NamedTuple):
    """One stated probability.

    Attributes:
        stated: the probability.
        came_true: how often such forecasts came true, smoothed to rise with `stated`.
        forecasts: how many forecasts stated it.
        low: a calibrated forecaster's curve lies above this, 95 times in a hundred.
        high: and below this.
    """

    stated: float
    came_true: float
    forecasts: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CalibrationCurve:
    """A curve over the stated probabilities, ascending."""

    points: tuple[CurvePoint, ...]


def calibration_curve(forecasts: Sequence[Forecast], seed: int = 0) -> CalibrationCurve | None:
    """Give the calibration curve; None under `FEWEST_FOR_A_CURVE` forecasts.

    The band comes from drawing outcomes with the stated probabilities, over and over: what the curve of a
    forecaster who is exactly right would look like with so few forecasts.

    Args:
        forecasts: resolved ones, in any order.
        seed: of the draws, so that the same forecasts give the same band.
    """
    if len(forecasts) < FEWEST_FOR_A_CURVE:
        return None
    stated = np.array([each.probability for each in forecasts])
    outcomes = np.array([each.came_true for each in forecasts], dtype=np.float64)
    levels, which, counts = np.unique(stated, return_inverse=True, return_counts=True)
    curve = _isotonic(np.bincount(which, outcomes) / counts, counts)
    chance = np.random.default_rng(seed)
    drawn = np.array([_isotonic(chance.binomial(counts, levels) / counts, counts) for _ in range(RESAMPLES)])
    low, high = np.quantile(drawn, ((1 - BAND) / 2, (1 + BAND) / 2), axis=0)
    rows = zip(levels.tolist(), curve.tolist(), counts.tolist(), low.tolist(), high.tolist(), strict=True)
    return CalibrationCurve(tuple(CurvePoint(*row) for row in rows))


def _isotonic(values: NDArray[np.float64], weights: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give the closest non-decreasing sequence, by pooling adjacent violators."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        mean, mass, size = value, float(weight), 1
        while blocks and blocks[-1][0] >= mean:
            before, before_mass, before_size = blocks.pop()
            mean = (before * before_mass + mean * mass) / (before_mass + mass)
            mass, size = mass + before_mass, size + before_size
        blocks.append((mean, mass, size))
    return np.repeat([block[0] for block in blocks], [block[2] for block in blocks])
