"""Folds a list of events into a session: order, withdrawal, and an index by kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from coach.session.canonical import canonical
from coach.session.event.common import Closed, Finished, Method, Opened, Sealed, Skipped, Withdrawn
from coach.session.event.pairing import Revealed
from coach.session.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.session.event import Event

_ORDER = attrgetter("at", "id")

BodyT = TypeVar("BodyT", bound=Value)


class Turn(NamedTuple):
    """The events of one confirmed answer, which undo takes back as one."""

    id: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A folded session: what stands, in order, and a way to ask for it by kind.

    Attributes:
        events: every event, withdrawn ones too, in (`at`, `id`) order.
        active: the events that stand.
        found: what was worked out of it once (`once.py`).
    """

    events: tuple[Event, ...] = ()
    active: tuple[Event, ...] = ()
    _by_kind: Mapping[type[Value], tuple[Event, ...]] = field(default_factory=dict, repr=False, compare=False)
    found: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def entries(self, kind: type[BodyT]) -> tuple[tuple[Event, BodyT], ...]:
        """Give the standing events of one kind with their bodies, oldest first."""
        return tuple(
            (event, event.body) for event in self._by_kind.get(kind, ()) if isinstance(event.body, kind)
        )

    def all(self, kind: type[BodyT]) -> tuple[BodyT, ...]:
        """Give the standing bodies of one kind, oldest first."""
        return tuple(body for _, body in self.entries(kind))

    def last(self, kind: type[BodyT]) -> BodyT | None:
        """Give the newest standing body of one kind, if there is one."""
        bodies = self.all(kind)
        return bodies[-1] if bodies else None

    @property
    def opened(self) -> Opened | None:
        """How the session began; None for an empty one."""
        found = self.all(Opened)
        return found[0] if found else None

    @property
    def method(self) -> Method:
        """Which walk this is; an empty session counts as `stuck`."""
        return self.opened.method if self.opened else "stuck"

    @property
    def title(self) -> str:
        """What the person called it."""
        return self.opened.title if self.opened else ""

    @property
    def is_closed(self) -> bool:
        """True when the session is over."""
        return self.last(Closed) is not None

    def is_finished(self, question: str) -> bool:
        """True when a list was declared as long as it will get, or the question was skipped."""
        return any(body.question == question for body in self.all(Finished)) or self.is_skipped(question)

    def is_skipped(self, question: str) -> bool:
        """True when a question was left open on purpose."""
        return any(body.question == question for body in self.all(Skipped))

    @property
    def undoable(self) -> Turn | None:
        """The newest standing turn that may be taken back; None at the opening and at a seal."""
        opening = {event.turn for event in self.active if isinstance(event.body, Opened)}
        for event in reversed(self.active):
            if isinstance(event.body, Opened | Sealed):
                return None
            if event.turn not in opening and not isinstance(event.body, Withdrawn):
                return Turn(event.turn, tuple(e for e in self.active if e.turn == event.turn))
        return None

    def undoable_by(self, *persons: str) -> Turn | None:
        """The newest standing turn of the people at one terminal that may be taken back: nobody takes back another's.

        As `undoable`, at the opening and at a seal there is none, nor once blind answers were opened.
        """
        opening = {event.turn for event in self.active if isinstance(event.body, Opened)}
        for event in reversed(self.active):
            if isinstance(event.body, Opened | Sealed | Revealed):
                return None
            if event.by in persons and event.turn not in opening and not isinstance(event.body, Withdrawn):
                return Turn(event.turn, tuple(e for e in self.active if e.turn == event.turn))
        return None

    @property
    def redoable(self) -> Event | None:
        """The newest standing withdrawal of an answer, if nothing was confirmed after it."""
        withdrawals = {event.id for event in self.events if isinstance(event.body, Withdrawn)}
        for event in reversed(self.active):
            if not isinstance(event.body, Withdrawn):
                return None
            if not withdrawals.issuperset(event.body.targets):
                return event
        return None


def fold(events: Iterable[Event]) -> Session:
    """Give the session that these events make; never fails, whatever refers to whatever.

    Events count once per id, in (`at`, `id`) order. A withdrawal takes back earlier events only,
    and does so unless a later withdrawal takes it back in turn.
    """
    ordered = tuple(sorted({event.id: event for event in events}.values(), key=_ORDER))
    gone = _withdrawn(ordered)
    active = tuple(event for event in ordered if event.id not in gone)
    by_kind: dict[type[Value], list[Event]] = {}
    for event in active:
        by_kind.setdefault(type(event.body), []).append(event)
    return Session(
        events=ordered, active=active, _by_kind={kind: tuple(found) for kind, found in by_kind.items()}
    )


def _withdrawn(ordered: tuple[Event, ...]) -> set[str]:
    """Give the ids of the events that no longer count."""
    withdrawals = [(event, event.body) for event in ordered if isinstance(event.body, Withdrawn)]
    place = {event.id: at for at, event in enumerate(ordered)} if withdrawals else {}
    gone: set[str] = set()
    for event, body in reversed(withdrawals):
        if event.id not in gone:
            at = place[event.id]
            gone.update(target for target in body.targets if place.get(target, at) < at)
    return gone


def merge(*copies: Iterable[Event]) -> tuple[Event, ...]:
    """Give the union of several copies of a session, by event id, in (`at`, `id`) order.

    Commutative, associative and idempotent. Where two copies hold different events under one id
    (somebody edited a file by hand), the one whose content sorts first is kept in every order of merging.
    """
    by_id: dict[str, Event] = {}
    for event in (event for copy in copies for event in copy):
        known = by_id.get(event.id)
        if known is None or (known is not event and canonical(event) < canonical(known)):
            by_id[event.id] = event
    return tuple(sorted(by_id.values(), key=_ORDER))
