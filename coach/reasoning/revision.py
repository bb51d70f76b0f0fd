"""What changes a problem on the way: a cause found later, a fix that failed, a catch-all that learned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from coach.errors import BeliefError
from coach.reasoning.problem import OTHER, OTHER_PRIOR_FLOOR, Evidence, Hypothesis, Problem
from coach.reasoning.scale import CERTAIN, IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.reasoning.problem import Fix

_CLOSED_AT_START: Final = 5.0
_OUTSIDE_AT_START: Final = 1.5


def other_prior_learned(outside: int, closed: int, left: float = 1.0) -> float:
    """Give the catch-all's prior after `closed` sessions of which `outside` ended beyond the first list.

    Mean of a Beta(1.5, 3.5) updated by counting; never under the floor. Where a catalogue was consulted, only what it
    left out counts of the 1.5 that one starts with, since they are about a list made without one.

    Args:
        outside: sessions that ended beyond the first list.
        closed: sessions that ended.
        left: share of what is beyond one's own list that was not picked from a catalogue, in [0, 1].

    >>> round(other_prior_learned(0, 0), 3), round(other_prior_learned(4, 10), 3)
    (0.3, 0.367)
    """
    if not 0 <= outside <= closed:
        raise BeliefError(f"{outside} of {closed} sessions is no count", hint="Count closed sessions only.")
    return max(OTHER_PRIOR_FLOOR, (left * _OUTSIDE_AT_START + outside) / (_CLOSED_AT_START + closed))


def retro_split(
    problem: Problem,
    *,
    hypothesis_id: str,
    fix: Fix,
    likelihood: Mapping[str, float],
    rows: Mapping[str, tuple[float, ...]] | None = None,
    share: float = 0.5,
) -> Problem:
    """Give the problem as if a cause found later had been on the list from the start.

    The newcomer takes a share of the catch-all's *prior* and answers for every past observation; its
    posterior follows. To hand it a posterior would count twice the evidence that suggested it.

    Args:
        problem: before; its catch-all keeps at least the floor.
        hypothesis_id: of the newcomer.
        fix: what would remove it.
        likelihood: P(what was seen | newcomer) by evidence id; every piece of evidence needs one.
        rows: P(outcome | newcomer) by experiment id; a missing one is uniform.
        share: of the catch-all's prior, between 0 and 1.

    Raises:
        BeliefError: the share is out of range or a past observation has no likelihood.
    """
    if not 0 < share < 1:
        raise BeliefError(f"a share of {share} is not between 0 and 1", hint="Give the newcomer part of it.")
    unanswered = [each.id for each in problem.evidence if each.id not in likelihood]
    if unanswered:
        raise BeliefError(
            f"how likely was {unanswered[0]!r} if it was {hypothesis_id!r}? Nobody has said",
            hint="Answer for every past observation: the newcomer must explain them too.",
        )
    left = max(OTHER_PRIOR_FLOOR, problem.other_prior * (1 - share))
    newcomer = Hypothesis(hypothesis_id, problem.other_prior - left, fix)
    prior = problem.prior
    told = rows or {}
    return replace(
        problem,
        hypotheses=(*(replace(each, prior=prior[each.id]) for each in problem.hypotheses), newcomer),
        other_prior=left,
        evidence=tuple(_answered(each, hypothesis_id, likelihood[each.id]) for each in problem.evidence),
        experiments=tuple(
            replace(each, likelihood={**each.likelihood, hypothesis_id: told[each.id]})
            if each.id in told
            else each
            for each in problem.experiments
        ),
    )


def revised(problem: Problem, prior: Mapping[str, float]) -> Problem:
    """Give the problem with priors restated: the recorded alternative to a retro-split.

    Args:
        problem: before.
        prior: P(h) by id, the catch-all's among them; missing ones keep their prior, and all are normalised.

    Raises:
        BeliefError: an id is unknown, or the result leaves the catch-all less than its floor.
    """
    unknown = set(prior) - set(problem.ids)
    if unknown:
        raise BeliefError(f"{min(unknown)!r} is no hypothesis", hint="Add it first.")
    restated = {**problem.prior, **prior}
    total = sum(restated.values())
    return replace(
        problem,
        hypotheses=tuple(replace(each, prior=restated[each.id]) for each in problem.hypotheses),
        other_prior=restated[OTHER] / total if total > 0 else 0.0,
    )


def failed_fix(problem: Problem, fix_id: str) -> Evidence:
    """Give the evidence that a fix was tried, verified, and was not it.

    Raises:
        BeliefError: no hypothesis has this fix.
    """
    members = problem.members.get(fix_id)
    if members is None:
        raise BeliefError(f"{fix_id!r} is no fix", hint=f"Known fixes: {', '.join(problem.members)}.")
    likelihood = {each: IMPOSSIBLE if each in members else CERTAIN for each in problem.ids}
    return Evidence(f"{fix_id} did not help", likelihood)


def _answered(evidence: Evidence, hypothesis_id: str, likelihood: float) -> Evidence:
    rows = evidence.rows
    if rows:
        rest = (1 - likelihood) / (evidence.outcome_count - 1)
        row = tuple(
            likelihood if each == evidence.seen_at else rest for each in range(evidence.outcome_count)
        )
        rows = {**rows, hypothesis_id: row}
    return replace(evidence, likelihood={**evidence.likelihood, hypothesis_id: likelihood}, rows=rows)
