"""How much an experiment would tell: probabilities of its outcomes and expected information gain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.belief import Belief, entropy_bits
from coach.reasoning.problem import OTHER, Experiment, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class OutcomeView(NamedTuple):
    """One outcome of an experiment: how likely it is, and what it would make you believe."""

    outcome: str
    probability: float
    posterior: Mapping[str, float]


def outcome_probabilities(belief: Belief, experiment: Experiment) -> dict[str, float]:
    """Give P(outcome) under the whole mixture, by outcome; sums to 1."""
    return {
        outcome: math.fsum(weight)
        for outcome, weight in zip(experiment.outcomes, _weights(belief, experiment), strict=True)
    }


def outcome_views(belief: Belief, experiment: Experiment) -> tuple[OutcomeView, ...]:
    """Give, for each outcome, its probability and the belief after it.

    An outcome of probability 0 leaves the belief as it is.
    """
    views = []
    for outcome, weight in zip(experiment.outcomes, _weights(belief, experiment), strict=True):
        total = math.fsum(weight)
        after = (
            dict(zip(belief.probability, (each / total for each in weight), strict=True))
            if total > 0
            else None
        )
        views.append(OutcomeView(outcome, total, belief.probability if after is None else after))
    return tuple(views)


def _weights(belief: Belief, experiment: Experiment) -> list[list[float]]:
    """Give P(h and outcome) for each outcome, in the order of the belief."""
    rows = [(p, experiment.row(each)) for each, p in belief.probability.items()]
    return [[p * row[at] for p, row in rows] for at in range(len(experiment.outcomes))]


def by_fix(problem: Problem, probability: Mapping[str, float]) -> tuple[float, ...]:
    """Give P(fix is the right one) for each fix, the catch-all last; what shares a fix is one class."""
    return _by_fix(tuple(problem.members.values()), probability)


def _by_fix(members: Sequence[Sequence[str]], probability: Mapping[str, float]) -> tuple[float, ...]:
    classes = (
        probability[ids[0]] if len(ids) == 1 else math.fsum(probability[each] for each in ids)
        for ids in members
    )
    return (*classes, probability[OTHER])


def expected_information_gain(problem: Problem, experiment: Experiment, belief: Belief) -> float:
    """Give the expected drop in uncertainty about which fix is right, in bits; never negative.

    Splitting hypotheses that have the same fix gains nothing (Golovin, Krause and Ray 2010, equivalence
    classes).
    """
    return information_gain(problem, belief, outcome_views(belief, experiment))


def information_gain(problem: Problem, belief: Belief, views: Sequence[OutcomeView]) -> float:
    """Give the expected drop in uncertainty about which fix is right, in bits, over the outcomes of an experiment."""
    members = tuple(problem.members.values())
    now = entropy_bits(_by_fix(members, belief.probability))
    later = math.fsum(
        view.probability * entropy_bits(_by_fix(members, view.posterior))
        for view in views
        if view.probability > 0
    )
    return max(0.0, now - later)


def mutual_information_bits(prior: Sequence[float], rows: Sequence[Sequence[float]]) -> float:
    """Give I(cause; outcome) in bits for a prior over causes and P(outcome | cause) rows."""
    outcomes = range(len(rows[0]))
    marginal = [math.fsum(p * row[o] for p, row in zip(prior, rows, strict=True)) for o in outcomes]
    noise = math.fsum(p * entropy_bits(row) for p, row in zip(prior, rows, strict=True))
    return max(0.0, entropy_bits(marginal) - noise)
