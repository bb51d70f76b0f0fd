"""Belief: the posterior over exclusive hypotheses and the catch-all, in log space."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coach.reasoning.problem import Evidence, Problem


@dataclass(frozen=True, slots=True)
class Belief:
    """P(h) by hypothesis id, the catch-all last; sums to 1."""

    probability: Mapping[str, float]

    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Give (id, probability) from the most probable to the least; ties keep their order."""
        return tuple(sorted(self.probability.items(), key=lambda item: -item[1]))

    def entropy_bits(self) -> float:
        """Give the uncertainty over the hypotheses, in bits."""
        return entropy_bits(tuple(self.probability.values()))


def entropy_bits(distribution: Sequence[float]) -> float:
    """Give Shannon's entropy of a distribution in bits; 0 log 0 is 0."""
    return max(0.0, -math.fsum(p * math.log2(p) for p in distribution if p > 0))


def prior_belief(problem: Problem) -> Belief:
    """Give the belief before any evidence."""
    return Belief(problem.prior)


def posterior(problem: Problem) -> Belief:
    """Give the belief after all the evidence of a problem, whatever its order.

    No likelihood is taken as less than `scale.IMPOSSIBLE`, so that the result is finite even when every
    hypothesis calls the evidence impossible; `confusion` then says so.
    """
    return posterior_after(problem.prior, problem.evidence)


def posterior_after(prior: Mapping[str, float], evidence: Sequence[Evidence]) -> Belief:
    """Give the belief that follows from a prior and some evidence.

    Args:
        prior: P(h) by id, summing to 1; an id with 0 keeps 0.
        evidence: independent given the hypothesis, except that items of one non-empty group count together
            as one observation (`log_likelihood`).
    """
    log_weight = {
        each: (math.log(p) if p > 0 else -math.inf) + log_likelihood(each, evidence)
        for each, p in prior.items()
    }
    return Belief(softmax(log_weight))


def beliefs_before_each(prior: Mapping[str, float], evidence: Sequence[Evidence]) -> Iterator[Belief]:
    """Give the belief before each piece of evidence, in order; each logarithm is taken once."""
    logs = {each: [math.log(seen.of(each)) for seen in evidence] for each in prior}
    start = {each: math.log(p) if p > 0 else -math.inf for each, p in prior.items()}
    for count in range(len(evidence)):
        counting = {id(each) for each in counted(evidence[:count])}
        flags = [id(each) in counting for each in evidence[:count]]
        yield Belief(softmax({each: start[each] + math.fsum(compress(logs[each], flags)) for each in prior}))


def log_likelihood(hypothesis_id: str, evidence: Sequence[Evidence]) -> float:
    """Give ln P(evidence | hypothesis) in nats; of each group, only what counts."""
    return math.fsum(math.log(each.of(hypothesis_id)) for each in counted(evidence))


def counted(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Give the evidence that counts: what is in no group, and of each group the item that tells the most apart.

    The items of one group are one event seen several times. Until somebody states their joint likelihood, the
    strongest single likelihood ratio stands for all of them (engine.md 5.1), the same item under every hypothesis.
    """
    strongest: dict[str, Evidence] = {}
    for each in evidence:
        if each.group and _is_stronger(each, strongest.get(each.group)):
            strongest[each.group] = each
    return tuple(each for each in evidence if not each.group or strongest[each.group] is each)


def _is_stronger(one: Evidence, other: Evidence | None) -> bool:
    return other is None or (one.largest_log_ratio, other.id) > (other.largest_log_ratio, one.id)


def softmax(log_weight: Mapping[str, float]) -> dict[str, float]:
    """Give the probabilities proportional to exp(log weight); at least one weight must be finite."""
    top = max(log_weight.values())
    weight = {each: math.exp(value - top) for each, value in log_weight.items()}
    total = math.fsum(weight.values())
    return {each: value / total for each, value in weight.items()}


def update(belief: Belief, likelihood: Mapping[str, float]) -> Belief:
    """Give the belief after one observation.

    Args:
        belief: before it.
        likelihood: P(observation | h) for every id of the belief.

    Raises:
        BeliefError: every hypothesis that is still possible rules the observation out.
    """
    weight = {each: p * likelihood[each] for each, p in belief.probability.items()}
    total = math.fsum(weight.values())
    if total <= 0:
        raise BeliefError(
            "no hypothesis allows this outcome, not even the catch-all",
            hint="Look for a cause that is not on the list.",
        )
    return Belief({each: value / total for each, value in weight.items()})
