"""Sealing: what will be scored is fixed before the run's logs are read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.session.canonical import canonical
from coach.session.event.common import Sealed, Withdrawn
from coach.session.event.experiment import OutcomePredicted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.session.event import Event
    from coach.session.experiments import CommitmentView
    from coach.session.fold import Session


class Breach(NamedTuple):
    """A seal that no longer fits what it covers."""

    seal: str
    says: str


class Revision(NamedTuple):
    """A sealed event that was taken back later: the sealed value is what gets scored."""

    seal: str
    event: Event


def digest(events: Iterable[Event]) -> str:
    """Give the sha256 over the content of events, in id order, hex."""
    hashed = hashlib.sha256()
    for event in sorted(events, key=lambda event: event.id):
        hashed.update(canonical(event).encode())
        hashed.update(b"\n")
    return hashed.hexdigest()


def seal(session: Session, what: Literal["premortem", "commitment"]) -> Sealed:
    """Give the seal over everything that stands in a session now."""
    covered = tuple(event for event in session.active if not isinstance(event.body, Withdrawn))
    return Sealed(what=what, covers=tuple(sorted(event.id for event in covered)), digest=digest(covered))


def breaches(events: Iterable[Event]) -> tuple[Breach, ...]:
    """Give every seal whose covered events are missing or were changed by hand."""
    by_id = {event.id: event for event in events}
    found: list[Breach] = []
    for event in by_id.values():
        if not isinstance(event.body, Sealed):
            continue
        missing = [covered for covered in event.body.covers if covered not in by_id]
        if missing:
            found.append(
                Breach(event.id, f"{len(missing)} sealed event(s) are gone, the first is {missing[0]}")
            )
        elif digest(by_id[covered] for covered in event.body.covers) != event.body.digest:
            found.append(Breach(event.id, "a sealed event was changed after it was sealed"))
    return tuple(found)


def sealed_ids(session: Session) -> frozenset[str]:
    """Give the ids of all events under a seal; taking a seal back does not open it."""
    return frozenset(
        covered for event in session.events if isinstance(event.body, Sealed) for covered in event.body.covers
    )


def is_sealed(session: Session, view: CommitmentView) -> bool:
    """True when a seal covers a commitment and its prediction."""
    covered = sealed_ids(session)
    return any(
        event.id in covered
        for event, body in session.entries(OutcomePredicted)
        if body.commitment == view.committed.commitment
    )


def revisions(session: Session) -> tuple[Revision, ...]:
    """Give the sealed events that no longer stand, with the first seal that covers each.

    A seal that was itself taken back still counts: what it covers was fixed before the logs were read.
    """
    standing = {event.id for event in session.active}
    by_id = {event.id: event for event in session.events}
    found: dict[str, Revision] = {}
    for event in session.events:
        for covered in event.body.covers if isinstance(event.body, Sealed) else ():
            if covered in by_id and covered not in standing and covered not in found:
                found[covered] = Revision(event.id, by_id[covered])
    return tuple(found.values())
