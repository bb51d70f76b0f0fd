"""The advice: test, fix or rebuild next, with its price, its reason and what every rival would give."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from coach.reasoning.arrays import ProblemArrays, compile_problem, start
from coach.reasoning.belief import Belief, posterior
from coach.reasoning.hours import format_hours
from coach.reasoning.information import OutcomeView, information_gain, outcome_views
from coach.reasoning.lookahead import best_action, horizon, look_ahead
from coach.reasoning.repair import expected_cost_of_repair, lower_bound

if TYPE_CHECKING:
    from coach.reasoning.problem import Experiment, Problem

Action = Literal["experiment", "fix", "service"]
SERVICE: Final = "service"
"""The id of the action that always works."""


class Assessment(NamedTuple):
    """What one experiment would give now.

    Attributes:
        cost: its price in hours.
        eig_bits: expected information gain about which fix is right.
        net_voi: hours the plan of fixes alone saves by doing it first; negative where it costs more than it
            tells.
        can_pay: False where it would cost too much even if it told the answer.
        outcomes: each outcome with its probability and the belief after it.
        plan_cost: hours the best plan found that starts with it costs on average.
    """

    id: str
    cost: float
    eig_bits: float
    net_voi: float
    can_pay: bool
    outcomes: tuple[OutcomeView, ...]
    plan_cost: float


class Alternative(NamedTuple):
    """A next action and the hours the best plan found that starts with it costs on average."""

    action: Action
    id: str
    plan_cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What to do next.

    Attributes:
        action: run an experiment, try a fix, or rebuild (the service action).
        id: of the experiment or fix; "service" for the service action.
        why: one plain sentence with its price and what it saves.
        expected_cost: hours the plan behind the advice costs on average; the optimum lies between
            `lower_bound` and this.
        fix_only: hours the best plan without experiments costs.
        lower_bound: hours no plan can beat.
        ranking: every experiment, the recommended one first, then by what it saves.
        alternatives: every next action, the cheapest plan first.
        is_optimal: whether the plan was computed to its end, so that no plan is better under these numbers.
        proof: a sentence where the next action is proven whatever is planned after it; else empty.
        steps: how many actions ahead were planned.
    """

    action: Action
    id: str
    why: str
    expected_cost: float
    fix_only: float
    lower_bound: float
    ranking: tuple[Assessment, ...]
    alternatives: tuple[Alternative, ...]
    is_optimal: bool
    proof: str
    steps: int = 0


def recommend(problem: Problem) -> Recommendation:
    """Give the next action and the reasons for it.

    Lookahead over every fix, experiment and the service action, the expected cost of repair at its leaves;
    to the end where the problem is small (`lookahead.SMALL_ENOUGH`), two steps or more otherwise.
    """
    belief = posterior(problem)
    arrays = compile_problem(problem, belief)
    steps = horizon(arrays.outcome_counts(), hypotheses=len(arrays.weight))
    values = look_ahead(arrays, start(arrays), steps, keep_all=True).values
    cost = float(values.cost[0])
    options = _alternatives(arrays, values.by_action[0].tolist())
    best = options[int(best_action(arrays, values)[0])]
    fix_only = expected_cost_of_repair(problem, belief).cost
    bound = lower_bound(problem, belief)
    plan_cost = {each.id: each.plan_cost for each in options if each.action == "experiment"}
    ranking = [
        assess(problem, each, belief, fix_only=fix_only, bound=bound, plan_cost=plan_cost[each.id])
        for each in problem.experiments
    ]
    return Recommendation(
        action=best.action,
        id=best.id,
        why=_why(problem, best, cost, fix_only),
        expected_cost=cost,
        fix_only=fix_only,
        lower_bound=bound,
        ranking=tuple(sorted(ranking, key=lambda each: (each.id != best.id, -each.net_voi, -each.eig_bits))),
        alternatives=tuple(sorted(options, key=lambda each: (each != best, each.plan_cost))),
        is_optimal=steps >= len(arrays.hours),
        proof=_proof(ranking),
        steps=min(steps, len(arrays.hours)),
    )


def assess(
    problem: Problem,
    experiment: Experiment,
    belief: Belief,
    *,
    fix_only: float,
    bound: float,
    plan_cost: float = math.inf,
) -> Assessment:
    """Give what one experiment would give if fixes alone followed it.

    `net VOI = ECR - c - sum_o P(o) ECR(p | o)`; it cannot pay when `c >= ECR - lower bound`.
    """
    price = problem.hours(experiment.cost)
    views = outcome_views(belief, experiment)
    later = math.fsum(
        view.probability * expected_cost_of_repair(problem, Belief(view.posterior)).cost
        for view in views
        if view.probability > 0
    )
    return Assessment(
        id=experiment.id,
        cost=price,
        eig_bits=information_gain(problem, belief, views),
        net_voi=fix_only - price - later,
        can_pay=price < fix_only - bound,
        outcomes=views,
        plan_cost=plan_cost,
    )


def _alternatives(arrays: ProblemArrays, plan_costs: list[float]) -> list[Alternative]:
    names: list[tuple[Action, str]] = [
        ("fix" if at < arrays.fix_count else "experiment", each) for at, each in enumerate(arrays.action_ids)
    ]
    names.append((SERVICE, SERVICE))
    # A fix for what is ruled out is not looked at: it would cost its hours and change nothing.
    hours, best = (*arrays.hours.tolist(), 0.0), min(plan_costs)
    return [
        Alternative(kind, each, cost if math.isfinite(cost) else spent + best)
        for (kind, each), cost, spent in zip(names, plan_costs, hours, strict=True)
    ]


def _proof(ranking: list[Assessment]) -> str:
    if not ranking:
        return ""
    if not any(each.can_pay for each in ranking):
        return "No experiment could pay, even if it told you the answer: starting to fix now is proven best."
    return ""


def _why(problem: Problem, best: Alternative, cost: float, fix_only: float) -> str:
    if best.action == "experiment":
        price = next(problem.hours(each.cost) for each in problem.experiments if each.id == best.id)
        return (
            f"Do {best.id} first ({format_hours(price)}): "
            f"the plan drops from {format_hours(fix_only)} to {format_hours(cost)} on average."
        )
    if best.action == "fix":
        price = next(problem.hours(fix.cost) for fix in problem.fixes if fix.id == best.id)
        return (
            f"Try the fix {best.id} now ({format_hours(price)}): looking first would cost more than it saves, "
            f"and going on from here takes {format_hours(cost)} on average."
        )
    return (
        f"Rebuild from something known to work ({format_hours(cost)}): "
        "no experiment and no fix on the list is worth trying first."
    )
