"""Adding to a session that somebody else may be adding to: nobody overrides anybody unseen.

What is appended was worked out on the session as the person saw it. Where the file holds more by then, it is worked out
anew on what there is, unless somebody answered the same question differently: then nothing is kept and both are shown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.stamp import COACH
from coach.errors import AnsweredSinceError, AnswerError, OvertakenError
from coach.session.claims import Contest, claims, contested, in_a_few_words, says_the_same
from coach.session.event.common import Noted, Opened, Sealed, Surprised, Withdrawn
from coach.session.event.pairing import BlindCommitted
from coach.session.fold import fold
from coach.session.method import sheet_at
from coach.session.pairing.rounds import is_opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from coach.desk.stamp import Stamp
    from coach.journal.journal import Journal
    from coach.session.event import Event
    from coach.session.fold import Session
    from coach.session.step import Place, Step

    Means = Callable[[Place, Stamp], Sequence[Event]]
    """Gives the events that something said means at a place; may raise AnswerError."""

_ASIDES = (Noted, Surprised, Opened, Sealed, Withdrawn)
_SHOWN = 3
_OVERTAKEN = 4
"""As often somebody else may be quicker; then they wait while it is worked out what this means."""


class Said(NamedTuple):
    """Something that a person said.

    Attributes:
        means: the events that it means.
        keys: the questions that it answers; none for what can be said at any time.
    """

    means: Means
    keys: tuple[str, ...] = ()


class Appending:
    """Appends what one person says to one session.

    Args:
        session_id: which session.
        journal: where it is.
        stamp: makes events.
        place: gives what the stages look at.
    """

    def __init__(
        self, session_id: str, journal: Journal, stamp: Stamp, place: Callable[[Session], Place]
    ) -> None:
        self._session_id = session_id
        self._journal = journal
        self._stamp = stamp
        self._place = place
        self._refused: tuple[Said, frozenset[str]] | None = None

    def append(
        self, session: Session, said: Said, *, granted: frozenset[str] = frozenset()
    ) -> tuple[Event, ...]:
        """Append what was said of a session as it was seen, and give all its events.

        Args:
            session: the session as the person saw it.
            said: what they said.
            granted: ids of events that they know of beside it, and may override.

        Raises:
            AnsweredSinceError: somebody answered the same since, differently; nothing was kept.
            AnswerError: it does not fit; nothing was kept.
            JournalError: it could not be written.
        """
        self._refused = None
        events = said.means(self._place(session), self._stamp)
        onto = session.events
        overtaken = 0

        def again(now: tuple[Event, ...]) -> Sequence[Event]:
            return self._anew(session, fold(now), said, granted)

        while events:
            let_wait = again if overtaken >= _OVERTAKEN else None
            try:
                return self._journal.append(self._session_id, events, onto=onto, again=let_wait)
            except OvertakenError:
                overtaken += 1
                onto = self._journal.load(self._session_id)
                events = self._anew(session, fold(onto), said, granted)
        return onto

    def insist(self, session: Session) -> tuple[Event, ...]:
        """Append what was refused last, now that the other answer was seen; raises as `append`."""
        if self._refused is None:
            return session.events
        said, granted = self._refused
        return self.append(session, said, granted=granted)

    def forget(self) -> None:
        """Forget what was refused: the other answer was taken."""
        self._refused = None

    def _anew(self, seen: Session, now: Session, said: Said, granted: frozenset[str]) -> Sequence[Event]:
        known = {event.id for event in seen.events} | granted
        unseen = tuple(event for event in now.active if event.id not in known)
        place = self._place(now)
        closed = set(said.keys) - set(_open_keys(place)) if said.keys else set()
        if closed:
            events = said.means(self._place(seen), self._after(now.events))
            _require_closed_answers(now, events)
            if says_the_same(unseen, [event.body for event in events]):
                return ()
            contest = contested(unseen, [event.body for event in events]) or _by_others(unseen, events)
        else:
            events = said.means(place, self._after(now.events))
            contest = contested(unseen, [event.body for event in events])
        if contest is not None:
            self._refused = said, frozenset(granted | {event.id for event in unseen})
            raise _both(contest, now, fold((*seen.events, *events)), next(iter(closed), ""))
        return events

    def _after(self, events: Sequence[Event]) -> Stamp:
        """Give a stamp whose clock is later than all of these: of two answers the later one stands."""
        newest = max(event.at for event in events)

        def now() -> datetime:
            return max(self._stamp.now(), newest + timedelta(microseconds=1))

        return replace(self._stamp, now=now)


def _require_closed_answers(now: Session, mine: Sequence[Event]) -> None:
    """Refuse a blind answer in place of one of the same person that everybody can read by now."""
    for body in (event.body for event in mine):
        if isinstance(body, BlindCommitted) and is_opened(now, body):
            raise AnswerError(
                f"an answer of {body.person} from another terminal is open already, and can no longer be changed",
                hint="Nothing of yours was kept. Clear what is written here to go on with that one.",
                where=body.question,
            )


def step_at(place: Place, drawn: Step, drawn_at: Place) -> Step:
    """Give the step of a question as it is asked at a place, and as it was drawn where it is not asked there."""
    if place.session is drawn_at.session:
        return drawn
    return next((step for step in _steps(place) if step.question.key == drawn.question.key), drawn)


def _steps(place: Place) -> tuple[Step, ...]:
    from coach.session.stuck.revising import revisions  # noqa: PLC0415 - only where somebody else was writing

    sheet = sheet_at(place)
    return (*(sheet.steps if sheet else ()), *revisions(place))


def _open_keys(place: Place) -> tuple[str, ...]:
    return tuple(key for step in _steps(place) for key in step.question.keys)


def _by_others(unseen: Sequence[Event], mine: Sequence[Event]) -> Contest | None:
    """Give what closed a question although nothing of it says the same thing otherwise."""
    people = tuple(
        event
        for event in unseen
        if event.by != COACH and not isinstance(event.body, _ASIDES) and claims(event.body)
    )
    return Contest(people[-_SHOWN:], tuple(event.body for event in mine)[:_SHOWN]) if people else None


def _both(contest: Contest, theirs: Session, mine: Session, key: str) -> AnsweredSinceError:
    people = tuple(dict.fromkeys(event.by for event in contest.theirs))
    return AnsweredSinceError(
        by=" and ".join(people),
        theirs="; ".join(in_a_few_words(event.body, theirs) for event in contest.theirs[:_SHOWN]),
        mine="; ".join(in_a_few_words(body, mine) for body in contest.mine[:_SHOWN]),
        where=key,
    )
