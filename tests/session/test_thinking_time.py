"""The minutes that were thought go on where a session was left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from coach.session.event import Event
from coach.session.event.common import Noted, Withdrawn
from coach.session.fold import fold
from coach.session.thinking_time import minutes_thought

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def session_of(*minutes: float) -> list[Event]:
    return [
        Event(id=f"{at}", at=START + timedelta(minutes=minute), by="me", turn=f"{at}", body=Noted(text="x"))
        for at, minute in enumerate(minutes)
    ]


def test_time_between_answers_counts_and_a_break_does_not() -> None:
    def at(minute: float) -> datetime:
        return START + timedelta(minutes=minute)

    assert minutes_thought(fold(()), at(0)) == 0
    assert minutes_thought(fold(session_of(0, 3, 7.5)), at(7.5)) == 7
    assert minutes_thought(fold(session_of(0, 3, 7.5)), at(12.5)) == 12
    assert minutes_thought(fold(session_of(0, 3, 603, 605)), at(900)) == 5


def test_what_was_taken_back_took_time_too() -> None:
    events = session_of(0, 4)
    last = START + timedelta(minutes=6)
    back = Event(id="b", at=last, by="me", turn="b", body=Withdrawn(targets=("1",)))
    assert minutes_thought(fold([*events, back]), last) == 6


def test_a_clock_that_runs_behind_takes_no_minute_away() -> None:
    assert minutes_thought(fold(session_of(0, 3)), START - timedelta(days=300)) == 3
