"""The plan as a tree, and its exact expected cost: following the advice to the end, outcome by outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from coach.reasoning.advisor import Advisor
from coach.reasoning.arrays import (
    ProblemArrays,
    States,
    compile_problem,
    ordered_repair,
    repair_cost,
    start,
)
from coach.reasoning.belief import posterior
from coach.reasoning.lookahead import (
    MOST_NUMBERS,
    SMALL_ENOUGH,
    expand,
    look_ahead,
    state_count,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from coach.reasoning.arrays import Indices
    from coach.reasoning.lookahead import Lookahead
    from coach.reasoning.problem import Problem

MOST_STATES: Final = 2_000_000
"""Dynamic programming beyond this many states takes more than some ten seconds and a gigabyte."""

Choose = Callable[[States], "Indices"]
"""Gives the action to take in each state; the number of actions stands for the service, one more for repair alone."""


class PolicyLevel(NamedTuple):
    """The states a plan can be in after the same number of actions.

    Attributes:
        states: the states.
        action: what the plan does there, intp[state]; the number of actions stands for the service, one more for
            repair alone: the fixes by probability per hour, then the service.
        child: index of the state each branch leads to in the next level, int32[state, branch]; -1 for none.
    """

    states: States
    action: Indices
    child: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNode:
    """One step of a plan and what follows it.

    Attributes:
        action: run an experiment, try a fix, or rebuild (the service action).
        id: of the experiment or fix; "service" for the service action.
        probability: that the plan comes this far.
        expected_cost: hours from here to the end, on average.
        branches: what follows each outcome of an experiment.
        if_not: what follows a fix that was not it; None after anything else.
    """

    action: Literal["experiment", "fix", "service"]
    id: str
    probability: float
    expected_cost: float
    branches: Mapping[str, PlanNode] = field(default_factory=dict)
    if_not: PlanNode | None = None


@dataclass(frozen=True, eq=False)
class Policy:
    """A plan to the end.

    Attributes:
        arrays: the problem it plans for.
        levels: its states, action by action.
        costs: expected cost from each state on, float64[state] a level, times the state's total weight.
    """

    arrays: ProblemArrays
    levels: tuple[PolicyLevel, ...]
    costs: tuple[NDArray[np.float64], ...]

    @property
    def expected_cost(self) -> float:
        """Hours the plan costs on average: exact, outcome by outcome."""
        return float(self.costs[0][0] / self.levels[0].states.weight[0].sum())

    @property
    def followed(self) -> float:
        """P(the advice is followed all the way); in the rest of the cases repair alone goes on somewhere."""
        repair = len(self.arrays.hours) + 1
        left = sum(float(each.states.weight[each.action == repair].sum()) for each in self.levels)
        return max(0.0, 1 - left / float(self.levels[0].states.weight[0].sum()))

    def tree(self) -> PlanNode:
        """Give the plan as a tree; ways that meet in one state share what follows."""
        after: list[PlanNode] = []
        for level, costs in zip(reversed(self.levels), reversed(self.costs), strict=True):
            after = [self._node(level, at, float(cost), after) for at, cost in enumerate(costs)]
        return after[0]

    def _node(self, level: PolicyLevel, at: int, cost: float, after: list[PlanNode]) -> PlanNode:
        arrays, action = self.arrays, int(level.action[at])
        total = float(level.states.weight[at].sum())
        mean = cost / total if total > 0 else 0.0
        if action == len(arrays.hours):
            return _service(arrays, total)
        if action > len(arrays.hours):
            return _repair(arrays, level.states.weight[at : at + 1])
        first = int(arrays.first_branch[action])
        branches = {
            arrays.branch_names[branch]: after[level.child[at, branch]]
            for branch in range(first, first + arrays.outcome_counts()[action])
        }
        is_fix = action < arrays.fix_count
        return PlanNode(
            action="fix" if is_fix else "experiment",
            id=arrays.action_ids[action],
            probability=total,
            expected_cost=mean,
            branches={} if is_fix else branches,
            if_not=branches[""] if is_fix else None,
        )


def _service(arrays: ProblemArrays, probability: float) -> PlanNode:
    hours = arrays.service_hours if probability > 0 else 0.0
    return PlanNode(action="service", id="service", probability=probability, expected_cost=hours)


def _repair(arrays: ProblemArrays, weight: NDArray[np.float64]) -> PlanNode:
    """Give the fixes in the order of repair as nodes, one after the other, for the one state of a weight."""
    by_count, order = ordered_repair(arrays, weight)
    tried = order[0, : int(by_count[0].argmin())]
    gone = np.cumsum(arrays.by_fix(weight)[0, tried])
    left = np.maximum(0.0, weight.sum() - np.concatenate([[0.0], gone]))
    node, cost = _service(arrays, float(left[-1])), float(left[-1]) * arrays.service_hours
    for at in reversed(range(len(tried))):
        here = float(left[at])
        cost += here * float(arrays.hours[tried[at]])
        node = PlanNode(
            action="fix",
            id=arrays.action_ids[tried[at]],
            probability=here,
            expected_cost=cost / here if here > 0 else 0.0,
            if_not=node,
        )
    return node


class Plan(NamedTuple):
    """A plan to the end.

    Attributes:
        expected_cost: its expected cost in hours, exact.
        tree: its steps.
        followed: P(every step is planned anew from what was seen by then); else the fixes go on in a fixed order.
    """

    expected_cost: float
    tree: PlanNode
    followed: float = 1.0


def advised_plan(problem: Problem) -> Plan:
    """Give the plan that follows the coach's advice to the end, from the belief a problem's evidence leads to."""
    policy = advised_policy(compile_problem(problem, posterior(problem)))
    return Plan(policy.expected_cost, policy.tree(), policy.followed)


def optimal_plan(problem: Problem) -> Plan | None:
    """Give the best plan there is; None where the problem has more than `MOST_STATES` states."""
    arrays = compile_problem(problem, posterior(problem))
    if state_count(arrays) > MOST_STATES:
        return None
    policy = optimal_policy(arrays)
    return Plan(policy.expected_cost, policy.tree())


def advised_policy(arrays: ProblemArrays) -> Policy:
    """Give the plan that follows the coach's advice to the end.

    A small problem is planned to its end at once, which is the optimum. In a larger one every state on the
    way looks ahead anew; the more states a step can end in, the less each matters and the less far it looks.
    Where that would look at more than `advisor.NUMBERS_A_PLAN` weights, the likeliest states do so, and repair alone
    follows in the others: the cost stays exact, of a plan that is a little dearer.
    """
    if state_count(arrays) <= SMALL_ENOUGH and state_count(arrays) * len(arrays.weight) <= MOST_NUMBERS:
        return optimal_policy(arrays)
    return follow(arrays, Advisor(arrays))


def optimal_policy(arrays: ProblemArrays) -> Policy:
    """Give the best plan there is, by dynamic programming over every state."""
    return _read_off(arrays, look_ahead(arrays, start(arrays), len(arrays.hours)))


def follow(arrays: ProblemArrays, choose: Choose) -> Policy:
    """Give the plan that does what `choose` says in every state it comes to."""
    levels: list[PolicyLevel] = []
    here = start(arrays)
    while len(here.key):
        action = np.where(here.weight.any(axis=1), choose(here), len(arrays.hours))
        layer, after = expand(arrays, here, np.equal.outer(action, np.arange(len(arrays.hours))))
        levels.append(PolicyLevel(here, action, layer.child))
        here = after
    return _evaluated(arrays, levels)


def _read_off(arrays: ProblemArrays, ahead: Lookahead) -> Policy:
    levels: list[PolicyLevel] = []
    rows = np.zeros(1, dtype=np.intp)
    for decided in ahead.decided:
        states, action = decided.layer.states.take(rows), decided.action[rows]
        action = np.where(states.weight.any(axis=1), action, len(arrays.hours))
        taken = np.equal.outer(action, np.arange(len(arrays.hours)))[:, arrays.branch_action]
        children = np.where(taken, decided.layer.child[rows], -1)
        rows, where = np.unique(children[children >= 0], return_inverse=True)
        child = np.full(children.shape, -1, dtype=np.int32)
        child[children >= 0] = where
        levels.append(PolicyLevel(states, action, child))
        if not len(rows):
            return _evaluated(arrays, levels)
    service = np.full(len(rows), len(arrays.hours))
    nowhere = np.full((len(rows), len(arrays.branch_action)), -1, dtype=np.int32)
    levels.append(PolicyLevel(ahead.last.take(rows), service, nowhere))
    return _evaluated(arrays, levels)


def _evaluated(arrays: ProblemArrays, levels: list[PolicyLevel]) -> Policy:
    costs: list[NDArray[np.float64]] = []
    after = np.zeros(0)
    hours = np.append(arrays.hours, (arrays.service_hours, 0.0))
    for level in reversed(levels):
        after = level.states.weight.sum(axis=1) * hours[level.action] + np.append(after, 0.0)[
            level.child
        ].sum(axis=1)
        by_repair = level.action > len(arrays.hours)
        after[by_repair] = repair_cost(arrays, level.states.weight[by_repair])
        costs.append(after)
    return Policy(arrays, tuple(levels), tuple(reversed(costs)))
