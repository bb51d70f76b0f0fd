"""When to stop adding seeds: a fixed design, or Wald's sequential test."""

from __future__ import annotations

import math
from typing import Final, Literal, NamedTuple

from coach.errors import BeliefError
from coach.reasoning.seeds import binomial, nats_per_seed

MOST_RUNS: Final = 500
_COIN: Final = 0.5


class FixedDesign(NamedTuple):
    """Run `runs` seeds; call it working when at least `accept_from` succeed."""

    runs: int
    accept_from: int


class SequentialBounds(NamedTuple):
    """Log likelihood ratios, in nats, at which to stop: at or above `accept`, at or below `reject`."""

    accept: float
    reject: float


Verdict = Literal["works", "does not work", "go on"]


def fixed_design(*, if_works: float, if_not: float, false_accept: float, missed: float) -> FixedDesign:
    """Give the fewest runs that keep both errors within their limits.

    Args:
        if_works: P(one run succeeds | it works).
        if_not: P(one run succeeds | it does not).
        false_accept: most allowed P(accepted | it does not work).
        missed: most allowed P(not accepted | it works).

    Raises:
        BeliefError: it takes more than `MOST_RUNS` runs, or the two cannot be told apart.
    """
    _require_apart(if_works, if_not)
    for runs in range(1, MOST_RUNS + 1):
        works, rival = binomial(runs, if_works), binomial(runs, if_not)
        for accept_from in range(runs + 1):
            if sum(rival[accept_from:]) <= false_accept and sum(works[:accept_from]) <= missed:
                return FixedDesign(runs, accept_from)
    raise BeliefError(f"it would take more than {MOST_RUNS} runs", hint="Look for a clearer sign of success.")


def sequential_bounds(*, false_accept: float, missed: float) -> SequentialBounds:
    """Give Wald's (1945) bounds `ln((1-b)/a)` and `ln(b/(1-a))`; errors between 0 and 1/2."""
    if not (0 < false_accept < _COIN and 0 < missed < _COIN):
        raise BeliefError("error rates must lie between 0 and a half", hint="0.05 is usual.")
    return SequentialBounds(math.log((1 - missed) / false_accept), math.log(missed / (1 - false_accept)))


def verdict(
    successes: int, failures: int, *, if_works: float, if_not: float, bounds: SequentialBounds
) -> Verdict:
    """Give whether to stop after so many successes and failures."""
    _require_apart(if_works, if_not)
    ratio = successes * math.log(if_works / if_not) + failures * math.log((1 - if_works) / (1 - if_not))
    if ratio >= bounds.accept:
        return "works"
    return "does not work" if ratio <= bounds.reject else "go on"


def expected_runs(*, if_works: float, if_not: float, bounds: SequentialBounds, works: bool) -> float:
    """Give Wald's approximation to the average number of runs; a little low, as it ignores the overshoot."""
    _require_apart(if_works, if_not)
    p_accept_if_not = (1 - math.exp(bounds.reject)) / (math.exp(bounds.accept) - math.exp(bounds.reject))
    p_accept_if_works = math.exp(bounds.accept) * p_accept_if_not
    accepted = p_accept_if_works if works else p_accept_if_not
    drift = nats_per_seed(if_works, if_not) if works else -nats_per_seed(if_not, if_works)
    return (accepted * bounds.accept + (1 - accepted) * bounds.reject) / drift


def _require_apart(if_works: float, if_not: float) -> None:
    if not 0 < if_not < if_works < 1:
        raise BeliefError(
            f"success rates {if_works} and {if_not} cannot be told apart this way",
            hint="Working must succeed more often; neither 0 nor 1.",
        )
