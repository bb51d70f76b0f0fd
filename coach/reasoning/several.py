"""From a problem of exclusive causes to several faults at once, without asking for another number.

The likelihoods a person gave are those under one cause. Over sets of causes they combine as a noisy-or whose
leak is the catch-all's likelihood: `P(not seen | F) = (1 - leak) prod_{i in F} (1 - L_i) / (1 - leak)`
(engine.md 5.2). So a set of one has the likelihood that was given, and the empty set the catch-all's. Where a
cause makes an observation less likely than the catch-all does, its factor is above 1: the product then speaks
against it, which a noisy-or with strengths of 0 or more could not; the result is kept within the clamps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.errors import BeliefError
from coach.reasoning.belief import counted
from coach.reasoning.faults import MOST_FAULTS, Fault, FaultSets, fault_sets, has_fault
from coach.reasoning.problem import OTHER
from coach.reasoning.scale import IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from coach.reasoning.problem import Evidence, Problem


def several_faults(problem: Problem, present: Mapping[str, float]) -> FaultSets:
    """Give the belief over every set of causes after the evidence of a problem.

    Args:
        problem: its hypotheses, their fixes and its evidence; its priors and experiments play no part.
        present: P(this cause is there), by hypothesis id, each independent of the others before the evidence.

    Raises:
        BeliefError: there are more than `MOST_FAULTS` hypotheses.
    """
    if len(problem.hypotheses) > MOST_FAULTS:
        raise BeliefError(
            f"{len(problem.hypotheses)} causes are too many to look at every set of them",
            hint=f"With {MOST_FAULTS} or fewer it works.",
        )
    faults = tuple(
        Fault(each.id, present[each.id], each.fix.id, problem.hours(each.fix.cost))
        for each in problem.hypotheses
    )
    weight = fault_sets(faults, ()).probability.copy()
    for each in counted(problem.evidence):
        weight *= likelihood_of_sets(each, problem)
    total = float(weight.sum())
    return FaultSets(faults, weight / total, total)


def likelihood_of_sets(evidence: Evidence, problem: Problem) -> NDArray[np.float64]:
    """Give P(what was seen | set of causes), float64[set], bit i for hypothesis i."""
    highest = 1 - IMPOSSIBLE
    missed = 1 - min(highest, evidence.of(OTHER))
    unseen = np.full(2 ** len(problem.hypotheses), missed)
    for at, each in enumerate(problem.hypotheses):
        unseen[has_fault(len(problem.hypotheses), at)] *= (1 - min(highest, evidence.of(each.id))) / missed
    seen: NDArray[np.float64] = np.clip(1 - unseen, IMPOSSIBLE, highest)
    return seen
