"""Several things at once: experiments, and fixes on branches of their own, side by side.

A batch waits as long as its longest member and pays for all of them. It is valued one step ahead: what its
members would tell together, and then repair.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from coach.reasoning.arrays import ProblemArrays, compile_problem, repair_cost
from coach.reasoning.belief import posterior
from coach.reasoning.problem import LARGEST_COST_H, Cost, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.reasoning.arrays import Floats

EVERY_SET_UP_TO: Final = 8
"""With no more candidates than this, and at most three at once, every set is tried; else the best one is grown."""
LARGEST_ENUMERATED: Final = 3
MOST_GROWN: Final = 40
"""Of more candidates than this, those that are best alone are combined."""
MOST_JOINT: Final = 200_000
"""Weights in the joint outcomes of a set that may be compared: hypotheses by joint outcomes."""
_ROUNDING: Final = 1e-9


class Batch(NamedTuple):
    """Actions to start together.

    Attributes:
        experiments: ids of the experiments.
        fixes: ids of the fixes tried on branches of their own.
        wall_h: hours of waiting.
        run_h: hours of runs paid for.
        cost: price in hours of own time.
        expected_cost: hours in all, when repair follows.
    """

    experiments: tuple[str, ...]
    fixes: tuple[str, ...]
    wall_h: float
    run_h: float
    cost: float
    expected_cost: float


def plan_batches(problem: Problem, at_most: int, *, with_fixes: bool = False) -> tuple[Batch, ...]:
    """Give the batches worth comparing, the one of least expected cost first.

    Every set where there are few candidates; otherwise the sets met on the way while adding, each time, what
    lowers the expected cost most, with each candidate alone. Doing nothing but repair is not among them, nor is a
    set with more than `MOST_JOINT` weights in its joint outcomes.

    Args:
        problem: what is known.
        at_most: how many actions may run at the same time, 1 or more.
        with_fixes: whether fixes may run beside experiments, each on its own branch.
    """
    arrays = compile_problem(problem, posterior(problem))
    costs = _costs(problem)
    first = 0 if with_fixes else arrays.fix_count
    candidates = range(first, len(arrays.hours))
    if len(candidates) <= EVERY_SET_UP_TO and at_most <= LARGEST_ENUMERATED:
        sets = [each for size in range(1, at_most + 1) for each in combinations(candidates, size)]
        batches = [_batch(problem, arrays, costs, each) for each in sets if _is_small(arrays, each)]
    else:
        batches = _grown(problem, arrays, costs, candidates, at_most)
    return tuple(sorted(batches, key=lambda each: (each.expected_cost, each.run_h)))


def _grown(
    problem: Problem, arrays: ProblemArrays, costs: dict[str, Cost], candidates: Sequence[int], at_most: int
) -> list[Batch]:
    chosen: tuple[int, ...] = ()
    least = math.inf
    found: list[Batch] = []
    while len(chosen) < at_most:
        tried = {
            at: _batch(problem, arrays, costs, (*chosen, at))
            for at in candidates
            if at not in chosen and _is_small(arrays, (*chosen, at))
        }
        found.extend(tried.values())
        if not tried:
            break
        best = min(tried, key=lambda at: tried[at].expected_cost)
        if tried[best].expected_cost >= least - _ROUNDING:
            break
        if not chosen:
            candidates = sorted(tried, key=lambda at: tried[at].expected_cost)[:MOST_GROWN]
        chosen, least = (*chosen, best), tried[best].expected_cost
    return found


def _is_small(arrays: ProblemArrays, chosen: Sequence[int]) -> bool:
    counts = arrays.outcome_counts()
    return math.prod(counts[at] for at in chosen) * len(arrays.weight) <= MOST_JOINT


def _batch(problem: Problem, arrays: ProblemArrays, costs: dict[str, Cost], chosen: Sequence[int]) -> Batch:
    ids = [arrays.action_ids[at] for at in chosen]
    keys = [_key(arrays, at) for at in chosen]
    members = [costs[key] for key in keys]
    together = Cost(
        max(each.wall_h for each in members),
        min(LARGEST_COST_H, sum(each.dollars for each in members)),
        min(LARGEST_COST_H, sum(each.human_h for each in members)),
    )
    price = problem.hours(together)
    return Batch(
        experiments=tuple(name for name, at in zip(ids, chosen, strict=True) if at >= arrays.fix_count),
        fixes=tuple(name for name, at in zip(ids, chosen, strict=True) if at < arrays.fix_count),
        wall_h=together.wall_h,
        run_h=sum(each.wall_h for each in members),
        cost=price,
        expected_cost=price + float(repair_cost(arrays, _after(arrays, chosen)).sum()),
    )


def _after(arrays: ProblemArrays, chosen: Sequence[int]) -> Floats:
    """Give the unnormalised beliefs after every joint outcome, float64[joint outcome, hypothesis]."""
    weight = arrays.weight[np.newaxis]
    for at in chosen:
        factor = arrays.factor[arrays.branch_action == at]
        weight = (weight[:, np.newaxis] * factor).reshape(-1, weight.shape[1])
    return weight


def _costs(problem: Problem) -> dict[str, Cost]:
    fixes = {f"fix {each.id}": each.cost for each in problem.fixes}
    return fixes | {f"experiment {each.id}": each.cost for each in problem.experiments}


def _key(arrays: ProblemArrays, at: int) -> str:
    return f"{'fix' if at < arrays.fix_count else 'experiment'} {arrays.action_ids[at]}"
