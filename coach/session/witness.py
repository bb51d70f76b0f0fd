"""What outside a session can vouch for a seal: a git commit, a note on one, the record of a run's start.

A witness is a moment and the seals that were there then, each by its short code. It vouches for those seals and for
every seal before them in the chain; for what it holds otherwise than the journal, it speaks against the journal.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.session.seal_chain import plain_code

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from coach.session.event.common import SealSeen
    from coach.session.seal_chain import Link

Name = tuple[str, str]
Kind = Literal["git commit", "git note", "run"]

SLACK = timedelta(minutes=1)
"""By how much the clocks of two machines may differ before it is worth a word (editorial)."""


class Held(NamedTuple):
    """A seal as a witness knows it.

    Attributes:
        session: the session it stands in.
        seal: id of its event.
        code: its short code, or its whole checksum's.
    """

    session: str
    seal: str
    code: str


class Witness(NamedTuple):
    """Something outside the session that knew of seals.

    Attributes:
        kind: what it is.
        name: the commit's hash, or the run's id.
        at: when it was made, as its own clock says, UTC.
        holds: the seals it knew of; a run's record, all of its session that were there when it started.
        session: the session that a run was started for; empty for others.
        is_elsewhere: True when a copy of it is known to be on another machine, such as a commit that was pushed.
    """

    kind: Kind
    name: str
    at: datetime
    holds: tuple[Held, ...]
    session: str = ""
    is_elsewhere: bool = False


class ChainFinding(NamedTuple):
    """Something about a seal that does not fit what another seal or a witness knows.

    Attributes:
        kind: `changed`, `gone`, `clock`, or `backdated`.
        says: what does not fit, one sentence.
    """

    session: str
    seal: str
    kind: str
    says: str


def held_at(known: Iterable[Link], started: datetime) -> tuple[tuple[str, str], ...]:
    """Give the seals that the record of a run keeps, which starts now: id of the event, and code."""
    return tuple((link.seal, link.code) for link in known if link.at <= started)


def chain_findings(known: Sequence[Link], sessions: Collection[str]) -> tuple[ChainFinding, ...]:
    """Give what the seals say against one another.

    Args:
        known: every seal of the journal.
        sessions: ids of the sessions that are here; of others nothing is expected.
    """
    by_name = {link.name: link for link in known}
    found: dict[tuple[str, str, str], ChainFinding] = {}
    for link in known:
        for seen in link.after:
            if (each := _against(link, seen, by_name, sessions)) is not None:
                found.setdefault((each.session, each.seal, each.kind), each)
    return tuple(found.values())


def _against(
    link: Link, seen: SealSeen, by_name: dict[Name, Link], sessions: Collection[str]
) -> ChainFinding | None:
    there = by_name.get((seen.session, seen.seal))
    later = f"the seal of {moment(link.at)} in session {link.session}"
    if there is None:
        if seen.session not in sessions:
            return None
        says = (
            f"{later} covers a seal that is not here: an older copy was put back, or a newer one never merged"
        )
        return ChainFinding(seen.session, seen.seal, "gone", says)
    if there.checksum != seen.checksum:
        return ChainFinding(*there.name, "changed", f"this seal is not the one that {later} covers")
    if there.at - link.at > SLACK:
        says = (
            f"this seal says {moment(link.at)}, yet it covers one of {moment(there.at)} in session {there.session}: "
            "a clock was set back, or two machines disagree"
        )
        return ChainFinding(*link.name, "clock", says)
    return None


def witness_findings(
    known: Sequence[Link], witnesses: Iterable[Witness], sessions: Collection[str]
) -> tuple[ChainFinding, ...]:
    """Give what witnesses say against the seals of the journal; each seal once, by the earliest witness."""
    by_name = {link.name: link for link in known}
    by_session: dict[str, list[Link]] = {}
    for link in known:
        by_session.setdefault(link.session, []).append(link)
    found: dict[tuple[str, str, str], ChainFinding] = {}
    for witness in sorted(witnesses, key=lambda each: each.at):
        for each in (*_held(witness, by_name, sessions), *_unknown(witness, by_session)):
            found.setdefault((each.session, each.seal, each.kind), each)
    return tuple(found.values())


def _held(witness: Witness, by_name: dict[Name, Link], sessions: Collection[str]) -> Iterator[ChainFinding]:
    for held in witness.holds:
        link = by_name.get((held.session, held.seal))
        if link is None and held.session in sessions:
            says = f"{named(witness)} holds a seal that is not here: an older copy was put back"
            yield ChainFinding(held.session, held.seal, "gone", says)
        elif link is not None and not is_same(link, held):
            says = f"{named(witness)} holds this seal as it was; it was changed since"
            yield ChainFinding(*link.name, "changed", says)


def _unknown(witness: Witness, by_session: dict[str, list[Link]]) -> Iterator[ChainFinding]:
    """Give the seals of a run's session that say they are older than its start, of which its record knows nothing."""
    if witness.kind != "run":
        return
    held = {(each.session, each.seal) for each in witness.holds}
    for link in by_session.get(witness.session, ()):
        if link.name not in held and witness.at - link.at > SLACK:
            says = f"this seal says {moment(link.at)}, and {named(witness)} did not know of it"
            yield ChainFinding(*link.name, "backdated", says)


def vouchers(known: Sequence[Link], witnesses: Iterable[Witness]) -> dict[Name, tuple[Witness, ...]]:
    """Give for each seal the earliest witness of each kind that vouches for it, directly or through a later seal."""
    by_name = {link.name: link for link in known}
    found: dict[Name, dict[Kind, Witness]] = {}
    for witness in sorted(witnesses, key=lambda each: each.at):
        waiting = [link for held in witness.holds if (link := _same(held, by_name)) is not None]
        while waiting:
            link = waiting.pop()
            kinds = found.setdefault(link.name, {})
            if witness.kind in kinds:
                continue
            kinds[witness.kind] = witness
            before = (by_name.get((seen.session, seen.seal)) for seen in link.after)
            covered = zip(before, link.after, strict=True)
            waiting += [each for each, seen in covered if each is not None and each.checksum == seen.checksum]
    return {name: tuple(sorted(kinds.values(), key=lambda each: each.at)) for name, kinds in found.items()}


def passed_over(known: Sequence[Link]) -> frozenset[Name]:
    """Give the seals that no later one covers, though later ones were made: made elsewhere, or added afterwards."""
    covered = {(seen.session, seen.seal) for link in known for seen in link.after}
    newest = max((link.at for link in known if link.is_chained), default=None)
    return frozenset(
        link.name for link in known if link.name not in covered and newest is not None and link.at < newest
    )


def is_same(link: Link, held: Held) -> bool:
    """True when a witness holds a seal as the journal does."""
    return plain_code(link.code) == plain_code(held.code)


def _same(held: Held, by_name: dict[Name, Link]) -> Link | None:
    link = by_name.get((held.session, held.seal))
    return link if link is not None and is_same(link, held) else None


def named(witness: Witness) -> str:
    """Give a witness in a few words: what it is and when it was made."""
    if witness.kind == "run":
        return f"run {witness.name}, started {moment(witness.at)},"
    where = ", also elsewhere," if witness.is_elsewhere else ""
    return f"{witness.kind} {witness.name[:10]} of {moment(witness.at)}{where}"


def moment(at: datetime) -> str:
    """Give a moment to the minute, in UTC."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
