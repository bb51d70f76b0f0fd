"""What the coach advises in every state that a plan can come to, within a bound on what is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from coach.reasoning.lookahead import SHORTEST_HORIZON, WIDEST_LAYER, best_action, horizon, look_ahead

if TYPE_CHECKING:
    from coach.reasoning.arrays import Indices, ProblemArrays, States

STATES_A_LEVEL: Final = 100_000
"""What the states of one level of a plan may look at together, so that a plan takes seconds at worst."""
NUMBERS_A_PLAN: Final = 4_000_000
"""Weights that following the advice may look at in all; the states that are left over then go on by repair alone."""
SHARE_OF_A_LEVEL: Final = 4
"""A level may use up one in so many of the weights that are left, so that some remain for the levels after it."""
NODES_A_PLAN: Final = 60_000
"""Steps that a plan has at most, those of the fixes that go on in a fixed order among them."""
DEEPEST: Final = 100
"""So many steps after one another are decided anew at most."""


class Advisor:
    """Chooses by looking ahead, in the likeliest states of each level, as long as there is something left to spend."""

    def __init__(self, arrays: ProblemArrays) -> None:
        self._arrays = arrays
        self._left = NUMBERS_A_PLAN // len(arrays.weight)
        self._nodes = NODES_A_PLAN
        self._depth = 0
        self._outcomes = np.array(arrays.outcome_counts())

    def __call__(self, states: States) -> Indices:
        """Give the action of each state; repair alone for those it is not worth planning in any more."""
        action = np.full(len(states.key), len(self._arrays.hours) + 1)
        most = self._most()
        rows = np.arange(len(states.key))
        if most < len(rows):
            rows = np.sort(np.argsort(-states.weight.sum(axis=1), kind="stable")[:most])
        if len(rows):
            action[rows] = self._advise(states.take(rows))
        self._depth += 1
        self._nodes -= len(rows) + (len(states.key) - len(rows)) * self._arrays.fix_count
        return action

    def _most(self) -> int:
        """Give how many states of this level may be planned."""
        if self._depth >= DEEPEST:
            return 0
        worst = int(self._outcomes.max()) * (1 + self._arrays.fix_count)
        by_numbers = self._left // len(self._arrays.branch_action)
        return max(0, min(by_numbers, self._nodes // worst)) // SHARE_OF_A_LEVEL

    def _advise(self, states: States) -> Indices:
        action = np.empty(len(states.key), dtype=np.intp)
        at_most = min(STATES_A_LEVEL, self._left // SHARE_OF_A_LEVEL)
        widest = min(WIDEST_LAYER, at_most // len(states.key))
        shortest = SHORTEST_HORIZON if len(states.key) == 1 else 1
        # Only how many actions of so many outcomes are open counts.
        kinds = np.unique(self._outcomes)
        counts = states.is_open @ np.equal.outer(self._outcomes, kinds).astype(np.intp)
        patterns, which = np.unique(counts, axis=0, return_inverse=True)
        steps = np.array(
            [
                horizon(
                    np.repeat(kinds, open_count).tolist(),
                    at_once=0,
                    widest=widest,
                    shortest=shortest,
                    hypotheses=len(self._arrays.weight),
                )
                for open_count in patterns
            ]
        )[which.ravel()]
        for count in np.unique(steps):
            rows = steps == count
            ahead = look_ahead(self._arrays, states.take(rows), max(1, int(count)))
            self._left -= sum(len(each.layer.states.key) for each in ahead.decided) + len(ahead.last.key)
            action[rows] = best_action(self._arrays, ahead.values)
        return action
