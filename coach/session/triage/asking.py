"""What is worth asking next, by the hours of checking that the answer saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import DOLLARS_PER_HOUR
from coach.session.logging_defects import ACTIONS
from coach.session.suggested import wall_hours

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.failure_mode import Kind, Price, Symptom
    from coach.session.triage.causes import Cause, Pack, Shown

USUAL_RUN_H = 10.0
"""Hours of a run where nobody says and no log shows how long it takes (editorial)."""
BEGINNING_H = 0.25
"""Hours that beginning any check takes beside its price, so that a cheap check of an unlikely cause does not come
first only for being cheap (editorial)."""
MOST_CAUSES = 30
"""Causes, the likeliest, among which the checks are counted: those after them hold too little to matter (editorial)."""


CHANGED = "changed"
"""Id of the question what changed last."""


class Question(NamedTuple):
    """Something nobody has spoken of, and the hours of checking that knowing it saves on average.

    Attributes:
        kind: what it is about.
        id: of the symptom or contrast; the fact's group; `CHANGED`.
        options: what the answer may be: of a fact or of what changed one of these, else there or not.
        worth_h: hours.
    """

    kind: Kind
    id: str
    options: tuple[Symptom, ...]
    worth_h: float


def hours(price: Price, run_h: float) -> float:
    """Give what a check costs, in hours of waiting, work and money together."""
    return wall_hours(price, run_h) + price.human_h + price.dollars / DOLLARS_PER_HOUR


def finds_an_hour(cause: Cause, run_h: float) -> float:
    """Give the probability that an hour of a cause's check finds it.

    In that order there are the least expected hours until the cause is found, where each check settles its own cause.
    """
    return cause.share / (BEGINNING_H + hours(cause.mode.check.price, run_h))


class Savings:
    """How many hours of checking it saves on average to know more, after all that is known."""

    def __init__(self, packs: Sequence[Pack], causes: Sequence[Cause], run_h: float) -> None:
        self._causes = causes[:MOST_CAUSES]
        self._rates = {pack.catalogue.id: pack.catalogue.base_rates for pack in packs}
        self._price = [BEGINNING_H + hours(cause.mode.check.price, run_h) for cause in self._causes]
        self._share = [cause.share for cause in self._causes]
        self._now = _until_found(self._share, self._price)

    def of(self, options: Sequence[Symptom]) -> float:
        """Give the hours that it saves to know which of some exclusive options holds, if any of them does."""
        left = list(self._share)
        later = 0.0
        for option in options:
            seen = [_seen(cause, option, self._rates[cause.pack]) for cause in self._causes]
            after = [p * each for p, each in zip(self._share, seen, strict=True)]
            left = [max(0.0, p - each) for p, each in zip(left, after, strict=True)]
            later += _until_found(after, self._price)
        return max(0.0, self._now - later - _until_found(left, self._price))


def worth_asking(
    packs: Sequence[Pack], causes: Sequence[Cause], shown: Shown, run_h: float
) -> tuple[Question, ...]:
    """Give what is not known and can be said at once, those first whose answer saves most hours of checking.

    What takes an experiment to answer is left to the experiments, and a defect of the logging says nothing of causes.
    """
    savings = Savings(packs, causes, run_h)
    symptoms = {key: each for pack in packs for key, each in pack.catalogue.symptoms.items()}
    settled = {_about(symptoms[each]) for each in shown.evidence.known if each in symptoms}
    several: dict[tuple[Kind, str], list[Symptom]] = {}
    for each in symptoms.values():
        if _about(each) not in settled and each.id not in ACTIONS and not each.takes_an_experiment:
            several.setdefault(_about(each), []).append(each)
    found = [
        Question(kind, name, tuple(options), savings.of(options)) for (kind, name), options in several.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.worth_h, each.id)))


def _about(symptom: Symptom) -> tuple[Kind, str]:
    """Give kind and id of the question that tells of a symptom."""
    match symptom.kind:
        case "fact":
            return symptom.kind, symptom.group
        case "changed":
            return symptom.kind, CHANGED
        case kind:
            return kind, symptom.id


def _seen(cause: Cause, symptom: Symptom, rates: Mapping[str, float]) -> float:
    return cause.mode.symptoms.get(symptom.id, rates.get(symptom.id, symptom.anyway))


def _until_found(share: Sequence[float], price: Sequence[float]) -> float:
    """Give the hours of checking until the cause is found, best first, where shares may sum to less than 1."""
    left = sum(share)
    total = 0.0
    for p, cost in sorted(zip(share, price, strict=True), key=lambda pair: -pair[0] / pair[1]):
        total += left * cost
        left -= p
    return total
