"""What people would do by their own numbers, where they differ, and what hangs on it in hours."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coach.session.pairing.judged import answers
from coach.session.pairing.pool import pooled
from coach.session.problem import problem_of
from coach.session.supposing import supposing
from coach.session.weighing import with_experiments

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.reasoning.pooling import Stake
    from coach.reasoning.problem import Problem
    from coach.reasoning.robustness import NextAction
    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Answer, Place


class Whose(NamedTuple):
    """What follows from one person's numbers, or from the pool.

    Attributes:
        hours: what the plan behind the next step costs on average.
        belief: P(cause) after the evidence.
    """

    problem: Problem
    advice: NextAction
    hours: float
    belief: Mapping[str, float]


class Between(NamedTuple):
    """Two people, what each loses by the other's next step if their own numbers are right, and cell by cell."""

    one: str
    two: str
    one_follows_two: float
    two_follows_one: float
    stakes: tuple[Stake, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """People's answers side by side.

    Attributes:
        session: with the pool's numbers and the experiments that the playbook proposes; names come from it.
        whose: by person.
        pool: by the pool's numbers.
        bits: how far apart the beliefs are, 0 where they agree.
        pairs: every two people, those with the most at stake first.
    """

    session: Session
    whose: Mapping[str, Whose]
    pool: Whose
    bits: float
    pairs: tuple[Between, ...]

    @property
    def agree_on_the_next_step(self) -> bool:
        """True where everybody would do the same next."""
        return len({each.advice for each in self.whose.values()}) == 1


def given(pairing: Pairing) -> dict[str, dict[str, Answer]]:
    """Give what everybody answered as far as it is open, by question and person."""
    return {key: answers(pairing.steps[key], each) for key, each in pairing.rounds.items()}


def means(pairing: Pairing, said: Mapping[str, Answer]) -> tuple[Body, ...]:
    """Give the events that answers mean when they are said openly."""
    return tuple(body for key, answer in said.items() for body in pairing.steps[key].accept(answer))


def compared(place: Place, pairing: Pairing) -> Comparison | None:
    """Give people's numbers about explanations side by side; None where one person's are all there are."""
    said = {key: each for key, each in given(pairing).items() if each}
    persons = [each for each in pairing.people if any(each in by for by in said.values())]
    one = pooled(said)
    session = with_experiments(place._replace(session=supposing(place.session, means(pairing, one))))
    pool = _whose(session)
    if pool is None or len(persons) < 2:  # noqa: PLR2004 - nobody to compare with
        return None
    whose: dict[str, Whose] = {}
    for person in persons:
        own = {key: by.get(person, one[key]) for key, by in said.items()}
        found = _whose(supposing(session, means(pairing, own)))
        if found is not None:
            whose[person] = found
    from coach.reasoning.pooling import disagreement_bits  # noqa: PLC0415 - loads numpy

    pairs = [_between(a, b, whose) for a, b in combinations(whose, 2)]
    return Comparison(
        session=session,
        whose=whose,
        pool=pool,
        bits=disagreement_bits([each.belief for each in whose.values()]),
        pairs=tuple(
            sorted(pairs, key=lambda each: -max((stake.hours for stake in each.stakes), default=0.0))
        ),
    )


def pooled_by(
    place: Place, pairing: Pairing, weights: Mapping[str, float]
) -> tuple[Session, Whose, Whose] | None:
    """Give what follows from the pool with everybody counting the same, and from the one with these weights.

    The session is the one with the first; None where the answers are not about explanations.
    """
    said = {key: each for key, each in given(pairing).items() if each}
    even = with_experiments(place._replace(session=supposing(place.session, means(pairing, pooled(said)))))
    weighted = supposing(even, means(pairing, pooled(said, weights=weights)))
    one, other = _whose(even), _whose(weighted)
    return None if one is None or other is None else (even, one, other)


def _whose(session: Session) -> Whose | None:
    problem = problem_of(session)
    if problem is None:
        return None
    from coach.reasoning.advice import recommend  # noqa: PLC0415 - loads numpy
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - as above
    from coach.reasoning.robustness import NextAction  # noqa: PLC0415 - as above

    found = recommend(problem)
    return Whose(
        problem, NextAction(found.action, found.id), found.expected_cost, posterior(problem).probability
    )


def _between(one: str, two: str, whose: Mapping[str, Whose]) -> Between:
    from coach.reasoning.pooling import cost_of_following, stakes  # noqa: PLC0415 - loads numpy

    a, b = whose[one], whose[two]
    return Between(
        one,
        two,
        cost_of_following(b.advice, a.problem, a.advice),
        cost_of_following(a.advice, b.problem, b.advice),
        stakes(a.problem, b.problem),
    )
