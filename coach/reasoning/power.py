"""How many seeds a comparison needs: power of t tests, exact through the noncentral t distribution."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from scipy import special

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Callable

FEWEST_SEEDS: Final = 2
MOST_SEEDS: Final = 100_000


def two_arm_power(shift: float, seeds: int, alpha: float = 0.05) -> float:
    """Give P(a two-sided t test sees the difference) with so many seeds an arm.

    Args:
        shift: difference of the means in standard deviations of one seed.
        seeds: in each arm, 2 or more.
        alpha: P(a difference is seen where there is none).
    """
    return _two_sided(shift * math.sqrt(seeds / 2), 2 * (seeds - 1), alpha)


def paired_power(shift: float, seeds: int, correlation: float, alpha: float = 0.05) -> float:
    """Give the same for pairs of runs that share a seed, their results correlated by `correlation` < 1."""
    if not -1 <= correlation < 1:
        raise BeliefError(
            f"a correlation of {correlation} makes no sense here", hint="Give -1 up to under 1."
        )
    return _two_sided(shift / math.sqrt(2 * (1 - correlation)) * math.sqrt(seeds), seeds - 1, alpha)


def welch_power(difference: float, sd_one: float, sd_two: float, seeds: int, alpha: float = 0.05) -> float:
    """Give the same for arms of different spread (Welch's test), the difference and spreads in the metric's unit."""
    one, two = sd_one**2 / seeds, sd_two**2 / seeds
    freedom = (one + two) ** 2 / (one**2 / (seeds - 1) + two**2 / (seeds - 1))
    return _two_sided(difference / math.sqrt(one + two), freedom, alpha)


def seeds_for_two_arms(shift: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """Give the fewest seeds an arm that reach a power.

    Raises:
        BeliefError: the shift is 0, or it takes more than `MOST_SEEDS`.
    """
    return _fewest(lambda seeds: two_arm_power(shift, seeds, alpha), power)


def seeds_for_pairs(shift: float, correlation: float, power: float = 0.8, alpha: float = 0.05) -> int:
    """Give the fewest pairs of runs with shared seeds that reach a power.

    Raises:
        BeliefError: the shift is 0, or it takes more than `MOST_SEEDS`.
    """
    return _fewest(lambda seeds: paired_power(shift, seeds, correlation, alpha), power)


def _two_sided(noncentrality: float, freedom: float, alpha: float) -> float:
    limit = float(special.stdtrit(freedom, 1 - alpha / 2))
    above = 1 - float(special.nctdtr(freedom, noncentrality, limit))
    return above + float(special.nctdtr(freedom, noncentrality, -limit))


def _fewest(power_of: Callable[[int], float], power: float) -> int:
    if not 0 < power < 1:
        raise BeliefError(f"a power of {power} makes no sense", hint="0.8 is usual.")
    low, high = FEWEST_SEEDS - 1, FEWEST_SEEDS
    while power_of(high) < power:
        low, high = high, 2 * high
        if high > MOST_SEEDS:
            raise BeliefError("no reasonable number of seeds shows a difference this small")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_of(middle) >= power else (middle, high)
    return high
