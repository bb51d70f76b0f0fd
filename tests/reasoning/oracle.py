"""Slow and obvious: the optimum, and the cost of a plan tree, computed straight from their definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.belief import posterior

if TYPE_CHECKING:
    from coach.reasoning.policy import PlanNode
    from coach.reasoning.problem import Problem

Weight = dict[str, float]


def optimum(problem: Problem) -> float:
    """Give the least expected cost of any plan, by trying everything."""
    return best(problem, dict(posterior(problem).probability), frozenset(), frozenset())


def best(problem: Problem, weight: Weight, tested: frozenset[str], tried: frozenset[str]) -> float:
    total = sum(weight.values())
    if total <= 0:
        return 0.0
    costs = [total * problem.service_hours]
    for fix in problem.fixes:
        if fix.id not in tried:
            after = without(problem, weight, fix.id)
            rest = best(problem, after, tested, tried | {fix.id})
            costs.append(total * problem.hours(fix.cost) + rest)
    for experiment in problem.experiments:
        if experiment.id not in tested:
            rest = sum(
                best(problem, seen(problem, weight, experiment.id, o), tested | {experiment.id}, tried)
                for o in range(len(experiment.outcomes))
            )
            costs.append(total * problem.hours(experiment.cost) + rest)
    return min(costs)


def cost_of_tree(problem: Problem, node: PlanNode) -> float:
    """Give what following a plan tree costs on average, walking every branch."""
    return _walk(problem, dict(posterior(problem).probability), node)


def _walk(problem: Problem, weight: Weight, node: PlanNode) -> float:
    total = sum(weight.values())
    if total <= 0:
        return 0.0
    if node.action == "service":
        return total * problem.service_hours
    if node.action == "fix":
        hours = next(problem.hours(fix.cost) for fix in problem.fixes if fix.id == node.id)
        after = without(problem, weight, node.id)
        assert node.if_not is not None
        return total * hours + _walk(problem, after, node.if_not)
    experiment = next(each for each in problem.experiments if each.id == node.id)
    assert tuple(node.branches) == experiment.outcomes
    return total * problem.hours(experiment.cost) + sum(
        _walk(problem, seen(problem, weight, experiment.id, at), node.branches[outcome])
        for at, outcome in enumerate(experiment.outcomes)
    )


def without(problem: Problem, weight: Weight, fix_id: str) -> Weight:
    members = problem.members[fix_id]
    return {each: 0.0 if each in members else w for each, w in weight.items()}


def seen(problem: Problem, weight: Weight, experiment_id: str, outcome: int) -> Weight:
    experiment = next(each for each in problem.experiments if each.id == experiment_id)
    return {each: w * experiment.row(each)[outcome] for each, w in weight.items()}
