"""A session as it would be after answers that nobody has confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coach.session.event import Event
from coach.session.event.pairing import BlindAnswer
from coach.session.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.event import Body
    from coach.session.fold import Session


def supposing(session: Session, bodies: Sequence[Body]) -> Session:
    """Give a session as it would be after one more turn, what is answered alone said openly; nothing is kept."""
    bodies = [said for body in bodies for said in (body.means if isinstance(body, BlindAnswer) else (body,))]
    if not bodies:
        return session
    last, count = session.events[-1], len(session.events)
    turn = tuple(
        Event(
            id=f"supposed-{count + at}",
            at=last.at + timedelta(microseconds=at),
            by=last.by,
            turn="supposed",
            body=body,
        )
        for at, body in enumerate(bodies, 1)
    )
    return fold((*session.events, *turn))
