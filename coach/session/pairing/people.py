"""Who walks a session together, and who types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import UsageError
from coach.session.event.pairing import BlindCommitted, KeyboardPassed, Paired

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from coach.session.fold import Session

WAIT = "pair.wait"
"""The key of the question that waits for the others."""
FEWEST, MOST = 2, 8
"""How many people can judge apart; more would wait for one another all evening (editorial)."""
LONGEST_NAME = 40
SWAP_MINUTES = 10.0
"""Minutes after which the keyboard is offered to the other one (editorial)."""


def people(session: Session) -> tuple[str, ...]:
    """Give who walks this session together, in the order in which they were named; nobody where one walks alone."""
    paired = session.last(Paired)
    names = tuple(dict.fromkeys(paired.people)) if paired else ()
    return names if len(names) >= FEWEST else ()


def at_one_keyboard(session: Session) -> bool:
    """True where they all sit at one terminal."""
    paired = session.last(Paired)
    return bool(people(session)) and paired is not None and bool(paired.keyboard)


def holder(session: Session) -> str:
    """Give who types at the one keyboard; empty where there is no such one.

    Whoever answered alone last has it, until it is passed on.
    """
    return _held(session)[0] if at_one_keyboard(session) else ""


def holding_since(session: Session) -> datetime | None:
    """Give since when the same person types; None where nobody shares a keyboard."""
    return _held(session)[1] if at_one_keyboard(session) else None


def _held(session: Session) -> tuple[str, datetime]:
    takes = (Paired, KeyboardPassed, BlindCommitted)
    who, since = "", session.events[0].at
    for event in (each for each in session.active if isinstance(each.body, takes)):
        body = event.body
        took = ""
        if isinstance(body, Paired):
            took = who if who in body.people else body.keyboard
        elif isinstance(body, KeyboardPassed):
            took = body.to
        elif isinstance(body, BlindCommitted):
            took = body.person
        if took and took != who:
            who, since = took, event.at
    return who, since


def next_to(session: Session, person: str) -> str:
    """Give who is next to type after somebody."""
    everybody = people(session)
    return everybody[(everybody.index(person) + 1) % len(everybody)] if person in everybody else ""


def in_order(session: Session) -> tuple[str, ...]:
    """Give the people in the order in which they answer: whoever holds the keyboard first."""
    everybody, first = people(session), holder(session)
    at = everybody.index(first) if first in everybody else 0
    return (*everybody[at:], *everybody[:at])


def named(said: Iterable[str]) -> tuple[str, ...]:
    """Give the names that somebody typed, cleaned.

    Raises:
        UsageError: a name is empty, far too long or holds control characters, two are alike, or there are too few.
    """
    names = tuple(" ".join(each.split()) for each in said)
    hint = "Like --pair ana,ben."
    if any(not each or len(each) > LONGEST_NAME or not each.isprintable() for each in names):
        raise UsageError(f"a name has 1 to {LONGEST_NAME} characters that can be seen", hint=hint)
    if len({each.casefold() for each in names}) < len(names):
        raise UsageError("two of these names are the same", hint=hint)
    if not FEWEST <= len(names) <= MOST:
        raise UsageError(f"pairing takes {FEWEST} to {MOST} names", hint=hint)
    return names


def listed(names: Iterable[str]) -> str:
    """Give names as one says them: `ana`, `ana and ben`, `ana, ben and cy`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
