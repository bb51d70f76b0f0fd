"""The blind rounds of a session: who has committed to an answer, whose answer is open, and which of them count.

Every rule here is a function of the set of events, so copies that grew apart come to the same end:
of several commitments of one person the last one before their answer was open counts; what was opened counts where it
fits that commitment, and is kept and named where it does not; who committed after another's answer was open did not
answer blind, and that is said.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.session.event.pairing import BlindCommitted, Pooled, Released, Revealed, Talked
from coach.session.once import once
from coach.session.pairing.people import people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.event import Event
    from coach.session.fold import Session

    Committed = Sequence[tuple[Event, BlindCommitted]]
    Opened = Sequence[tuple[Event, Revealed]]


def commitment(question: str, number: int, person: str, answer: str, salt: str) -> str:
    """Give the sha256, hex, that commits a person to an answer in a round; the salt keeps it from being guessed."""
    content = json.dumps([salt, question, number, person, answer], separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One question answered alone by everybody.

    Attributes:
        number: from 1; a second round after the talk has the next number.
        commitments: digests that count, by person, oldest first; a list has one a line.
        answers: what was opened and fits, as JSON, by person, in the order of their commitments.
        misfits: who opened something that does not fit any commitment of theirs.
        saw_first: who committed after somebody else's answer was open.
        released: who is not waited for.
        finished: who said that their list is done.
    """

    question: str
    number: int
    commitments: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[str, ...]]
    misfits: tuple[str, ...]
    saw_first: tuple[str, ...]
    released: frozenset[str]
    finished: frozenset[str]

    def has_committed(self, person: str, *, is_list: bool) -> bool:
        """True when nothing more is expected of somebody before the answers are opened."""
        if person in self.released:
            return True
        return person in self.finished if is_list else bool(self.commitments.get(person))

    def is_open(self, person: str) -> bool:
        """True when all that somebody committed to is open."""
        if person in self.released:
            return True
        return len(self.answers.get(person, ())) == len(self.commitments.get(person, ()))


def list_done(question: str, number: int, person: str) -> str:
    """Give the key by which somebody's list is declared finished."""
    return f"{question} (round {number}, {person})"


def pooled_times(session: Session, question: str) -> int:
    """Give how often the answers to a question became one."""
    return sum(question in body.questions for body in session.all(Pooled))


def has_talked(session: Session, question: str) -> Talked | None:
    """Give the talk about a question since its answers last became one; None where there was none."""
    since = max(
        (event.order for event, body in session.entries(Pooled) if question in body.questions), default=None
    )
    found = [
        body
        for event, body in session.entries(Talked)
        if question in body.questions and (since is None or event.order > since)
    ]
    return found[-1] if found else None


def round_of(session: Session, question: str) -> Round:
    """Give the round in which a question is now: each time it is asked has two, before and after the talk."""
    talked = has_talked(session, question)
    revises = talked is not None and talked.revise
    return find_round(session, question, 2 * pooled_times(session, question) + (2 if revises else 1))


def find_round(session: Session, question: str, number: int) -> Round:
    """Give one round of a question, whatever became of it."""
    return _rounds(session).get((question, number)) or _round(session, question, number, (), ())


def is_opened(session: Session, given: BlindCommitted) -> bool:
    """True where somebody's answer is open, so that another one of theirs would come too late."""
    done = find_round(session, given.question, given.round)
    return bool(done.answers.get(given.person)) and done.is_open(given.person)


@once
def _rounds(session: Session) -> dict[tuple[str, int], Round]:
    committed: dict[tuple[str, int], list[tuple[Event, BlindCommitted]]] = {}
    for event, body in session.entries(BlindCommitted):
        committed.setdefault((body.question, body.round), []).append((event, body))
    opened: dict[tuple[str, int], list[tuple[Event, Revealed]]] = {}
    for event, revealed in session.entries(Revealed):
        opened.setdefault((revealed.question, revealed.round), []).append((event, revealed))
    return {
        key: _round(session, *key, committed.get(key, ()), opened.get(key, ()))
        for key in {**committed, **opened}
    }


def _round(session: Session, question: str, number: int, committed: Committed, opened: Opened) -> Round:
    made = {body.digest: event for event, body in committed}
    fitting = {body.digest: (event, body) for event, body in opened if _fits(body) and body.digest in made}
    counted = _counted(committed, fitting)
    answers = {
        person: tuple(fitting[each][1].answer for each in digests if each in fitting)
        for person, digests in counted.items()
    }
    return Round(
        question=question,
        number=number,
        commitments=counted,
        answers={person: given for person, given in answers.items() if given},
        misfits=tuple(dict.fromkeys(body.person for _, body in opened if body.digest not in fitting)),
        saw_first=tuple(p for p, digests in counted.items() if _saw_first(p, digests, made, fitting)),
        released=frozenset(
            body.person
            for body in session.all(Released)
            if body.round == number and question in body.questions and not answers.get(body.person)
        ),
        finished=frozenset(
            person for person in people(session) if session.is_finished(list_done(question, number, person))
        ),
    )


def _saw_first(
    person: str,
    digests: Sequence[str],
    made: Mapping[str, Event],
    fitting: Mapping[str, tuple[Event, Revealed]],
) -> bool:
    """True where somebody committed when another's answer was open already."""
    theirs = [event.order for event, body in fitting.values() if body.person != person]
    return bool(theirs) and any(made[each].order > min(theirs) for each in digests)


def _counted(
    committed: Committed, fitting: Mapping[str, tuple[Event, Revealed]]
) -> dict[str, tuple[str, ...]]:
    """Give the commitments that count: of each person the last one that came before their answer was open."""
    counted: dict[str, tuple[str, ...]] = {}
    for event, body in committed:
        before = counted.get(body.person, ())
        if body.adds:
            counted[body.person] = (*before, body.digest)
        elif not before or any(
            each not in fitting or fitting[each][0].order > event.order for each in before
        ):
            counted[body.person] = (body.digest,)
    return counted


def _fits(body: Revealed) -> bool:
    return body.digest == commitment(body.question, body.round, body.person, body.answer, body.salt)
