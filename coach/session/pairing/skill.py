"""Weights by past skill: offered beside the equal ones once all of them have a record, with what they would change.

They are never the default and never silent. What counts are judgements that all of them made apart, sealed, in sessions
of this journal that are closed; of the kind that is asked for now, since who is good at one need not be at another.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.pooling import EVEN_AS, cost_of_following, skill_weights
from coach.reasoning.scale import format_probability
from coach.session.advice import names_of
from coach.session.answers.reading import table
from coach.session.exhibit import Say
from coach.session.pairing.compare import given, pooled_by
from coach.session.pairing.judged import judgement
from coach.session.pairing.numbers_beside import do
from coach.session.pairing.people import listed
from coach.session.pairing.pool import pooled, risk_of
from coach.session.pairing.scores import KINDS, nats
from coach.session.premortem.arithmetic import run_cost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.pairing.scores import Kind
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Place

FEWEST_JUDGED = 3
"""Judgements that all of them made, from which weights by skill are offered (editorial)."""
LEAST = 1e-6
"""A probability of 0 that came true counts as this, as in the review."""
_KIND: dict[str, Kind] = {"risk": "failure", "chances": "failure", "forecast": "outcome"}


class Skill(NamedTuple):
    """How much each counts by past skill.

    Attributes:
        weights: by person, summing to 1.
        gave: the geometric mean of what each gave to what came, by person.
        judgements: how many all of them made.
    """

    kind: Kind
    weights: Mapping[str, float]
    gave: Mapping[str, float]
    judgements: int

    @property
    def says(self) -> str:
        """Give who counts how much, in a few words."""
        return ", ".join(f"{name} {format_probability(share)}" for name, share in self.weights.items())


def by_skill(place: Place, pairing: Pairing, persons: tuple[str, ...]) -> Skill | None:
    """Give the weights of some people; None while there is no record that all of them share."""
    kind = _KIND.get(str(judgement(next(iter(pairing.rounds)))), "cause")
    found = [dict(each.given) for each in place.learned().apart if each.kind == kind]
    shared = [each for each in found if all(name in each for name in persons)]
    if len(persons) < 2 or len(shared) < FEWEST_JUDGED:  # noqa: PLR2004 - one person has nobody beside
        return None
    gave = {name: [max(LEAST, each[name]) for each in shared] for name in persons}
    means = {name: math.exp(-sum(map(nats, each)) / len(each)) for name, each in gave.items()}
    return Skill(kind, skill_weights(gave), means, len(shared))


def what_it_changes(place: Place, pairing: Pairing, skill: Skill) -> tuple[Say, ...]:
    """Give where the weights come from, and what they would change in what is done next."""
    gave = listed(f"{name} {format_probability(p)}" for name, p in skill.gave.items())
    record = (
        f"By past skill {listed(f'{name} counts {format_probability(p)}' for name, p in skill.weights.items())}: of "
        f"{KINDS[skill.kind]} you judged {skill.judgements} times apart, and gave what came {gave} (geometric means). "
        f"So short a record says little, so it is drawn towards equal, half way at {EVEN_AS:g} judgements."
    )
    key = ("by skill", *skill.weights.items())
    if key not in place.session.found:
        place.session.found[key] = _change(place, pairing, skill.weights)
    return Say(record, "quiet"), Say(str(place.session.found[key]), "quiet")


def _change(place: Place, pairing: Pairing, weights: Mapping[str, float]) -> str:
    if all(judgement(key) == "risk" for key in pairing.steps):
        return _risk_change(place, pairing, weights)
    if all(judgement(key) == "forecast" for key in pairing.steps):
        return "They would change what is sealed and scored, and no advice: what is done next is decided."
    if all(judgement(key) == "chances" for key in pairing.steps):
        return (
            f"With these weights no number moves by more than {format_probability(_most(pairing, weights))}."
        )
    found = pooled_by(place, pairing, weights)
    if found is None:
        return "What it would change cannot be said yet: there is no advice to compare."
    session, even, weighted = found
    names = names_of(session)
    if even.advice == weighted.advice:
        return f"With these weights the next step is the same: {do(even.advice, names)}."
    lost = cost_of_following(even.advice, weighted.problem, weighted.advice)
    return (
        f"With these weights you would {do(weighted.advice, names)}; with equal ones {do(even.advice, names)}. If "
        f"these weights are right, the latter loses {format_hours(lost)} on average."
    )


def _most(pairing: Pairing, weights: Mapping[str, float]) -> float:
    """Give by how much the number moves that moves most."""
    said = given(pairing)
    even, weighted = pooled(said), pooled(said, weights=weights)
    pairs = ((table(even[key]), table(weighted[key])) for key in said)
    return max(abs((one[row][0] or 0.0) - (other[row][0] or 0.0)) for one, other in pairs for row in one)


def _risk_change(place: Place, pairing: Pairing, weights: Mapping[str, float]) -> str:
    said, hours = given(pairing), run_cost(place.session)
    key = next(iter(said))
    even, weighted = risk_of(pooled(said)[key]), risk_of(pooled(said, weights=weights)[key])
    return (
        f"With these weights it fails with {format_probability(weighted)} instead of {format_probability(even)}: "
        f"{format_hours(abs(weighted - even) * hours)} of a run that costs {format_hours(hours)}."
    )
