"""Of looks that the numbers can hardly tell apart, the one that can confirm the likeliest cause comes first."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.session.catalogue import SINGLED_OUT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.reasoning.advice import Recommendation
    from coach.reasoning.problem import Experiment, Problem

AS_GOOD = 0.02
"""Share of a plan's hours up to which another one counts as equally good (editorial). Likelihoods that are wrong by
half a logit make plans 4 % dearer (engine.md 5.12), so that half of that is no reason to prefer one."""
LEADING, LIKELY = 3, 0.1
"""Causes, the likeliest, that are worth confirming, and how likely one must be (editorial)."""


def direct_first(problem: Problem, before: Mapping[str, float], advised: Recommendation) -> Recommendation:
    """Give the advice that begins with a look which can confirm the likeliest cause, where that is as good.

    Those that can confirm the next likeliest ones come next among the alternatives.

    What an experiment on many causes is worth rests on as many numbers that nobody measured; a look that can confirm
    one cause rests on few, and ends with the cause and its repair in hand.

    Args:
        problem: what the session poses.
        before: P(cause) now, by id, with something else.
        advised: what the plan alone would do next; a repair stays, since no look would pay for itself before it.
    """
    if advised.action == "fix":
        return advised
    most = min((1 + AS_GOOD) * advised.expected_cost, advised.fix_only)
    looks = {
        each.id: each.plan_cost for each in advised.ranking if each.id == advised.id or each.plan_cost <= most
    }
    leading = sorted((each.id for each in problem.hypotheses), key=lambda each: -before[each])[:LEADING]
    first: list[str] = []
    for cause in (each for each in leading if before[each] >= LIKELY):
        direct = [
            each.id
            for each in problem.experiments
            if each.id in looks and each.id not in first and can_confirm(each, cause, before)
        ]
        first += [min(direct, key=looks.__getitem__)] if direct else []
    return beginning_with(first, advised)


def can_confirm(experiment: Experiment, cause: str, before: Mapping[str, float]) -> bool:
    """True when an outcome is expected under a cause, and at most half the time under the others as they stand."""
    row = experiment.likelihood.get(cause)
    left = 1 - before[cause]
    if row is None or left <= 0:
        return False
    others = [each for each in before if each != cause]
    expected = [
        math.fsum(before[each] * experiment.row(each)[at] for each in others) / left for at in range(len(row))
    ]
    return any(p >= SINGLED_OUT and other <= 1 / 2 for p, other in zip(row, expected, strict=True))


def beginning_with(experiments: Sequence[str], advised: Recommendation) -> Recommendation:
    """Give an advice that begins with another experiment, priced as the best plan that does.

    Args:
        experiments: ids, the one to begin with first, then those that come before all others if one begins elsewhere.
        advised: what is advised otherwise; it stays where there is none.
    """
    if not experiments:
        return advised
    best, place = experiments[0], {each: at for at, each in enumerate(experiments)}
    alternatives = sorted(
        advised.alternatives,
        key=lambda each: place.get(each.id, len(place)) if each.action == "experiment" else len(place),
    )
    if best == advised.id:
        return replace(advised, alternatives=tuple(alternatives))
    return replace(
        advised,
        action="experiment",
        id=best,
        expected_cost=alternatives[0].plan_cost,
        ranking=tuple(sorted(advised.ranking, key=lambda each: each.id != best)),
        alternatives=tuple(alternatives),
        is_optimal=False,
        proof="",
    )
