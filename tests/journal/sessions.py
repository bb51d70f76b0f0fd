"""Small sessions for the journal's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from coach.session.event import Event
from coach.session.event.common import Noted, Opened
from coach.session.event.premortem import PredictionMade
from coach.session.fold import fold
from coach.session.seal import seal

if TYPE_CHECKING:
    from coach.journal.journal import Journal

START = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
ONE = "260314-89q85"
OTHER = "260315-0a1b2"


def event(place: int, body: Any, *, by: str = "mira", name: str = "") -> Event:
    """Give the event of a place in a session, a second after the one before it."""
    name = name or f"{place:06d}-{by}"
    return Event(id=name, at=START + timedelta(seconds=place), by=by, turn=name, body=body)


def opened(title: str = "PPO on Pong") -> Event:
    """Give the first event of a session."""
    return event(0, Opened(method="stuck", title=title, playbook="reinforcement-learning"))


def noted(place: int, text: str = "a thought", *, by: str = "mira") -> Event:
    """Give a line of the work log."""
    return event(place, Noted(text=text), by=by)


def session(count: int = 3) -> tuple[Event, ...]:
    """Give a session of so many events."""
    return (opened(), *(noted(place) for place in range(1, count)))


def sealed_session() -> tuple[Event, ...]:
    """Give a session with a prediction under a seal."""
    prediction = PredictionMade(
        prediction="p1", text="final(eval/return) >= 18", probability=0.7, role="success"
    )
    events = (opened(), noted(1, "before: \u00e4 \u2192 \u00f6"), event(2, prediction))
    return (*events, event(3, seal(fold(events), "premortem")), noted(4, "after"))


def content(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    """Give what tells two lists of events apart."""
    return [(each.id, each.model_dump_json()) for each in events]


def as_written(journal: Journal, session: str) -> tuple[int, int, int]:
    """Give what changes when a session's file is written, and not when it is only read."""
    stat = journal.path_of(session).stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
