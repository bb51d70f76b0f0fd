"""How much an experiment would tell: probabilities of its outcomes and expected information gain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.belief import Belief, entropy_bits, update
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
    rows = {each: experiment.row(each) for each in belief.probability}
    return {
        outcome: math.fsum(p * rows[each][at] for each, p in belief.probability.items())
        for at, outcome in enumerate(experiment.outcomes)
    }


def outcome_views(belief: Belief, experiment: Experiment) -> tuple[OutcomeView, ...]:
    """Give, for each outcome, its probability and the belief after it.

    An outcome of probability 0 leaves the belief as it is.
    """
    ids = tuple(belief.probability)
    return tuple(
        OutcomeView(
            outcome,
            probability,
            update(belief, experiment.column(outcome, ids)).probability
            if probability > 0
            else belief.probability,
        )
        for outcome, probability in outcome_probabilities(belief, experiment).items()
    )


def by_fix(problem: Problem, probability: Mapping[str, float]) -> tuple[float, ...]:
    """Give P(fix is the right one) for each fix, the catch-all last; what shares a fix is one class."""
    classes = (math.fsum(probability[each] for each in ids) for ids in problem.members.values())
    return (*classes, probability[OTHER])


def expected_information_gain(problem: Problem, experiment: Experiment, belief: Belief) -> float:
    """Give the expected drop in uncertainty about which fix is right, in bits; never negative.

    Splitting hypotheses that have the same fix gains nothing (Golovin, Krause and Ray 2010, equivalence
    classes).
    """
    now = entropy_bits(by_fix(problem, belief.probability))
    later = math.fsum(
        view.probability * entropy_bits(by_fix(problem, view.posterior))
        for view in outcome_views(belief, experiment)
        if view.probability > 0
    )
    return max(0.0, now - later)


def mutual_information_bits(prior: Sequence[float], rows: Sequence[Sequence[float]]) -> float:
    """Give I(cause; outcome) in bits for a prior over causes and P(outcome | cause) rows."""
    outcomes = range(len(rows[0]))
    marginal = [math.fsum(p * row[o] for p, row in zip(prior, rows, strict=True)) for o in outcomes]
    noise = math.fsum(p * entropy_bits(row) for p, row in zip(prior, rows, strict=True))
    return max(0.0, entropy_bits(marginal) - noise)
