"""Turns bodies into events: time, author and ids come from here, so that the floors below stay pure."""

from __future__ import annotations

import getpass
import os
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.journal.session_id import new_session_id
from coach.session.event import Event
from coach.session.event.common import Sealed
from coach.session.event.pairing import BlindAnswer, BlindCommitted, Revealed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.session.event import Body
    from coach.session.event.common import SealSeen

    Commit = Callable[[BlindAnswer], BlindCommitted]

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Letters and digits nobody takes for one another."""
_GIT_S = 2.0
COACH = "coach"
"""The author of what the coach itself read."""


def now_utc() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def entropy(length: int) -> str:
    """Give a few random letters and digits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def who_am_i() -> str:
    """Give a name for the author of events: `COACH_BY`, else the name one is logged in by."""
    named = os.environ.get("COACH_BY", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "someone"


def git_name() -> str:
    """Give the name that git writes under commits here; empty where there is none, or no git."""
    import subprocess  # noqa: PLC0415 - only who joins is asked for it

    try:
        found = subprocess.run(
            ("git", "config", "user.name"),  # noqa: S607 - git is wherever it is
            capture_output=True,
            text=True,
            timeout=_GIT_S,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return found.stdout.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Makes events.

    Attributes:
        by: the author.
        now: the clock.
        entropy: gives so many random characters.
        heads: gives the seals of the journal that a new seal is to name.
        commit: keeps what was answered blind from everybody else, and gives the commitment to it.
    """

    by: str
    now: Callable[[], datetime] = field(default=now_utc)
    entropy: Callable[[int], str] = field(default=entropy)
    heads: Callable[[], tuple[SealSeen, ...]] = field(default=tuple)
    commit: Commit | None = None

    def events(
        self, bodies: Sequence[Body], *, after: Sequence[Event], by: str = "", turn: str = ""
    ) -> tuple[Event, ...]:
        """Give one turn of events, or more of `turn`, later than all before them, even if a clock runs slow."""
        newest = max((event.at for event in after), default=None)
        at = self.now()
        if newest is not None and at <= newest:
            at = newest + timedelta(microseconds=1)
        made: list[Event] = []
        for place, given in enumerate(bodies):
            body = self._fit_for_a_journal(given)
            moment = at + timedelta(microseconds=place)
            event_id = f"{int(moment.timestamp() * 1_000_000):013x}-{self.entropy(6)}"
            turn = turn or event_id
            author = body.person if isinstance(body, BlindCommitted | Revealed) else by or self.by
            made.append(Event(id=event_id, at=moment, by=author, turn=turn, body=body))
        return tuple(made)

    def _fit_for_a_journal(self, given: Body) -> Body:
        """Give a seal with the seals before it, and a commitment in place of what was answered blind."""
        if isinstance(given, Sealed):
            return given.model_copy(update={"after": self.heads()})
        if isinstance(given, BlindAnswer):
            if self.commit is None:
                raise TypeError("what is answered blind needs a place to be kept")
            return self.commit(given)
        return given

    def session_id(self) -> str:
        """Give an id for a new session; another one of the same second may draw it too."""
        return new_session_id(self.now(), secrets.randbits(32))
