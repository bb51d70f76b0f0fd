"""What is remembered of the drills somebody did, and which case comes next."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.session.drill.events import Scored, Started

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from coach.session.drill.events import DrillEvent, Help

BAD_SHARE: Final = 0.25
"""A drill went badly where more than this share of the best plan's hours was wasted, or the cause not named."""
BACK_AFTER_DAYS: Final = (1, 3, 7, 21)
"""A kind that went badly comes back after so many days, one step further each time it goes well; editorial, after the
spacing effect (Cepeda et al. 2006)."""
_WORKED: Final = 1
_FADED: Final = 2
_OF_A_KIND: Final = 3


class Played(NamedTuple):
    """One drill.

    Attributes:
        scored: what it came to; None where it is not over.
    """

    id: str
    case: str
    kind: str
    help: Help
    digest: str
    started: datetime
    ended: datetime | None
    scored: Scored | None

    @property
    def went_well(self) -> bool:
        """True where the cause was named and little was wasted."""
        found = self.scored
        return found is not None and found.named and found.wasted <= BAD_SHARE * found.best_expected


class KnownCase(NamedTuple):
    """What choosing a case looks at."""

    id: str
    kind: str
    level: int


class Proposal(NamedTuple):
    """The case that comes next, how much help it comes with, and why."""

    case: str
    help: Help
    why: str


def played_of(drill_id: str, events: Sequence[DrillEvent]) -> Played | None:
    """Give what is remembered of a drill; None where its events do not begin with a start."""
    if not events or not isinstance(events[0].body, Started):
        return None
    first = events[0].body
    ends = [(each.at, each.body) for each in events if isinstance(each.body, Scored)]
    at, scored = ends[-1] if ends else (None, None)
    return Played(drill_id, first.case, first.case_kind, first.help, first.digest, events[0].at, at, scored)


def next_case(cases: Sequence[KnownCase], played: Iterable[Played], now: datetime) -> Proposal | None:
    """Give the case that comes next: one worked, two faded, three of a kind, then mixed; None where there is no case.

    A kind that went badly comes back when it is due, with a case that was not played yet where there is one.
    """
    done = sorted((each for each in played if each.ended is not None), key=lambda each: each.ended or now)
    seen = [each.case for each in done]
    if not cases:
        return None
    at = len(done)
    if at < _WORKED:
        return Proposal(_fresh(cases, seen).id, "worked", "The first case is worked for you, step by step.")
    if at < _WORKED + _FADED:
        return Proposal(_fresh(cases, seen).id, "faded", "The coach gives the odds; the choices are yours.")
    if at < _WORKED + _FADED + _OF_A_KIND:
        return _of_a_kind(cases, done, seen)
    known = {each.kind for each in cases}
    if due := [kind for kind in _due(done, now) if kind in known]:
        of_kind = [each for each in cases if each.kind == due[0]]
        case = _fresh(of_kind, seen)
        again = " It was played before; there is no fresh one." if case.id in seen else ""
        return Proposal(case.id, "alone", f"{case.kind} went badly and is due again.{again}")
    last = {each.kind: at for at, each in enumerate(done)}
    mixed = sorted(cases, key=lambda each: last.get(each.kind, -1))
    first_kind = [each for each in mixed if each.id not in seen] or mixed
    of_kind = [each for each in first_kind if each.kind == first_kind[0].kind]
    return Proposal(_fresh(of_kind, seen).id, "alone", "Mixed from here on: any kind may come.")


def due_kinds(played: Iterable[Played]) -> dict[str, datetime]:
    """Give when each kind that went badly comes back, by kind; one that went well after every wait is gone."""
    due: dict[str, tuple[int, datetime]] = {}
    for each in sorted((one for one in played if one.ended), key=lambda one: one.started):
        if each.ended is None or each.help == "worked":
            continue
        if not each.went_well:
            due[each.kind] = (0, each.ended)
        elif each.kind in due:
            due[each.kind] = (due[each.kind][0] + 1, each.ended)
    return {
        kind: since + timedelta(days=BACK_AFTER_DAYS[step])
        for kind, (step, since) in due.items()
        if step < len(BACK_AFTER_DAYS)
    }


def _due(done: Sequence[Played], now: datetime) -> list[str]:
    return [kind for kind, at in sorted(due_kinds(done).items(), key=lambda each: each[1]) if at <= now]


def _of_a_kind(cases: Sequence[KnownCase], done: Sequence[Played], seen: list[str]) -> Proposal:
    """Give a fresh case of the kind that has begun, else of the kind with the most fresh ones."""
    begun = [each.kind for each in done[_WORKED + _FADED :]]
    fresh = [each for each in cases if each.id not in seen]
    kinds = [each.kind for each in fresh]
    kind = begun[0] if begun and begun[0] in kinds else max(kinds, key=kinds.count, default="")
    of_kind = [each for each in fresh if each.kind == kind] or list(cases)
    return Proposal(_fresh(of_kind, seen).id, "alone", "Three of one kind, on your own.")


def _fresh(cases: Sequence[KnownCase], seen: list[str]) -> KnownCase:
    """Give the easiest case that was not played; else the one played longest ago."""
    order = count()
    unseen = [each for each in cases if each.id not in seen]
    if unseen:
        return min(unseen, key=lambda each: (each.level, next(order)))
    last = {case: at for at, case in enumerate(seen)}
    return min(cases, key=lambda each: last.get(each.id, -1))
