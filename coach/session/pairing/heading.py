"""Who is at it now, in the few words that stand above every page of people who walk together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.session.pairing.people import (
    SWAP_MINUTES,
    at_one_keyboard,
    at_the_keyboard,
    holder,
    holding_since,
    listed,
    next_to,
    people,
)

if TYPE_CHECKING:
    from coach.session.fold import Session
    from coach.session.pairing.turns import Pairing
    from coach.session.sheet import Sheet


def who_now(session: Session, pairing: Pairing | None) -> str:
    """Give who answers and what the others do; empty where one walks alone."""
    everybody = people(session)
    if not everybody:
        return ""
    if pairing is not None and pairing.turn:
        return alone_now(session, pairing)
    if pairing is not None and pairing.phase in ("alone", "opening"):
        return f"waiting for {listed(pairing.waiting_for)}"
    if pairing is not None:
        return f"{listed(everybody)} together"
    if not at_one_keyboard(session):
        return f"{listed(everybody)} walk it together"
    typist = holder(session)
    return f"{typist} types, {listed(each for each in at_the_keyboard(session) if each != typist)} asks"


def how_far(sheet: Sheet | None, pairing: Pairing | None, person: str) -> str:
    """Give the part that somebody is at, and whether they have answered alone all that is asked; never an answer."""
    if sheet is None:
        return "done"
    title = sheet.title.partition(",")[0]
    is_apart = pairing is not None and pairing.phase in ("alone", "opening")
    answered, of = pairing.progress.get(person, (0, 0)) if pairing is not None and is_apart else (0, 0)
    return f"{title}, answered" if of and answered == of else title


def alone_now(session: Session, pairing: Pairing) -> str:
    """Give who answers alone; the others look away where they sit at the same screen."""
    person = pairing.turn
    again = " once more" if pairing.again else ""
    if not at_one_keyboard(session) or pairing.here == (person,):
        return f"{person}, alone{again}"
    others = [each for each in at_the_keyboard(session) if each != person]
    return f"{person}, alone{again}; {listed(others)} {'looks' if len(others) == 1 else 'look'} away"


def swap_is_due(session: Session) -> str:
    """Give who should type now that the same person has for long; empty where nobody need change.

    The time is that of what was confirmed: nobody is asked to change in the middle of a sentence.
    """
    since = holding_since(session)
    newest = session.active[-1].at if session.active else None
    if since is None or newest is None or newest - since < timedelta(minutes=SWAP_MINUTES):
        return ""
    return next_to(session, holder(session))
