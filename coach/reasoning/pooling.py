"""Two people's beliefs: pooled, how far apart they are, and the one number worth talking about."""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import BeliefError
from coach.reasoning.belief import entropy_bits, softmax
from coach.reasoning.cells import Cell, prior_cells, stated_cells, value_of_cell, with_cell
from coach.reasoning.robustness import advised, regret_beyond, regret_of
from coach.reasoning.scale import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coach.reasoning.problem import Problem
    from coach.reasoning.robustness import NextAction

_SAME = 1e-9
"""Two numbers closer than this are one."""


def linear_pool(
    beliefs: Sequence[Mapping[str, float]], weights: Sequence[float] | None = None
) -> dict[str, float]:
    """Give the average of several beliefs over the same ids.

    Args:
        beliefs: one of each person.
        weights: how much each counts, in that order, of any sum; None for all the same.

    Raises:
        BeliefError: there is none, they are not over the same ids, or the weights are not one above 0 for each.
    """
    shares = _shares(beliefs, weights)
    return {
        each: math.fsum(share * b[each] for share, b in zip(shares, beliefs, strict=True))
        for each in beliefs[0]
    }


def log_pool(
    beliefs: Sequence[Mapping[str, float]], weights: Sequence[float] | None = None
) -> dict[str, float]:
    """Give the normalised geometric mean of several beliefs: for two outcomes, the mean of the log odds.

    Args:
        beliefs: one of each person.
        weights: how much each counts, in that order, of any sum; None for all the same.

    Raises:
        BeliefError: as in `linear_pool`, or every id is ruled out by somebody.
    """
    shares = _shares(beliefs, weights)
    mean_log = {
        each: math.fsum(
            share * (math.log(b[each]) if b[each] > 0 else -math.inf)
            for share, b in zip(shares, beliefs, strict=True)
        )
        for each in beliefs[0]
    }
    if all(value == -math.inf for value in mean_log.values()):
        raise BeliefError("every hypothesis is ruled out by somebody", hint="Nobody should say 0.")
    return softmax(mean_log)


def _shares(beliefs: Sequence[Mapping[str, float]], weights: Sequence[float] | None) -> tuple[float, ...]:
    _require_same_ids(beliefs)
    given = (1.0,) * len(beliefs) if weights is None else tuple(weights)
    if len(given) != len(beliefs) or not all(0 < each < math.inf for each in given):
        raise BeliefError("each belief needs a weight above 0")
    total = math.fsum(given)
    return tuple(each / total for each in given)


EVEN_AS = 10.0
"""Judgements at which a person's own record and that of all count the same in their weight (editorial)."""


def skill_weights(given: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Give how much each person counts by past skill, summing to 1: e to the minus their mean log score.

    That is the geometric mean of what each gave to what came. Each mean is drawn towards that of all by `EVEN_AS`
    judgements, so that a short record says little; equal records give equal weights, and nobody ever counts nothing.

    Args:
        given: by person, the probability above 0 that they gave to what came, of the same judgements.

    Raises:
        BeliefError: there is nobody, or they did not judge the same number of times, at least once.
    """
    times = {len(each) for each in given.values()}
    if len(times) != 1 or 0 in times:
        raise BeliefError("skill is compared on the same judgements")
    own = {name: -math.fsum(map(math.log, each)) / len(each) for name, each in given.items()}
    common, count = math.fsum(own.values()) / len(own), times.pop()
    drawn = {name: (count * score + EVEN_AS * common) / (count + EVEN_AS) for name, score in own.items()}
    return softmax({name: -score for name, score in drawn.items()})


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


def differences(mine: Problem, theirs: Problem, advice: NextAction | None = None) -> tuple[Difference, ...]:
    """Give the numbers two people state differently, the crux first: the one that changes my advice most.

    Args:
        mine: what I state.
        theirs: what the other states, of the same hypotheses.
        advice: mine, where it is known already.
    """
    advice = advice or advised(mine)
    slack = regret_of(mine, advice).regret
    found = []
    for cell, one, two in _both_state(mine, theirs):
        swapped = regret_of(with_cell(mine, cell, two), advice)
        lost = regret_beyond(swapped.regret, slack, mine)
        becomes = swapped.better if lost > 0 else advice
        found.append(Difference(cell, one, two, notches_apart(one, two), becomes, lost))
    return tuple(sorted(found, key=lambda each: (-each.regret, -each.notches)))


def _both_state(mine: Problem, theirs: Problem) -> Iterator[tuple[Cell, float, float]]:
    """Give every number that both state and state differently, with mine and theirs."""
    both = set(_stated(mine)) & set(_stated(theirs))
    for cell in _stated(mine):
        if cell in both:
            one, two = value_of_cell(mine, cell), value_of_cell(theirs, cell)
            if abs(one - two) > _SAME:
                yield cell, one, two


def _stated(problem: Problem) -> tuple[Cell, ...]:
    return (*prior_cells(problem), *stated_cells(problem))


class Stake(NamedTuple):
    """What hangs on one number that two people state differently.

    Attributes:
        one: the number of the first, `two` that of the second.
        one_becomes: what the first would do next with the second's number, `two_becomes` the other way round.
        hours: the more that either would lose on average by keeping to their own next step if the other is right
            in this number; 0 where neither step depends on it.
    """

    cell: Cell
    one: float
    two: float
    notches: int
    one_becomes: NextAction
    two_becomes: NextAction
    hours: float


def stakes(one: Problem, two: Problem) -> tuple[Stake, ...]:
    """Give what hangs on each number that two people state differently, the crux first.

    Raises:
        BeliefError: they are not about the same hypotheses.
    """
    _require_same_ids([one.prior, two.prior])
    theirs = {each.cell: each for each in differences(two, one)}
    found = [
        Stake(
            each.cell,
            each.mine,
            each.theirs,
            each.notches,
            each.becomes,
            theirs[each.cell].becomes,
            max(each.regret, theirs[each.cell].regret),
        )
        for each in differences(one, two)
    ]
    return tuple(sorted(found, key=lambda each: (-each.hours, -each.notches, -abs(each.one - each.two))))


def cost_of_following(advice: NextAction, problem: Problem, own: NextAction) -> float:
    """Give the hours that somebody else's next step loses on average if this problem is right, with its own advice."""
    slack = regret_of(problem, own).regret
    return regret_beyond(regret_of(problem, advice).regret, slack, problem)


def _require_same_ids(beliefs: Sequence[Mapping[str, float]]) -> None:
    if not beliefs or any(set(each) != set(beliefs[0]) for each in beliefs):
        raise BeliefError(
            "beliefs can only be pooled over the same hypotheses", hint="Agree on the list first."
        )
