"""A problem as arrays, and many states of it at once: what planning computes with.

A state is an unnormalised belief, `weight[h] = P(h and everything seen on the way)`, with the actions still
open. Expected costs are then sums: no division, and an outcome of probability 0 costs 0. Two ways to the same
tests and fixes meet in one state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from coach.reasoning.information import expected_information_gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.reasoning.belief import Belief
    from coach.reasoning.problem import Experiment, Problem

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Indices = NDArray[np.intp]
    Keys = NDArray[np.uint64]

KEY_SEED: Final = 20_231
"""Makes the state keys: a sum of random 64-bit numbers, so two states never meet by chance."""
_FREE_H: Final = 1e-100
_NUMBERS_A_BLOCK: Final = 250_000


@dataclass(frozen=True, eq=False)
class ProblemArrays:
    """A problem's numbers; actions are the fixes in order, then the experiments, most bits per hour first.

    Attributes:
        weight: P(h) now, float64[hypothesis], the catch-all last.
        action_ids: id by action.
        fix_count: how many of the actions are fixes.
        hours: cost by action, float64[action].
        service_hours: cost of the action that always works.
        fix_of: index of its fix, intp[hypothesis without the catch-all].
        branch_action: the action each branch belongs to, intp[branch], ascending; a fix has one branch, "it
            was not this", an experiment one for each outcome.
        branch_names: outcome by branch; empty for a fix.
        factor: P(branch | h), float64[branch, hypothesis].
    """

    weight: Floats
    action_ids: tuple[str, ...]
    fix_count: int
    hours: Floats
    service_hours: float
    fix_of: Indices
    branch_action: Indices
    branch_names: tuple[str, ...]
    factor: Floats

    @cached_property
    def fix_hours(self) -> Floats:
        """Cost of each fix, float64[fix]."""
        return self.hours[: self.fix_count]

    @cached_property
    def capped_hours(self) -> Floats:
        """What each hypothesis costs somebody who knows it, float64[hypothesis]."""
        hours = np.minimum(self.fix_hours, self.service_hours)[self.fix_of]
        return np.append(hours, self.service_hours)

    @cached_property
    def first_branch(self) -> Indices:
        """Index of each action's first branch, intp[action]."""
        return np.searchsorted(self.branch_action, np.arange(len(self.hours)))

    @cached_property
    def keys(self) -> Keys:
        """A random 64-bit number for each branch."""
        return np.random.default_rng(KEY_SEED).integers(2**64, size=len(self.factor), dtype=np.uint64)

    @cached_property
    def _is_of_fix(self) -> Floats:
        return np.equal.outer(self.fix_of, np.arange(self.fix_count)).astype(np.float64)

    def by_fix(self, weight: Floats) -> Floats:
        """Give float64[state, fix]: the weight of each fix's hypotheses, from float64[state, hypothesis]."""
        if self.fix_count == len(self.fix_of):
            return weight[:, :-1]
        return weight[:, :-1] @ self._is_of_fix

    def outcome_counts(self) -> tuple[int, ...]:
        """Give the number of branches of each action."""
        return tuple(np.bincount(self.branch_action, minlength=len(self.hours)).tolist())


class States(NamedTuple):
    """Some states of one problem.

    Attributes:
        weight: unnormalised belief, float64[state, hypothesis].
        is_open: which actions are still open, bool[state, action].
        key: equal for equal states, uint64[state].
    """

    weight: Floats
    is_open: Flags
    key: Keys

    def take(self, rows: Indices | Flags) -> States:
        """Give some of the states."""
        return States(self.weight[rows], self.is_open[rows], self.key[rows])


def compile_problem(problem: Problem, belief: Belief, *, by_worth: bool = True) -> ProblemArrays:
    """Give a problem as arrays, from a belief over its ids.

    Args:
        problem: what is known.
        belief: P(h) by id.
        by_worth: whether to order the experiments by bits per hour, which settles ties.
    """
    fixes, ids = problem.fixes, problem.ids
    fix_at = {fix.id: at for at, fix in enumerate(fixes)}
    fix_of = np.array([fix_at[each.fix.id] for each in problem.hypotheses], dtype=np.intp)
    not_this_fix = np.ones((len(fixes), len(ids)))
    not_this_fix[fix_of, np.arange(len(fix_of))] = 0.0
    experiments = list(problem.experiments)
    if by_worth:
        experiments.sort(key=lambda each: -_bits_per_hour(problem, each, belief))
    tables = [np.array([each.row(h) for h in ids]).T for each in experiments]
    counts = [1] * len(fixes) + [len(each.outcomes) for each in experiments]
    costs = [each.cost for each in fixes] + [each.cost for each in experiments]
    return ProblemArrays(
        weight=np.array([belief.probability[each] for each in ids]),
        action_ids=(*(fix.id for fix in fixes), *(each.id for each in experiments)),
        fix_count=len(fixes),
        hours=np.array([problem.hours(each) for each in costs]),
        service_hours=problem.service_hours,
        fix_of=fix_of,
        branch_action=np.repeat(np.arange(len(counts)), counts),
        branch_names=("",) * len(fixes) + tuple(o for each in experiments for o in each.outcomes),
        factor=np.vstack([not_this_fix, *tables]),
    )


def _bits_per_hour(problem: Problem, experiment: Experiment, belief: Belief) -> float:
    hours = problem.hours(experiment.cost)
    return expected_information_gain(problem, experiment, belief) / hours if hours > 0 else np.inf


def start(arrays: ProblemArrays) -> States:
    """Give the one state in which nothing was tried yet."""
    return States(
        arrays.weight[np.newaxis], np.ones((1, len(arrays.hours)), dtype=bool), np.zeros(1, dtype=np.uint64)
    )


def repair_cost(arrays: ProblemArrays, weight: Floats) -> Floats:
    """Give the expected cost of repair of each state, float64[state], for float64[state, hypothesis]."""
    cheapest = np.empty(len(weight))
    rows = max(1, _NUMBERS_A_BLOCK // weight.shape[1])
    for start_at in range(0, len(weight), rows):
        block = slice(start_at, start_at + rows)
        cheapest[block] = ordered_repair(arrays, weight[block])[0].min(axis=1)
    return cheapest


def ordered_repair(arrays: ProblemArrays, weight: Floats) -> tuple[Floats, Indices]:
    """Give the cost of trying the first K fixes by probability per hour and then the service.

    Returns:
        float64[state, K] for K from 0 to the number of fixes, and the order of the fixes, intp[state, fix].
    """
    of_fix, total = arrays.by_fix(weight), weight.sum(axis=1)
    ratio = of_fix / np.maximum(arrays.fix_hours, _FREE_H)
    order = np.argsort(-ratio, axis=1, kind="stable")
    hours = arrays.fix_hours[order]
    gone = np.cumsum(np.take_along_axis(of_fix, order, axis=1), axis=1)
    before = np.empty_like(gone)
    before[:, :1] = total[:, np.newaxis]
    np.subtract(total[:, np.newaxis], gone[:, :-1], out=before[:, 1:])
    cost = np.empty((len(weight), arrays.fix_count + 1))
    cost[:, 0] = total * arrays.service_hours
    cost[:, 1:] = np.cumsum(before * hours, axis=1) + (total[:, np.newaxis] - gone) * arrays.service_hours
    return cost, order


def clairvoyant_cost(arrays: ProblemArrays, weight: Floats) -> Floats:
    """Give what knowing the cause would leave to pay in each state, float64[state]: no plan costs less."""
    return weight @ arrays.capped_hours
