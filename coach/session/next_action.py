"""What is advised next: what the plan says, unless a look that costs next to nothing should come before it.

By the numbers a look of minutes before a repair that stands at 96 % is seldom worth its price. But the number is made
of estimates, and a repair takes a run: looking first loses at most the price of the look.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.belief import posterior
from coach.session.direct_first import beginning_with, can_confirm, direct_first
from coach.session.event.experiment import ExperimentAdded
from coach.session.hypotheses import hypotheses
from coach.session.inside import LIKELY
from coach.session.once import once
from coach.session.problem import problem_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coach.reasoning.advice import Recommendation
    from coach.reasoning.problem import Evidence, Experiment, Problem
    from coach.session.fold import Session

NEXT_TO_NOTHING_H = 0.5
"""Hours up to which a look counts as free (editorial)."""
DIRECT_H = 0.75
"""The same for a look that can confirm the very cause that is about to be repaired (editorial)."""
SHARE_OF_REPAIR = 0.1
"""Share of what a repair takes up to which a look comes before it (editorial)."""
UNSEATS = 0.5
"""P(the cause that is about to be repaired) under which some outcome of a look has to bring it, unless the look can
confirm it: else it would be repaired whatever came out (editorial)."""
SPEAKS = 3.0
"""Factor on the odds of a cause from which an outcome speaks for it or against it: `positive` evidence begins there
(Kass and Raftery 1995)."""


class NextAction(NamedTuple):
    """What is advised, and why where the plan alone would do something else.

    Attributes:
        advised: the recommendation, priced as the best plan that begins with it.
        instead_of: what the plan alone would do next; None where that is what is advised.
        is_innocence: the look asks whether anything is wrong at all.
        as_good: what comes out a little cheaper than the look that is advised, too little to tell; None for nothing.
    """

    advised: Recommendation
    instead_of: Recommendation | None = None
    is_innocence: bool = False
    as_good: Recommendation | None = None


@once
def advised_next(session: Session) -> NextAction | None:
    """Give what is advised next; None while no explanation is named."""
    problem = problem_of(session)
    if problem is None:
        return None
    from coach.reasoning.advice import recommend  # noqa: PLC0415 - planning loads numpy

    return next_action(session, problem, recommend(problem))


def next_action(session: Session, problem: Problem, planned: Recommendation) -> NextAction:
    """Give what is advised next.

    Args:
        session: the investigation.
        problem: what it poses.
        planned: what the plan alone would do next.
    """
    direct = direct_first(problem, posterior(problem).probability, planned)
    innocent = _innocent_check(session, problem, direct)
    if innocent:
        return NextAction(beginning_with((innocent,), direct), direct, is_innocence=True)
    look = _look_before(problem, direct) if direct.action == "fix" else ""
    if look:
        return NextAction(beginning_with((look,), direct), direct)
    return NextAction(direct, as_good=None if direct.id == planned.id else planned)


def _innocent_check(session: Session, problem: Problem, planned: Recommendation) -> str:
    """Give the check whether anything is wrong at all, where an innocent cause is likely enough; else nothing."""
    checks = {body.experiment: body.innocent for body in session.all(ExperimentAdded) if body.innocent}
    free = {
        each.id: checks[each.id]
        for each in problem.experiments
        if each.id in checks and problem.hours(each.cost) <= NEXT_TO_NOTHING_H
    }
    if not free:
        return ""
    now = posterior(problem).probability
    listed = {view.failure_mode: now[view.id] for view in hypotheses(session) if view.failure_mode}
    chance = {each: listed.get(mode, 0.0) for each, mode in free.items()}
    first = max(chance, key=lambda each: (chance[each], each == planned.id))
    return "" if chance[first] < LIKELY or planned.id == first else first


def _look_before(problem: Problem, planned: Recommendation) -> str:
    """Give the look of minutes that could speak against the cause that is about to be repaired; nothing where none.

    One that could also confirm it comes before the others. Where the cause has stood such a look already, the repair
    is no bet any more.
    """
    causes = set(problem.members[planned.id])
    if any(_stood(problem, each, causes) for each in problem.evidence):
        return ""
    takes = next(problem.hours(fix.cost) for fix in problem.fixes if fix.id == planned.id)
    tells = {each.id: each.eig_bits for each in planned.ranking}
    now = posterior(problem).probability
    confirms = {
        each.id: any(can_confirm(each, cause, now) for cause in causes) for each in problem.experiments
    }
    most = {
        each: min(DIRECT_H if it else NEXT_TO_NOTHING_H, SHARE_OF_REPAIR * takes)
        for each, it in confirms.items()
    }
    looks = [
        each
        for each in problem.experiments
        if problem.hours(each.cost) <= most[each.id]
        and _may_speak_against(problem, each, causes)
        and (confirms[each.id] or _may_unseat(problem, each, causes))
    ]
    best = max(
        looks, key=lambda each: (confirms[each.id], tells[each.id], -problem.hours(each.cost)), default=None
    )
    return best.id if best else ""


def _may_speak_against(problem: Problem, look: Experiment, causes: Collection[str]) -> bool:
    factors = _factors(problem, look.likelihood, len(look.outcomes), causes)
    return min(factors) <= 1 / SPEAKS


def _may_unseat(problem: Problem, look: Experiment, causes: Collection[str]) -> bool:
    now = posterior(problem).probability
    believed = math.fsum(now[each] for each in causes)
    odds = believed / max(_LEAST, 1 - believed)
    least = odds * min(_factors(problem, look.likelihood, len(look.outcomes), causes))
    return least / (1 + least) < UNSEATS


def _stood(problem: Problem, result: Evidence, causes: Collection[str]) -> bool:
    """True for the result of a look that could have spoken against the causes, and did not."""
    if not result.rows:
        return False
    factors = _factors(problem, result.rows, result.outcome_count, causes)
    return min(factors) <= 1 / SPEAKS and factors[result.seen_at] > 1


def _factors(
    problem: Problem, rows: Mapping[str, Sequence[float]], count: int, causes: Collection[str]
) -> tuple[float, ...]:
    """Give by how much each outcome would change the odds of the causes against all others; unknown rows are even."""
    even = (1 / count,) * count
    full = {each: rows.get(each, even) for each in problem.ids}
    return tuple(
        _factor(problem, causes, {each: row[at] for each, row in full.items()}) for at in range(count)
    )


def _factor(problem: Problem, causes: Collection[str], likelihood: Mapping[str, float]) -> float:
    """Give P(something | one of the causes) / P(it | none of them), each weighed by what is believed now."""
    now = posterior(problem).probability
    others = [each for each in problem.ids if each not in causes]
    return _mean(now, causes, likelihood) / max(_LEAST, _mean(now, others, likelihood))


def _mean(now: Mapping[str, float], ids: Collection[str], likelihood: Mapping[str, float]) -> float:
    total = math.fsum(now[each] for each in ids)
    return math.fsum(now[each] * likelihood[each] for each in ids) / max(_LEAST, total)


_LEAST = 1e-12
"""Taken for a probability of nothing where one divides by it."""
