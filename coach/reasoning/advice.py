"""The advice: test, fix or rebuild next, with its price, its reason and what every rival would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.reasoning.belief import Belief, posterior
from coach.reasoning.information import OutcomeView, expected_information_gain, outcome_views
from coach.reasoning.repair import Repair, expected_cost_of_repair, lower_bound

if TYPE_CHECKING:
    from coach.reasoning.problem import Experiment, Problem

Action = Literal["experiment", "fix", "service"]
_ROUNDING = 1e-9


class Assessment(NamedTuple):
    """What one experiment would give now.

    Attributes:
        cost: its price in hours.
        eig_bits: expected information gain about which fix is right.
        net_voi: hours the plan of fixes alone saves by doing it first; negative where it costs more than it
            tells.
        can_pay: False where it would cost too much even if it told the answer.
        outcomes: each outcome with its probability and the belief after it.
    """

    id: str
    cost: float
    eig_bits: float
    net_voi: float
    can_pay: bool
    outcomes: tuple[OutcomeView, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do next.

    Attributes:
        action: run an experiment, try a fix, or rebuild (the service action).
        id: of the experiment or fix; "service" for the service action.
        why: one plain sentence with its price and what it saves.
        expected_cost: hours the plan behind the advice costs on average.
        fix_only: hours the best plan without experiments costs.
        lower_bound: hours no plan can beat.
        ranking: every experiment, the best first.
    """

    action: Action
    id: str
    why: str
    expected_cost: float
    fix_only: float
    lower_bound: float
    ranking: tuple[Assessment, ...]


def recommend(problem: Problem) -> Recommendation:
    """Give the next action and the reasons for it."""
    belief = posterior(problem)
    repair = expected_cost_of_repair(problem, belief)
    bound = lower_bound(problem, belief)
    ranking = tuple(
        sorted(
            (assess(problem, experiment, belief, repair.cost, bound) for experiment in problem.experiments),
            key=lambda each: (-each.net_voi, -each.eig_bits, each.cost),
        )
    )
    best = ranking[0] if ranking and ranking[0].net_voi > _ROUNDING else None
    if best is not None:
        cost = repair.cost - best.net_voi
        return Recommendation(
            "experiment", best.id, _why_test(best, repair, cost), cost, repair.cost, bound, ranking
        )
    if repair.order:
        why = _why_fix(problem, repair)
        return Recommendation("fix", repair.order[0], why, repair.cost, repair.cost, bound, ranking)
    why = f"Rebuild from something known to work ({repair.cost:.3g} h): no fix is worth trying first."
    return Recommendation("service", "service", why, repair.cost, repair.cost, bound, ranking)


def assess(
    problem: Problem, experiment: Experiment, belief: Belief, fix_only: float, bound: float
) -> Assessment:
    """Give what one experiment would give if fixes alone followed it.

    `net VOI = ECR - c - sum_o P(o) ECR(p | o)`; it cannot pay when `c >= ECR - lower bound`.
    """
    price = problem.hours(experiment.cost)
    views = outcome_views(belief, experiment)
    later = sum(
        view.probability * expected_cost_of_repair(problem, Belief(view.posterior)).cost
        for view in views
        if view.probability > 0
    )
    return Assessment(
        id=experiment.id,
        cost=price,
        eig_bits=expected_information_gain(problem, experiment, belief),
        net_voi=fix_only - price - later,
        can_pay=price < fix_only - bound,
        outcomes=views,
    )


def _why_test(best: Assessment, repair: Repair, cost: float) -> str:
    return (
        f"Do {best.id} first ({best.cost:.3g} h): "
        f"the plan drops from {repair.cost:.1f} h to {cost:.1f} h on average."
    )


def _why_fix(problem: Problem, repair: Repair) -> str:
    price = next(problem.hours(fix.cost) for fix in problem.fixes if fix.id == repair.order[0])
    return (
        f"Try the fix {repair.order[0]} now ({price:.3g} h): no experiment saves more than it costs, "
        f"and fixing in this order takes {repair.cost:.1f} h on average."
    )
