"""Hours that choices cost: what an action leads to on average, against the best action of that moment.

The sum over the actions of Q(b, a) - V(b), where b is what was believed when a was chosen. The hours a session really
took hold luck as well; this does not.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.session.event.experiment import Committed
from coach.session.fold import fold
from coach.session.once import once
from coach.session.problem import problem_of
from coach.session.shared_fixes import fixes

if TYPE_CHECKING:
    from coach.reasoning.problem import Problem
    from coach.session.fold import Session

TOO_LARGE = "there were too many ways to go on to plan them all"
NO_PROBLEM = "no explanation had been weighed"
NO_ACTION = "it was none of the actions that had a price and a forecast"
_ROUNDING = 1e-9


class Regret(NamedTuple):
    """What one choice cost.

    Attributes:
        question: what the action was to answer.
        hours: Q(b, a) - V(b), at least 0; None where it cannot be worked out.
        best: the best action, as `action:id`; empty where none is known.
        why_not: why it cannot be worked out; empty where it can.
    """

    question: str
    hours: float | None
    best: str = ""
    why_not: str = ""


@once
def regrets(session: Session) -> tuple[Regret, ...]:
    """Give what each choice of an investigation cost by what was known then; resting is no choice."""
    found: list[Regret] = []
    for at, event in enumerate(session.active):
        if isinstance(event.body, Committed) and event.body.action != "rest":
            found.append(_regret(fold(session.active[:at]), event.body))
    return tuple(found)


def wasted(session: Session) -> float | None:
    """Give the hours that all choices together cost; None where no choice, or not every one, can be worked out."""
    known = [each.hours for each in regrets(session)]
    return sum(each for each in known if each is not None) if known and None not in known else None


def _regret(before: Session, chosen: Committed) -> Regret:
    problem = problem_of(before)
    if problem is None:
        return Regret(chosen.question, None, why_not=NO_PROBLEM)
    costs = _costs(problem)
    if costs is None:
        return Regret(chosen.question, None, why_not=TOO_LARGE)
    action = "service" if chosen.action == "service" else f"{chosen.action}:{_target(before, chosen)}"
    best = min(costs, key=costs.__getitem__)
    if not math.isfinite(costs.get(action, math.inf)):
        return Regret(chosen.question, None, best, NO_ACTION)
    over = costs[action] - costs[best]
    return Regret(chosen.question, over if over > _ROUNDING else 0.0, best)


def _target(before: Session, chosen: Committed) -> str:
    shared = fixes(before)
    return shared[chosen.target].id if chosen.action == "fix" and chosen.target in shared else chosen.target


def _costs(problem: Problem) -> dict[str, float] | None:
    """Give what each action costs by what a session believes; None where it is too large."""
    from coach.reasoning.action_costs import action_costs  # noqa: PLC0415 - planning loads numpy
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - as above

    return action_costs(problem, posterior(problem))
