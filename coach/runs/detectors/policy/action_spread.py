"""How random a policy is: its entropy, or the standard deviation of its actions where those are continuous."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors


def action_spreads(seen: RunForDetectors, fewest: int) -> tuple[Measure, ...]:
    """Give the standard deviations of a policy's actions that have at least that many points; none below zero.

    A share of the start means something of them, and nothing of the entropy of a density, which may be negative.
    """
    return tuple(
        each
        for each in seen.finite(Quantity.POLICY_STD)
        if len(each.series) >= fewest and each.series.value.min() >= 0
    )


def entropies(seen: RunForDetectors, fewest: int) -> tuple[Measure, ...]:
    """Give the entropies with at least that many points; none where the spread of actions says it better."""
    if action_spreads(seen, fewest):
        return ()
    return tuple(each for each in seen.finite(Quantity.ENTROPY) if len(each.series) >= fewest)


def as_entropy(first: float, last: float) -> str:
    """Give what a change of a standard deviation is as a change of entropy, in words."""
    return f"for actions from a normal distribution, entropy went from {_nats(first)} to {_nats(last)} nats a dimension"


def _nats(std: float) -> str:
    """Give the entropy of a normal distribution, ln std + ln(2 pi e) / 2."""
    return f"{math.log(std) + 0.5 * math.log(2 * math.pi * math.e):.2g}" if std > 0 else "minus infinity"
