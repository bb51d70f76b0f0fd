"""The exact belief over a case's causes, and the problem that is left, as the engine plans it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.belief import Belief
from coach.reasoning.problem import (
    OTHER,
    OTHER_PRIOR_FLOOR,
    Cost,
    Experiment,
    Fix,
    Hypothesis,
    Problem,
)
from coach.session.drill.events import LookBought, RepairTried

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.session.drill.case import Case
    from coach.session.drill.fold import Action, Drill


class Left(NamedTuple):
    """What is left to decide.

    Attributes:
        problem: the causes that are still possible, the looks not bought and the repairs not tried.
        belief: P(cause) over them; the catch-all, which a case does not have, gets 0.
        cut: ids of possible causes that were left out, since the exact planner does not hold them all.
    """

    problem: Problem
    belief: Belief
    cut: tuple[str, ...] = ()


def prior_of(case: Case) -> dict[str, float]:
    """Give P(cause) by id before anything was bought: the case's counts, scaled to 1."""
    total = math.fsum(each.prior for each in case.causes)
    return {each.id: each.prior / total for each in case.causes}


def after(case: Case, belief: Mapping[str, float], action: Action) -> dict[str, float]:
    """Give P(cause) by id after an action showed what this case recorded of it.

    A repair that cures the case's cause leaves the causes it cures; another one rules out what it would have cured.
    """
    match action:
        case LookBought(look=look):
            bought = case.look(look)
            weight = {each: p * bought.row(each)[bought.recorded_at] for each, p in belief.items()}
        case RepairTried(repair=repair):
            cures = case.repair(repair).cures
            worked = case.true_cause in cures
            weight = {each: p if (each in cures) == worked else 0.0 for each, p in belief.items()}
        case _:
            return dict(belief)
    return _scaled(weight)


def belief_of(drill: Drill) -> dict[str, float]:
    """Give P(cause) by id after everything that was bought and tried, whatever its order; sums to 1."""
    belief = prior_of(drill.case)
    for action in drill.actions:
        belief = after(drill.case, belief, action)
    return belief


def what_is_left(case: Case, belief: Mapping[str, float], done: Iterable[Action], keep: str = "") -> Left:
    """Give what is left to decide, with causes cut until the exact planner holds the rest.

    The least likely causes are cut first.

    Args:
        case: the case.
        belief: P(cause) by id, after what was done.
        done: what was bought and tried.
        keep: id of a repair whose causes are cut last, since its cost is asked for.
    """
    from coach.reasoning.action_costs import is_plannable  # noqa: PLC0415 - planning loads numpy

    done = tuple(done)
    bought = {each.look for each in done if isinstance(each, LookBought)}
    live = sorted((each for each, p in belief.items() if p > 0), key=lambda each: -belief[each])
    if keep:
        live.sort(key=lambda each: case.repair_of(each).id != keep)
    for count in range(len(live), 0, -1):
        left = _left(case, belief, live[:count], bought, tuple(live[count:]))
        if count == 1 or is_plannable(left.problem, left.belief):
            return left
    raise AssertionError("a case has a cause")  # pragma: no cover - its reader sees to it


def _left(
    case: Case, belief: Mapping[str, float], live: list[str], bought: set[str], cut: tuple[str, ...]
) -> Left:
    fixes = {each: case.repair_of(each) for each in live}
    problem = Problem(
        hypotheses=tuple(
            Hypothesis(each, belief[each], Fix(fix.id, Cost(wall_h=fix.hours, dollars=fix.dollars)))
            for each, fix in fixes.items()
        ),
        other_prior=OTHER_PRIOR_FLOOR,
        service=Cost(wall_h=case.start_over[0], dollars=case.start_over[1]),
        experiments=tuple(
            Experiment(
                look.id,
                Cost(wall_h=look.hours, dollars=look.dollars),
                tuple(each for each, _ in look.outcomes),
                {each: look.row(each) for each in live},
            )
            for look in case.looks
            if look.id not in bought
        ),
    )
    return Left(problem, Belief({**_scaled({each: belief[each] for each in live}), OTHER: 0.0}), cut)


def _scaled(weight: Mapping[str, float]) -> dict[str, float]:
    total = math.fsum(weight.values())
    return {each: value / total for each, value in weight.items()}
