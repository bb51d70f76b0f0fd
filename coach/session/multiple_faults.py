"""What the numbers say when more than one fault may be there at once: shown beside the advice, on request."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.assumptions import may_be_several
from coach.session.exhibit import Grid, Say
from coach.session.experiments import commitments
from coach.session.hypotheses import hypotheses, priors
from coach.session.shared_fixes import fixes, repairs

if TYPE_CHECKING:
    from coach.reasoning.faults import FaultSets, SetRepair
    from coach.reasoning.problem import Problem
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session

MOST = 12
"""Explanations up to which every set of them is looked at (`coach.reasoning.faults.MOST_FAULTS`)."""
SUREST = 0.99
"""No cause is taken to be there for certain."""


def several_say(session: Session, problem: Problem) -> tuple[Exhibit, ...]:
    """Give whether one repair would be enough and in which order to repair; nothing unless it was asked for."""
    if not may_be_several(session):
        return ()
    if len(problem.hypotheses) > MOST:
        return (Say(f"Several faults at once can be worked out for up to {MOST} explanations.", "warn"),)
    from coach.reasoning.several import several_faults  # noqa: PLC0415 - loads numpy

    tried = _tried(session)
    without = tuple(each for each in problem.evidence if each.id not in tried)
    sets = several_faults(replace(problem, evidence=without), _present(session))
    done = frozenset(tried.values())
    if done:
        sets = sets.still_broken_after(done)
    plan = sets.repair(problem.service_hours, done)
    return (_enough(session, sets, plan, done), _each(session, sets))


def _present(session: Session) -> dict[str, float]:
    """Give P(there) on its own, as it was asked for; the share of the whole where nobody said."""
    share = priors(session)
    return {
        view.id: min(SUREST, share[view.id] if view.weight is None else view.weight)
        for view in hypotheses(session)
    }


def _tried(session: Session) -> dict[str, str]:
    """Give the repairs that did not help, by commitment."""
    fix = fixes(session)
    return {
        view.committed.commitment: fix[view.committed.target].id
        for view in commitments(session)
        if view.committed.action == "fix" and view.result and view.result.outcome == "not-fixed"
        if view.committed.target in fix
    }


def _enough(session: Session, sets: FaultSets, plan: SetRepair, done: frozenset[str]) -> Say:
    words = {each: " / ".join(view.text for view in views) for each, views in repairs(session).items()}
    order = ", then ".join((*(f"“{words[each]}”" for each in plan.order), "rebuild"))
    one_more = "one more repair" if done else "one repair"
    return Say(
        f"If several things may be broken at once: {one_more} is enough with "
        f"{format_probability(sets.one_fix_is_enough(done))}. Without looking first, the cheapest order is {order}: "
        f"{format_hours(plan.cost)} on average. The advice above takes exactly one cause.",
    )


def _each(session: Session, sets: FaultSets) -> Grid:
    text = {view.id: view.text for view in hypotheses(session)}
    ranked = sorted(sets.marginal().items(), key=lambda pair: -pair[1])
    rows = (
        *((text[each], format_probability(there)) for each, there in ranked),
        ("none of these", format_probability(sets.none_listed())),
    )
    return Grid("How likely each is there, alone or with others", ("cause", "there"), rows)
