"""Noticing confusion: evidence that no story on the list expected."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.reasoning.belief import Belief, beliefs_before_each, entropy_bits, log_likelihood, posterior
from coach.reasoning.problem import OTHER, Evidence, Problem
from coach.reasoning.scale import format_probability

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMED_LIKELIHOOD_TOO_LOW: Final = 0.10
NAMED_LIKELIHOOD_ENOUGH: Final = 0.5
EXCESS_TOO_HIGH_BITS: Final = 2.0
OTHER_TOO_HIGH: Final = 0.35
CONFLICT_TOO_HIGH_NATS: Final = math.log(10)
_ROUNDING: Final = 1e-9


class Misfit(NamedTuple):
    """How badly one observation fits.

    Attributes:
        probability: P(what was seen) just before it was seen.
        surprisal_bits: -log2 of that.
        excess_bits: surprisal above what one expects on average from an observation like this.
        best_named: the largest likelihood any named hypothesis gave it.
    """

    id: str
    probability: float
    surprisal_bits: float
    excess_bits: float
    best_named: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """Whether to go back and enumerate again.

    Attributes:
        triggered: whether any of the signs shows.
        reasons: each sign that shows, one plain sentence.
        surprisal_bits: of the most surprising observation.
        excess_bits: the largest excess.
        conflict_nats: how much worse the evidence fits together than apart (Jensen's conflict measure).
        misfits: one entry for each piece of evidence, in order.
    """

    triggered: bool
    reasons: tuple[str, ...]
    surprisal_bits: float
    excess_bits: float
    conflict_nats: float
    misfits: tuple[Misfit, ...]


def confusion(problem: Problem) -> Confusion:
    """Give the signs that no story on the list explains what was seen.

    Any of: a likelihood of at most .10 under every named hypothesis; an excess of 2 bits where no named hypothesis
    gave it an even chance; the catch-all at .35 or more and risen; a conflict of ln 10 or more. The limits are
    editorial. What an unlikely story on the list expected is news, and no reason to look for another story.
    """
    misfits = tuple(_misfits(problem))
    conflict = _conflict(problem)
    reasons = [reason for misfit in misfits for reason in _reasons(misfit)]
    other_before, other_now = problem.other_prior, posterior(problem).probability[OTHER]
    if other_now >= OTHER_TOO_HIGH and other_now > other_before + _ROUNDING:
        reasons.append(
            f"Something not on your list has risen from {format_probability(other_before)} "
            f"to {format_probability(other_now)}."
        )
    if conflict >= CONFLICT_TOO_HIGH_NATS:
        reasons.append("Each observation fits some story, but no single story fits them together.")
    return Confusion(
        triggered=bool(reasons),
        reasons=tuple(reasons),
        surprisal_bits=max((each.surprisal_bits for each in misfits), default=0.0),
        excess_bits=max((each.excess_bits for each in misfits), default=0.0),
        conflict_nats=conflict,
        misfits=misfits,
    )


def _misfits(problem: Problem) -> list[Misfit]:
    before = beliefs_before_each(problem.prior, problem.evidence)
    return [
        _misfit(problem, evidence, belief) for evidence, belief in zip(problem.evidence, before, strict=True)
    ]


def _misfit(problem: Problem, evidence: Evidence, before: Belief) -> Misfit:
    probability = math.fsum(p * evidence.of(each) for each, p in before.probability.items())
    surprisal = -math.log2(probability)
    expected = entropy_bits(_outcome_distribution(evidence, before, probability))
    return Misfit(
        id=evidence.id,
        probability=probability,
        surprisal_bits=surprisal,
        excess_bits=surprisal - expected,
        best_named=max(evidence.likelihood.get(h.id, 1 / evidence.outcome_count) for h in problem.hypotheses),
    )


def _outcome_distribution(evidence: Evidence, before: Belief, seen: float) -> Sequence[float]:
    count = evidence.outcome_count
    if not evidence.rows:
        return [seen, *([(1 - seen) / (count - 1)] * (count - 1))]
    uniform = (1 / count,) * count
    rows = {each: evidence.rows.get(each, uniform) for each in before.probability}
    return [math.fsum(p * rows[each][at] for each, p in before.probability.items()) for at in range(count)]


def _reasons(misfit: Misfit) -> list[str]:
    reasons = []
    if misfit.best_named <= NAMED_LIKELIHOOD_TOO_LOW + _ROUNDING:
        reasons.append(
            f'No story on your list expects "{misfit.id}": '
            f"the best of them gave it {format_probability(misfit.best_named)}."
        )
    is_expected = misfit.best_named >= NAMED_LIKELIHOOD_ENOUGH
    if misfit.excess_bits >= EXCESS_TOO_HIGH_BITS - _ROUNDING and not is_expected:
        reasons.append(
            f'"{misfit.id}" had a chance of {format_probability(misfit.probability)}: '
            f"{misfit.surprisal_bits:.1f} bits of surprise, {misfit.excess_bits:.1f} more than usual."
        )
    return reasons


def _conflict(problem: Problem) -> float:
    """Give ln of P(e_1)...P(e_t) / P(e_1, ..., e_t)."""
    prior = problem.prior
    observations: dict[str, list[Evidence]] = {}
    for each in problem.evidence:
        observations.setdefault(f"group {each.group}" if each.group else f"item {each.id}", []).append(each)
    apart = math.fsum(_log_probability(prior, items) for items in observations.values())
    return apart - _log_probability(prior, problem.evidence)


def _log_probability(prior: dict[str, float], evidence: Sequence[Evidence]) -> float:
    terms = [math.log(p) + log_likelihood(each, evidence) for each, p in prior.items() if p > 0]
    top = max(terms)
    return top + math.log(math.fsum(math.exp(term - top) for term in terms))
