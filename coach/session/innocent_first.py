"""Checks whether anything is wrong at all come before everything else, where they cost next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.direct_first import beginning_with
from coach.session.event.experiment import ExperimentAdded
from coach.session.hypotheses import hypotheses
from coach.session.inside import LIKELY

if TYPE_CHECKING:
    from coach.reasoning.advice import Recommendation
    from coach.reasoning.problem import Problem
    from coach.session.fold import Session

NEXT_TO_NOTHING_H = 0.5
"""Hours up to which a check counts as free (editorial)."""


def innocent_first(session: Session, problem: Problem, advised: Recommendation) -> Recommendation:
    """Give the advice to look first whether anything is wrong, where an innocent cause is likely enough.

    Whoever looks first and then follows the best plan loses at most the price of the look, minutes here; and where
    nothing is to be mended, a repair would show nothing that the check does not.

    Args:
        session: the investigation.
        problem: what it poses.
        advised: what the plan alone would do next.
    """
    checks = {body.experiment: body.innocent for body in session.all(ExperimentAdded) if body.innocent}
    free = {
        each.id: checks[each.id]
        for each in problem.experiments
        if each.id in checks and problem.hours(each.cost) <= NEXT_TO_NOTHING_H
    }
    if not free:
        return advised
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - only a session with such a check needs it

    now = posterior(problem).probability
    listed = {view.failure_mode: now[view.id] for view in hypotheses(session) if view.failure_mode}
    chance = {each: listed.get(mode, 0.0) for each, mode in free.items()}
    first = max(chance, key=lambda each: (chance[each], each == advised.id))
    if chance[first] < LIKELY or advised.id == first:
        return advised
    return beginning_with((first,), advised)
