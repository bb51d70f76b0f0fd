"""Scores of resolved forecasts: log score, Brier score and its parts, and a test of calibration."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import BeliefError
from coach.reasoning.problem import OTHER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Forecast(NamedTuple):
    """A probability stated in advance, in (0, 1), and whether it came true."""

    probability: float
    came_true: bool


class Murphy(NamedTuple):
    """Brier = reliability - resolution + uncertainty (Murphy 1973), forecasts grouped by their probability.

    Attributes:
        reliability: how far stated probabilities lie from what happened; 0 is perfect.
        resolution: how far the groups differ from the base rate; more is better.
        uncertainty: base rate times its complement: what nobody can help.
    """

    reliability: float
    resolution: float
    uncertainty: float


def log_score(belief: Mapping[str, float], truth: str) -> float:
    """Give -ln P(truth) in nats, 0 at best; a truth that was on nobody's list scores the catch-all's share.

    Args:
        belief: P(h) by id, the catch-all among them.
        truth: id of what turned out to be the cause.
    """
    p = belief.get(truth, belief.get(OTHER, 0.0))
    return -math.log(p) if p > 0 else math.inf


def mean_log_score(forecasts: Sequence[Forecast]) -> float:
    """Give the average of -ln of the probability given to what happened, in nats."""
    _require_some(forecasts)
    return math.fsum(_surprise(each) for each in forecasts) / len(forecasts)


def brier_score(forecasts: Sequence[Forecast]) -> float:
    """Give the average squared distance between probability and outcome, in [0, 1] (Brier 1950)."""
    _require_some(forecasts)
    return math.fsum((p - came_true) ** 2 for p, came_true in forecasts) / len(forecasts)


def murphy_decomposition(forecasts: Sequence[Forecast]) -> Murphy:
    """Give what the Brier score is made of."""
    _require_some(forecasts)
    count = len(forecasts)
    base_rate = sum(each.came_true for each in forecasts) / count
    groups: dict[float, list[bool]] = defaultdict(list)
    for p, came_true in forecasts:
        groups[p].append(came_true)
    rate = {p: sum(outcomes) / len(outcomes) for p, outcomes in groups.items()}
    return Murphy(
        reliability=math.fsum(len(o) * (p - rate[p]) ** 2 for p, o in groups.items()) / count,
        resolution=math.fsum(len(o) * (rate[p] - base_rate) ** 2 for p, o in groups.items()) / count,
        uncertainty=base_rate * (1 - base_rate),
    )


def spiegelhalter_z(forecasts: Sequence[Forecast]) -> float:
    """Give Spiegelhalter's (1986) Z: about standard normal for a calibrated forecaster, large when too sure.

    0 where every forecast is even, which says nothing about calibration.
    """
    _require_some(forecasts)
    top = math.fsum((came_true - p) * (1 - 2 * p) for p, came_true in forecasts)
    spread = math.fsum((1 - 2 * p) ** 2 * p * (1 - p) for p, _ in forecasts)
    return top / math.sqrt(spread) if spread > 0 else 0.0


def p_value_too_sure(came_true: int, count: int, stated: float) -> float:
    """Give P(no more than this many of `count` come true | each has the stated probability).

    Small when claims of `stated` come true too rarely.
    """
    if not 0 <= came_true <= count:
        raise BeliefError(f"{came_true} of {count} is no count")
    return math.fsum(
        math.comb(count, k) * stated**k * (1 - stated) ** (count - k) for k in range(came_true + 1)
    )


def _surprise(forecast: Forecast) -> float:
    p = forecast.probability if forecast.came_true else 1 - forecast.probability
    return -math.log(p) if p > 0 else math.inf


def _require_some(forecasts: Sequence[Forecast]) -> None:
    if not forecasts:
        raise BeliefError("nothing is resolved yet", hint="Scores need at least one resolved forecast.")
    if any(not 0 <= each.probability <= 1 for each in forecasts):
        raise BeliefError("a forecast has no probability between 0 and 1")
