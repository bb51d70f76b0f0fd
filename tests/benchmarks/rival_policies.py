"""What people do instead: fix the likeliest, test until 80 % sure, look one step ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.reasoning.arrays import ProblemArrays, States, ordered_repair
from coach.reasoning.lookahead import best_action, look_ahead

if TYPE_CHECKING:
    from coach.reasoning.arrays import Floats, Indices
    from coach.reasoning.policy import Choose

SURE = 0.8


def most_likely_first(arrays: ProblemArrays) -> Choose:
    """Try the fix of the most probable cause, then the next, then the service."""

    def choose(states: States) -> Indices:
        of_fix = np.where(states.is_open[:, : arrays.fix_count], arrays.by_fix(states.weight), -1.0)
        best = of_fix.argmax(axis=1)
        return np.where(of_fix.max(axis=1) >= 0, best, len(arrays.hours))

    return choose


def information_per_hour_until_sure(arrays: ProblemArrays) -> Choose:
    """Run the experiment that tells most per hour until some cause is over 80 %; then repair in the best order."""

    def choose(states: States) -> Indices:
        total = states.weight.sum(axis=1)
        is_sure = arrays.by_fix(states.weight).max(axis=1) >= SURE * total
        score = np.where(states.is_open, information_per_hour(arrays, states.weight), -1.0)
        score[:, : arrays.fix_count] = -1.0
        none_left = ~states.is_open[:, arrays.fix_count :].any(axis=1)
        return np.where(is_sure | none_left, repair_action(arrays, states.weight), score.argmax(axis=1))

    return choose


def steps_ahead(arrays: ProblemArrays, steps: int) -> Choose:
    """Look so many steps ahead, anew after each; one step is Heckerman's rule."""
    return lambda states: best_action(arrays, look_ahead(arrays, states, steps).values)


def repair_action(arrays: ProblemArrays, weight: Floats) -> Indices:
    """Give the first fix of the best repair, or the service."""
    cost, order = ordered_repair(arrays, weight)
    return np.where(cost.argmin(axis=1) > 0, order[:, 0], len(arrays.hours))


def information_per_hour(arrays: ProblemArrays, weight: Floats) -> Floats:
    """Give the expected information gain about the fix per hour, float64[state, action]."""
    after = np.stack([_plogp(arrays, weight * factor) for factor in arrays.factor], axis=1)
    gain = np.add.reduceat(after, arrays.first_branch, axis=1) - _plogp(arrays, weight)[:, np.newaxis]
    return np.asarray(gain / np.maximum(arrays.hours, 1e-9))


def _plogp(arrays: ProblemArrays, weight: Floats) -> Floats:
    """Give the sum of p log2 p over fixes and the catch-all, less that of their total."""
    classes = np.column_stack([arrays.by_fix(weight), weight[:, -1], -weight.sum(axis=1)])
    return np.asarray((classes * np.log2(np.maximum(np.abs(classes), 1e-300))).sum(axis=1))
