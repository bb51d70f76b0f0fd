"""Noticing confusion: evidence that no explanation on the list expected."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.reasoning.belief import Belief, beliefs_before_each, entropy_bits, log_likelihood, posterior
from coach.reasoning.problem import OTHER, Evidence, Problem
from coach.reasoning.scale import format_probability

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMED_LIKELIHOOD_TOO_LOW: Final = 0.10
NAMED_LIKELIHOOD_ENOUGH: Final = 0.5
TIMES_AS_LIKELY: Final = 2.0
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
        is_expected: a named hypothesis gave it an even chance or, where it is a sign and no outcome of an experiment,
            twice the chance it had: how often a sign is seen at all lies far under one half.
        tells_nothing: every named hypothesis expects it alike: it is no riddle to them, and where it speaks for what
            nobody listed, that rises.
    """

    id: str
    probability: float
    surprisal_bits: float
    excess_bits: float
    best_named: float
    is_expected: bool
    tells_nothing: bool


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


def confusion(
    problem: Problem, *, newest: str = "", names: Mapping[str, str] | None = None, foreseen: bool = False
) -> Confusion:
    """Give the signs that no explanation on the list expected what was seen.

    Any of: a likelihood of at most .10 under every named hypothesis; an excess of 2 bits where no named hypothesis
    expected it and it was not as likely under all of them (see `Misfit`); the catch-all at .35 or more and risen; a
    conflict of ln 10 or more. The limits are editorial. What an unlikely explanation on the list expected is news,
    and no reason to look for another one.

    Args:
        problem: what is known.
        newest: id of the evidence that is judged: only what it brought counts, a rise of the catch-all or a conflict
            that stood before it does not; empty judges all the evidence against the beliefs before it.
        names: the words for the evidence, by id; the id itself where there are none.
        foreseen: whoever asks had expected the newest evidence, so that it surprises nobody.
    """
    misfits = tuple(_misfits(problem))
    before = _without(problem, newest)
    conflict = _conflict(problem)
    judged = () if foreseen else [each for each in misfits if newest in ("", each.id)]
    reasons = [
        reason for misfit in judged for reason in _reasons(misfit, (names or {}).get(misfit.id, misfit.id))
    ]
    other_before = posterior(before).probability[OTHER]
    other_now = posterior(problem).probability[OTHER]
    if other_now >= OTHER_TOO_HIGH and other_now > other_before + _ROUNDING:
        reasons.append(
            f"Something not on your list has risen from {format_probability(other_before)} "
            f"to {format_probability(other_now)}."
        )
    if conflict >= CONFLICT_TOO_HIGH_NATS > _conflict(before):
        reasons.append(
            "Each thing that was seen fits some explanation, but no single explanation fits them together."
        )
    return Confusion(
        triggered=bool(reasons),
        reasons=tuple(reasons),
        surprisal_bits=max((each.surprisal_bits for each in misfits), default=0.0),
        excess_bits=max((each.excess_bits for each in misfits), default=0.0),
        conflict_nats=conflict,
        misfits=misfits,
    )


def _without(problem: Problem, newest: str) -> Problem:
    """Give the problem before its newest evidence; before all of it where none is named."""
    kept = tuple(each for each in problem.evidence if newest and each.id != newest)
    return replace(problem, evidence=kept)


def _misfits(problem: Problem) -> list[Misfit]:
    before = beliefs_before_each(problem.prior, problem.evidence)
    return [
        _misfit(problem, evidence, belief) for evidence, belief in zip(problem.evidence, before, strict=True)
    ]


def _misfit(problem: Problem, evidence: Evidence, before: Belief) -> Misfit:
    probability = math.fsum(p * evidence.of(each) for each, p in before.probability.items())
    surprisal = -math.log2(probability)
    expected = entropy_bits(_outcome_distribution(evidence, before, probability))
    best = max(evidence.likelihood.get(h.id, 1 / evidence.outcome_count) for h in problem.hypotheses)
    under_each = [evidence.of(each.id) for each in problem.hypotheses]
    enough = (
        NAMED_LIKELIHOOD_ENOUGH
        if evidence.rows
        else min(NAMED_LIKELIHOOD_ENOUGH, TIMES_AS_LIKELY * probability)
    )
    return Misfit(
        id=evidence.id,
        probability=probability,
        surprisal_bits=surprisal,
        excess_bits=surprisal - expected,
        best_named=best,
        is_expected=best >= enough,
        tells_nothing=max(under_each) - min(under_each) <= _ROUNDING,
    )


def _outcome_distribution(evidence: Evidence, before: Belief, seen: float) -> Sequence[float]:
    count = evidence.outcome_count
    if not evidence.rows:
        return [seen, *([(1 - seen) / (count - 1)] * (count - 1))]
    uniform = (1 / count,) * count
    rows = {each: evidence.rows.get(each, uniform) for each in before.probability}
    return [math.fsum(p * rows[each][at] for each, p in before.probability.items()) for at in range(count)]


def _reasons(misfit: Misfit, name: str) -> list[str]:
    """Give why one observation fits badly; where no explanation expects it, that says it all."""
    if misfit.best_named <= NAMED_LIKELIHOOD_TOO_LOW + _ROUNDING:
        most = format_probability(misfit.best_named)
        return [f"No explanation on your list expects “{name}”: none of them gave it more than {most}."]
    is_surprise = misfit.excess_bits >= EXCESS_TOO_HIGH_BITS - _ROUNDING and not misfit.is_expected
    if is_surprise and not misfit.tells_nothing:
        chance = format_probability(misfit.probability)
        return [f"“{name}” had a chance of {chance} by everything you believed before it."]
    return []


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
