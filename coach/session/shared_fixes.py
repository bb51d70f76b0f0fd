"""Which change repairs which explanations: those that share one are one decision, whichever of them it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.problem import Fix
from coach.session.assumptions import cost_weights, shared_repair
from coach.session.hypotheses import hypotheses, repair_cost

if TYPE_CHECKING:
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView


def fixes(session: Session) -> dict[str, Fix]:
    """Give the repair of every explanation, by its id.

    A shared one goes by the first explanation it repairs, and takes what the dearest of them was said to take.
    """
    hours = cost_weights(session).hours
    sharing = [view for view in hypotheses(session) if view.id in shared_repair(session)]
    cost = {view.id: repair_cost(session, view) for view in hypotheses(session)}
    fix = {each: Fix(each, price) for each, price in cost.items()}
    if sharing:
        dearest = max((cost[view.id] for view in sharing), key=hours)
        fix |= dict.fromkeys((view.id for view in sharing), Fix(sharing[0].id, dearest))
    return fix


def repairs(session: Session) -> dict[str, tuple[HypothesisView, ...]]:
    """Give the explanations that each repair is for, by its id, in the order in which they were named."""
    fix = fixes(session)
    found: dict[str, tuple[HypothesisView, ...]] = {}
    for view in hypotheses(session):
        found[fix[view.id].id] = (*found.get(fix[view.id].id, ()), view)
    return found
