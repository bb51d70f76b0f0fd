"""Random problems of five kinds: cheap looks, dear looks, mixed, mixed without noise, mixed with three outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.reasoning.problem import Cost, Experiment, Fix, Hypothesis, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

Rng = np.random.Generator
LIKELIHOODS = (0.03, 0.2, 0.5, 0.8, 0.97)


class Regime(NamedTuple):
    """One kind of problem: how its costs and its rows are drawn."""

    name: str
    experiments: int
    experiment_hours: Callable[[Rng, int], np.ndarray]
    fix_hours: Callable[[Rng, int], np.ndarray]
    row: Callable[[Rng], tuple[float, ...]]


def between(low: float, high: float) -> Callable[[Rng, int], np.ndarray]:
    """Give a uniform draw of hours."""
    return lambda rng, count: rng.uniform(low, high, count)


def log_between(low: float, high: float) -> Callable[[Rng, int], np.ndarray]:
    """Give a log-uniform draw of hours."""
    return lambda rng, count: np.exp(rng.uniform(np.log(low), np.log(high), count))


def noisy(rng: Rng) -> tuple[float, ...]:
    """Give a row of a yes-or-no experiment."""
    p = float(rng.choice(LIKELIHOODS))
    return p, 1 - p


def noise_free(rng: Rng) -> tuple[float, ...]:
    """Give a row of a yes-or-no experiment that is never wrong."""
    p = float(rng.integers(2))
    return p, 1 - p


def ternary(rng: Rng) -> tuple[float, ...]:
    """Give a row of an experiment with three outcomes."""
    weights = rng.choice(LIKELIHOODS, 3)
    return tuple((weights / weights.sum()).tolist())


MIXED = log_between(0.2, 20), log_between(2, 40)
REGIMES = (
    Regime("A  cheap looks", 6, between(0.1, 1), between(4, 24), noisy),
    Regime("B  dear looks", 6, between(2, 12), between(8, 24), noisy),
    Regime("C  mixed", 6, *MIXED, noisy),
    Regime("C0 mixed, no noise", 6, *MIXED, noise_free),
    Regime("C3 mixed, 3 outcomes", 5, *MIXED, ternary),
)


def random_problem(rng: Rng, regime: Regime, hypotheses: int = 5, experiments: int | None = None) -> Problem:
    """Give a problem: the catch-all between .10 and .25, service 20 h and four times the average fix."""
    count = experiments or regime.experiments
    names = [f"h{at}" for at in range(hypotheses)]
    priors, fix_hours = rng.dirichlet(np.full(hypotheses, 2.0)), regime.fix_hours(rng, hypotheses)
    prices = regime.experiment_hours(rng, count)
    rows = [{name: regime.row(rng) for name in names} for _ in prices]
    outcomes = tuple("abc"[: len(rows[0]["h0"])])
    return Problem(
        hypotheses=tuple(
            Hypothesis(name, prior, Fix(name, Cost(human_h=hours)))
            for name, prior, hours in zip(names, priors.tolist(), fix_hours.tolist(), strict=True)
        ),
        other_prior=float(rng.uniform(0.1, 0.25)),
        service=Cost(human_h=20 + 4 * float(fix_hours.mean())),
        experiments=tuple(
            Experiment(f"t{at}", Cost(human_h=hours), outcomes, row)
            for at, (hours, row) in enumerate(zip(prices.tolist(), rows, strict=True))
        ),
    )
