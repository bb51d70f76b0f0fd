"""One-shot decisions under uncertainty: what acting now is worth, and what knowing more would add.

Raiffa (1968), Decision Analysis: preposterior analysis.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def expected_value(prior: Sequence[float], payoffs: Sequence[Sequence[float]]) -> float:
    """Give the expected payoff of the best action.

    Args:
        prior: P(state); need not sum to 1, the value then scales with it.
        payoffs: for each action, its payoff in each state.
    """
    return max(math.fsum(p * value for p, value in zip(prior, action, strict=True)) for action in payoffs)


def value_of_perfect_information(prior: Sequence[float], payoffs: Sequence[Sequence[float]]) -> float:
    """Give what knowing the state before acting would add."""
    told = math.fsum(p * max(action[at] for action in payoffs) for at, p in enumerate(prior))
    return told - expected_value(prior, payoffs)


def value_of_sample_information(
    prior: Sequence[float], payoffs: Sequence[Sequence[float]], rows: Sequence[Sequence[float]]
) -> float:
    """Give what seeing one outcome before acting would add, before its price.

    Args:
        prior: P(state).
        payoffs: for each action, its payoff in each state.
        rows: for each state, P(outcome | state).
    """
    seen = math.fsum(
        expected_value([p * row[outcome] for p, row in zip(prior, rows, strict=True)], payoffs)
        for outcome in range(len(rows[0]))
    )
    return seen - expected_value(prior, payoffs)
