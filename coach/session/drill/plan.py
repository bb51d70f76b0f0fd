"""The best plan for a case: what each action would cost to the end, and the way it takes here."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.session.drill.belief import after, prior_of, what_is_left
from coach.session.drill.events import LookBought, RepairTried, StartedOver
from coach.session.drill.fold import price_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.session.drill.case import Case
    from coach.session.drill.fold import Action

_TIE = 1e-9


class Costs(NamedTuple):
    """What actions cost to the end by what is believed, in hours.

    Attributes:
        by_action: Q(b, a) by `name_of`.
        best: the action of least cost; repairs before starting over before looks on a tie.
        cut: ids of causes that were left out of the planning.
    """

    by_action: Mapping[str, float]
    best: str
    cut: tuple[str, ...] = ()

    @property
    def to_go(self) -> float:
        """V(b): hours to the end by the best plan, on average."""
        return self.by_action[self.best]


def name_of(action: Action) -> str:
    """Give an action as `experiment:id`, `fix:id` or `service`, the engine's own names."""
    match action:
        case LookBought(look=look):
            return f"experiment:{look}"
        case RepairTried(repair=repair):
            return f"fix:{repair}"
        case StartedOver():
            return "service"


def action_of(case: Case, name: str, belief: Mapping[str, float]) -> Action:
    """Give the action of a name; a repair is tried for the likeliest cause that it cures."""
    kind, _, of = name.partition(":")
    if kind == "experiment":
        return LookBought(look=of)
    likeliest = max(belief, key=belief.__getitem__)
    if kind == "fix":
        cures = case.repair(of).cures
        return RepairTried(repair=of, diagnosis=max(cures, key=lambda each: belief.get(each, 0.0)))
    return StartedOver(diagnosis=likeliest)


def costs(case: Case, belief: Mapping[str, float], done: tuple[Action, ...], keep: str = "") -> Costs:
    """Give what each action that is left costs to the end when the best plan follows it.

    Args:
        case: the case.
        belief: P(cause) by id after what was done.
        done: what was bought and tried.
        keep: id of a repair that must be among the actions, as for `what_is_left`.
    """
    from coach.reasoning.action_costs import action_costs  # noqa: PLC0415 - planning loads numpy

    left = what_is_left(case, belief, done, keep)
    found = action_costs(left.problem, left.belief)
    if (
        found is None
    ):  # one cause is left and its looks alone are too many: mending it is all there is to plan
        name = f"fix:{left.problem.hypotheses[0].fix.id}"
        found = {name: left.problem.hours(left.problem.hypotheses[0].fix.cost)}
    least = min(found.values())
    near = [each for each, cost in found.items() if cost <= least + _TIE * max(1.0, least)]
    best = min(near, key=lambda each: (not each.startswith("fix"), each != "service"))
    return Costs(found, best, left.cut)


def follow(
    case: Case, choose: Callable[[Mapping[str, float], tuple[Action, ...]], Action]
) -> tuple[Action, ...]:
    """Give the actions of somebody who chooses by belief and what was done, on this case, until the trouble is gone."""
    belief = prior_of(case)
    done: tuple[Action, ...] = ()
    while not _is_repaired(case, done):
        action = choose(belief, done)
        belief, done = after(case, belief, action), (*done, action)
    return done


def best_way(case: Case) -> tuple[Action, ...]:
    """Give what the best plan does on this case, until the trouble is gone."""

    def choose(belief: Mapping[str, float], done: tuple[Action, ...]) -> Action:
        return action_of(case, costs(case, belief, done).best, belief)

    return follow(case, choose)


def most_likely_first(case: Case) -> tuple[Action, ...]:
    """Give what somebody does who repairs the most likely cause first and looks at nothing."""

    def choose(belief: Mapping[str, float], done: tuple[Action, ...]) -> Action:
        tried = {each.repair for each in done if isinstance(each, RepairTried)}
        live = [each for each in belief if case.repair_of(each).id not in tried]
        cause = max(live, key=belief.__getitem__)
        return RepairTried(repair=case.repair_of(cause).id, diagnosis=cause)

    return follow(case, choose)


def hours_of(case: Case, actions: tuple[Action, ...]) -> float:
    """Give the hours that some actions took."""
    return math.fsum(price_of(case, each)[0] for each in actions)


def _is_repaired(case: Case, done: tuple[Action, ...]) -> bool:
    cure = case.repair_of(case.true_cause).id
    return any(
        isinstance(each, StartedOver) or (isinstance(each, RepairTried) and each.repair == cure)
        for each in done
    )
