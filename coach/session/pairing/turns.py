"""Whose turn it is: the judged questions that are open now, and how far everybody is with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from coach.session.pairing.judged import judgement
from coach.session.pairing.people import at_one_keyboard, in_order, people
from coach.session.pairing.rounds import Round, has_talked, round_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.session.fold import Session
    from coach.session.step import Place, Step

Phase = Literal["alone", "opening", "talk", "pool"]
"""Each answers alone; the answers are being opened; people talk; their answers become one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Where people are with the judged questions of the open sheet.

    Attributes:
        people: everybody.
        here: who sits at this terminal.
        steps: the questions, by key, as one person alone would be asked them.
        rounds: the round of each.
        is_list: they are lists of one's own lines, not numbers.
        phase: what comes next.
        turn: who answers alone at this terminal now; empty where nobody does.
        waiting_for: who has not answered, or whose answer is not open yet.
        progress: by person, how many questions they answered and of how many.
    """

    people: tuple[str, ...]
    here: tuple[str, ...]
    steps: Mapping[str, Step]
    rounds: Mapping[str, Round]
    is_list: bool
    phase: Phase
    turn: str
    waiting_for: tuple[str, ...]
    progress: Mapping[str, tuple[int, int]]

    @property
    def again(self) -> bool:
        """True in the second round, after the talk."""
        return any(each.number % 2 == 0 for each in self.rounds.values())


def who_is_here(place: Place) -> tuple[str, ...]:
    """Give who sits at this terminal: those it was opened for, or everybody at the one keyboard."""
    if place.here:
        return tuple(each for each in people(place.session) if each in place.here)
    return in_order(place.session) if at_one_keyboard(place.session) else ()


def pairing_at(place: Place, open_steps: Iterable[Step]) -> Pairing | None:
    """Give where people are with the judged ones of some open steps; None where there are none, or one walks alone."""
    session = place.session
    if not people(session):
        return None
    judged = [step for step in open_steps if judgement(step.question.key) is not None]
    lists = [step for step in judged if judgement(step.question.key) == "list"]
    steps = {step.question.key: step for step in lists or judged}
    if not steps:
        return None
    rounds = {key: round_of(session, key) for key in steps}
    return _pairing(place, steps, rounds, is_list=bool(lists))


def _pairing(
    place: Place, steps: Mapping[str, Step], rounds: Mapping[str, Round], *, is_list: bool
) -> Pairing:
    here, everybody = who_is_here(place), people(place.session)
    owing = tuple(p for p in everybody if any(owes(each, p, is_list=is_list) for each in rounds.values()))
    closed = tuple(p for p in everybody if not all(each.is_open(p) for each in rounds.values()))
    lost = () if owing else tuple(p for p in here if p in closed and _is_lost(place, p, rounds))
    turns = tuple(p for p in here if p in owing) or lost
    return Pairing(
        people=everybody,
        here=here,
        steps=steps,
        rounds=rounds,
        is_list=is_list,
        phase="alone" if owing or lost else "opening" if closed else _after_opening(place.session, rounds),
        turn=turns[0] if turns else "",
        waiting_for=owing or closed,
        progress={
            p: (sum(not owes(each, p, is_list=is_list) for each in rounds.values()), len(rounds))
            for p in everybody
        },
    )


def owes(each: Round, person: str, *, is_list: bool) -> bool:
    """True while somebody has a question still to answer alone."""
    return not each.has_committed(person, is_list=is_list)


def lost(place: Place, person: str, each: Round) -> bool:
    """True where somebody at this terminal committed to an answer that is neither open nor in their cache."""
    opened = len(each.answers.get(person, ()))
    digests = each.commitments.get(person, ())
    return opened < len(digests) and any(place.held(digest) is None for digest in digests)


def _is_lost(place: Place, person: str, rounds: Mapping[str, Round]) -> bool:
    return any(not each.is_open(person) and lost(place, person, each) for each in rounds.values())


def _after_opening(session: Session, rounds: Mapping[str, Round]) -> Phase:
    """Give what comes once all is open; what will come out need not be talked about, since it will be seen."""
    talked = all(judgement(key) == "forecast" or has_talked(session, key) for key in rounds)
    return "pool" if talked else "talk"
