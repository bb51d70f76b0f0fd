"""What the coach would do next in a drill, with the reason: shown in worked cases, followed by the scripted expert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.session.drill.belief import belief_of
from coach.session.drill.events import OddsStated
from coach.session.drill.opening import EXACT
from coach.session.drill.plan import action_of, costs
from coach.session.drill.reveal import named, named_by
from coach.session.exhibit import Bar, Bars, Say

if TYPE_CHECKING:
    from coach.session.drill.events import Body
    from coach.session.drill.fold import Action, Drill
    from coach.session.exhibit import Exhibit


def next_action(drill: Drill) -> Action:
    """Give the action of the best plan by the exact belief; it knows nothing that was not bought."""
    belief = belief_of(drill)
    return action_of(drill.case, costs(drill.case, belief, drill.actions).best, belief)


def worked_step(drill: Drill) -> tuple[tuple[Exhibit, ...], tuple[Body, ...]]:
    """Give the next step of a worked case: what is shown of its reason, and what is done."""
    belief = belief_of(drill)
    found = costs(drill.case, belief, drill.actions)
    action = action_of(drill.case, found.best, belief)
    rows = tuple(
        Bar(str(at), belief[each.id], note=each.name) for at, each in enumerate(drill.case.causes, 1)
    )
    others = sorted((cost, name) for name, cost in found.by_action.items() if name != found.best)
    says = (
        f"Next: {named(drill.case, action)}. Begun with it, finding the cause and repairing it takes "
        f"{format_hours(found.to_go)} from here on average."
    )
    if others and others[0][0] < float("inf"):
        cost, name = others[0]
        says += f" Begun with the next best ({named_by(drill.case, name)}): {format_hours(cost)}."
    why = () if drill.actions else (Say(EXACT, "quiet"),)
    return (Bars("Exact odds now", rows), *why, Say(says)), (OddsStated(odds=belief), action)
