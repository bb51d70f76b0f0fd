"""Who walks a session together, and who types."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

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
NEAR = 0.6
"""Share of letters in common from which one name may be meant for another (editorial): `bne` and `ben`."""
RESERVED = "coach"
"""The author of what nobody typed."""
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


def at_the_keyboard(session: Session) -> tuple[str, ...]:
    """Give who shares the one keyboard: those it began with; whoever joined later has a terminal of their own."""
    began = next((body.people for body in session.all(Paired) if body.keyboard), ())
    return tuple(each for each in people(session) if each in began)


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
        if took and took != who and (isinstance(body, Paired) or took in at_the_keyboard(session)):
            who, since = took, event.at
    return who, since


def next_to(session: Session, person: str) -> str:
    """Give who is next to type after somebody."""
    everybody = at_the_keyboard(session) or people(session)
    return everybody[(everybody.index(person) + 1) % len(everybody)] if person in everybody else ""


def in_order(session: Session) -> tuple[str, ...]:
    """Give those at the one keyboard in the order in which they answer: whoever holds it first."""
    everybody, first = at_the_keyboard(session) or people(session), holder(session)
    at = everybody.index(first) if first in everybody else 0
    return (*everybody[at:], *everybody[:at])


def named(said: Iterable[str]) -> tuple[str, ...]:
    """Give the names that somebody typed, cleaned.

    Raises:
        UsageError: a name is empty, far too long or holds control characters, two are alike, or there are too few.
    """
    hint = "Like --pair ana,ben."
    names = tuple(_cleaned(each, hint) for each in said)
    if len({each.casefold() for each in names}) < len(names):
        raise UsageError("two of these names are the same", hint=hint)
    if not FEWEST <= len(names) <= MOST:
        raise UsageError(f"pairing takes {FEWEST} to {MOST} names", hint=hint)
    return names


def _cleaned(said: str, hint: str) -> str:
    name = normalize("NFC", " ".join(said.split()))
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UsageError(f"a name has 1 to {LONGEST_NAME} characters that can be seen", hint=hint)
    if name.casefold() == RESERVED:
        raise UsageError(
            f"{name!r} is the program's name in every log; a person needs another one", hint=hint
        )
    return name


def joined_by(known: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Give everybody once one more has come in; as they were where that person is in already.

    Raises:
        UsageError: the name is none, or differs from a known one in nothing but the case of its letters, or they are
            too many. What is known stands in the session and is not judged again.
    """
    if name in known:
        return known
    new = _cleaned(name, "Like --as ben.")
    alike = next((each for each in known if normalize("NFC", each).casefold() == new.casefold()), None)
    if alike is not None:
        raise UsageError(f"{alike!r} is in this session already", hint=f"If that is you: --as {alike}")
    if len(known) >= MOST:
        raise UsageError(f"{MOST} people walk this session already: {listed(known)}")
    return (*known, new)


def like_one_of(known: Iterable[str], name: str) -> str:
    """Give the known name that somebody may have meant who typed another one; empty where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only who joins needs it

    by_letters = {each.casefold(): each for each in known}
    near = get_close_matches(name.casefold(), by_letters, n=1, cutoff=NEAR)
    return by_letters[near[0]] if near else ""


def listed(names: Iterable[str]) -> str:
    """Give names as one says them: `ana`, `ana and ben`, `ana, ben and cy`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
