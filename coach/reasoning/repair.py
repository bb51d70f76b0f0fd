"""Expected cost of repair: try fixes in the best order, then cut over to the service action.

A fix is assumed to remove its cause, and the run that verifies it to tell so. Order and cut: Heckerman,
Breese and Rommelse (1995), section on decision-theoretic troubleshooting with a service call.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.problem import OTHER, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.reasoning.belief import Belief


class Repair(NamedTuple):
    """A plan without experiments.

    Attributes:
        cost: its expected cost in hours.
        order: ids of the fixes to try, in order; the service action comes after the last.
        residual: P(none of these fixes is the right one), so P(the service is needed).
    """

    cost: float
    order: tuple[str, ...]
    residual: float


class Option(NamedTuple):
    """One fix: P(it is the right one) and its cost in hours."""

    id: str
    probability: float
    hours: float


def repair_options(problem: Problem, belief: Belief) -> tuple[Option, ...]:
    """Give every fix with the probability that it is the right one; hypotheses that share a fix add up."""
    members, probability = problem.members, belief.probability
    return tuple(
        Option(
            fix.id,
            probability[members[fix.id][0]]
            if len(members[fix.id]) == 1
            else math.fsum(probability[each] for each in members[fix.id]),
            problem.hours(fix.cost),
        )
        for fix in problem.fixes
    )


def expected_cost_of_repair(problem: Problem, belief: Belief) -> Repair:
    """Give the best plan of fixes alone."""
    return best_repair(repair_options(problem, belief), problem.service_hours)


def best_repair(options: Sequence[Option], service_hours: float) -> Repair:
    """Give the order by probability per hour, cut where the service action becomes cheaper.

    `min over K of sum_{j<=K} (1 - sum_{i<j} p_i) r_j + (1 - sum_{j<=K} p_j) S`. A fix of probability 0 is
    never tried; on a tie the shorter list wins.
    """
    worth = sorted(
        (each for each in options if each.probability > 0), key=_probability_per_hour, reverse=True
    )
    best = Repair(service_hours, (), 1.0)
    spent, left = 0.0, 1.0
    for count, option in enumerate(worth, start=1):
        spent += left * option.hours
        left = max(0.0, left - option.probability)
        total = spent + left * service_hours
        if total < best.cost - 1e-12 * max(1.0, best.cost):
            best = Repair(total, tuple(each.id for each in worth[:count]), left)
    return best


def most_likely_first(problem: Problem, belief: Belief) -> float:
    """Give the expected cost of trying every fix from the most probable on, then the service."""
    ranked = sorted(repair_options(problem, belief), key=lambda each: -each.probability)
    return cost_of_order([(each.probability, each.hours) for each in ranked], problem.service_hours)


def cost_of_order(steps: Sequence[tuple[float, float]], service_hours: float) -> float:
    """Give the expected cost of trying (probability, hours) steps in the order given, then the service."""
    spent, left = 0.0, 1.0
    for probability, hours in steps:
        spent += left * hours
        left = max(0.0, left - probability)
    return spent + left * service_hours


def lower_bound(problem: Problem, belief: Belief) -> float:
    """Give what somebody who knew the cause would pay on average: no plan can cost less.

    `sum_h p_h min(r_h, S) + p_other S`, in hours; for one fault and perfect verification.
    """
    service = problem.service_hours
    named = math.fsum(each.probability * min(each.hours, service) for each in repair_options(problem, belief))
    return named + belief.probability[OTHER] * service


def evpi(problem: Problem, belief: Belief) -> float:
    """Give the value of perfect information in hours: an experiment that costs more cannot pay now."""
    return max(0.0, expected_cost_of_repair(problem, belief).cost - lower_bound(problem, belief))


def hours_by_fix(problem: Problem) -> Mapping[str, float]:
    """Give each fix's cost in hours, by fix id."""
    return {fix.id: problem.hours(fix.cost) for fix in problem.fixes}


def _probability_per_hour(option: Option) -> float:
    return option.probability / option.hours if option.hours > 0 else math.inf
