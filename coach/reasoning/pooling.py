"""Two people's beliefs: pooled, how far apart they are, and the one number worth talking about."""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import BeliefError
from coach.reasoning.belief import entropy_bits, softmax
from coach.reasoning.cells import Cell, stated_cells, value_of_cell, with_cell
from coach.reasoning.robustness import advised, regret_beyond, regret_of
from coach.reasoning.scale import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.reasoning.problem import Problem
    from coach.reasoning.robustness import NextAction


def linear_pool(beliefs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Give the average of several beliefs over the same ids.

    Raises:
        BeliefError: there is none, or they are not over the same ids.
    """
    _require_same_ids(beliefs)
    return {each: math.fsum(b[each] for b in beliefs) / len(beliefs) for each in beliefs[0]}


def log_pool(beliefs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Give the normalised geometric mean of several beliefs: for two outcomes, the mean of the log odds.

    Raises:
        BeliefError: there is none, they are not over the same ids, or every id is ruled out by somebody.
    """
    _require_same_ids(beliefs)
    mean_log = {
        each: math.fsum(math.log(b[each]) if b[each] > 0 else -math.inf for b in beliefs) / len(beliefs)
        for each in beliefs[0]
    }
    if all(value == -math.inf for value in mean_log.values()):
        raise BeliefError("every hypothesis is ruled out by somebody", hint="Nobody should say 0.")
    return softmax(mean_log)


def disagreement_bits(beliefs: Sequence[Mapping[str, float]]) -> float:
    """Give the Jensen-Shannon divergence of several beliefs in bits: 0 where all agree, 1 at most for two."""
    pooled = linear_pool(beliefs)
    apart = math.fsum(entropy_bits(tuple(each.values())) for each in beliefs) / len(beliefs)
    return max(0.0, entropy_bits(tuple(pooled.values())) - apart)


def notches_apart(one: float, two: float) -> int:
    """Give how many words of the scale lie between two probabilities, each taken to its nearest word."""
    between = [(low.probability + high.probability) / 2 for low, high in pairwise(WORDS)]
    return abs(bisect_left(between, one) - bisect_left(between, two))


class Difference(NamedTuple):
    """A number two people state differently.

    Attributes:
        mine: my number.
        theirs: the other's.
        notches: how many words of the scale lie between them.
        becomes: what my advice would be with their number.
        regret: hours my advice would lose on average if theirs were right; 0 where it stands.
    """

    cell: Cell
    mine: float
    theirs: float
    notches: int
    becomes: NextAction
    regret: float


def differences(mine: Problem, theirs: Problem) -> tuple[Difference, ...]:
    """Give the numbers two people state differently, the crux first: the one that changes my advice most."""
    both = set(stated_cells(mine)) & set(stated_cells(theirs))
    advice = advised(mine)
    slack = regret_of(mine, advice).regret
    found = []
    for cell in stated_cells(mine):
        one, two = value_of_cell(mine, cell), value_of_cell(theirs, cell) if cell in both else math.nan
        if cell in both and one != two:
            swapped = regret_of(with_cell(mine, cell, two), advice)
            lost = regret_beyond(swapped.regret, slack, mine)
            becomes = swapped.better if lost > 0 else advice
            found.append(Difference(cell, one, two, notches_apart(one, two), becomes, lost))
    return tuple(sorted(found, key=lambda each: (-each.regret, -each.notches)))


def _require_same_ids(beliefs: Sequence[Mapping[str, float]]) -> None:
    if not beliefs or any(set(each) != set(beliefs[0]) for each in beliefs):
        raise BeliefError(
            "beliefs can only be pooled over the same hypotheses", hint="Agree on the list first."
        )
