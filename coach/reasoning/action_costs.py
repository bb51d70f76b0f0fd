"""What each first action costs to the end when the best plan follows it: Q(b, a), exact, in hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.arrays import compile_problem, start
from coach.reasoning.lookahead import MOST_NUMBERS, SMALL_ENOUGH, look_ahead, state_count

if TYPE_CHECKING:
    from coach.reasoning.belief import Belief
    from coach.reasoning.problem import Problem

SERVICE = "service"
"""The action that always works."""


def is_plannable(problem: Problem, belief: Belief) -> bool:
    """True where a problem is small enough to be planned to its end, so that every cost is exact."""
    arrays = compile_problem(problem, belief)
    states = state_count(arrays)
    return states <= SMALL_ENOUGH and states * len(arrays.weight) <= MOST_NUMBERS


def action_costs(problem: Problem, belief: Belief) -> dict[str, float] | None:
    """Give the expected hours of each action followed by the best plan, by `fix:id`, `experiment:id` or `service`.

    The smallest is V(b), the expected cost to go. An action that cannot help costs infinitely many hours. None where
    there are too many ways to go on to plan them all.

    Args:
        problem: actions, costs and likelihoods; its own evidence is not looked at.
        belief: P(h) by id, over the ids of the problem.
    """
    if not is_plannable(problem, belief):
        return None
    arrays = compile_problem(problem, belief)
    ahead = look_ahead(arrays, start(arrays), len(arrays.hours), keep_all=True)
    by_action = ahead.values.by_action[0] / float(arrays.weight.sum())
    names = [
        f"{'fix' if at < arrays.fix_count else 'experiment'}:{each}"
        for at, each in enumerate(arrays.action_ids)
    ]
    return dict(zip((*names, SERVICE), map(float, by_action), strict=True))
