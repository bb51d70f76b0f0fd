"""Seals hold one another: each names the newest it saw anywhere in the journal, by a checksum over all they say.

Journals are written on several machines and merged, so what comes about is a directed acyclic graph and no list: a
seal names every head it saw, which is every seal that no other one named yet. Whoever changes a seal, or what it
covers, has to change every seal made after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.canonical import checksum
from coach.session.event.common import Sealed, SealSeen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from coach.session.event import Event

MOST_HEADS = 32
"""Heads that one seal names, the newest; what is left over stays a head, and is named by the seals that follow."""
CHAINED_SINCE = 6
"""The version of events from which on seals name those before them."""

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, as in the ids of sessions
_CODE_BITS, _GROUP = 100, 4


class Link(NamedTuple):
    """One seal as a part of the chain.

    Attributes:
        session: the session it stands in.
        seal: id of its event.
        at: when it says it was made, UTC.
        checksum: sha256 over all it says, hex.
        after: the seals it names.
        is_chained: False for a seal of a version that named none.
    """

    session: str
    seal: str
    at: datetime
    checksum: str
    after: tuple[SealSeen, ...] = ()
    is_chained: bool = True

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from every other seal: its session and its event."""
        return (self.session, self.seal)

    @property
    def code(self) -> str:
        """The short code that stands for it."""
        return code_of(self.checksum)


def links(session: str, events: Iterable[Event]) -> tuple[Link, ...]:
    """Give the seals of a session, oldest first; taking a seal back does not open it."""
    return tuple(
        Link(session, each.id, each.at, checksum(each), each.body.after, each.v >= CHAINED_SINCE)
        for each in events
        if isinstance(each.body, Sealed)
    )


def heads(known: Sequence[Link]) -> tuple[SealSeen, ...]:
    """Give what a new seal is to name: the newest of the seals that none names yet, by session and event."""
    named = {(seen.session, seen.seal, seen.checksum) for link in known for seen in link.after}
    free = [link for link in known if (*link.name, link.checksum) not in named]
    newest = sorted(free, key=lambda link: (link.at, link.name), reverse=True)[:MOST_HEADS]
    return tuple(
        SealSeen(session=link.session, seal=link.seal, checksum=link.checksum)
        for link in sorted(newest, key=lambda link: link.name)
    )


def code_of(checksum: str) -> str:
    """Give the short code of a seal: the first 100 bits of its checksum, in words of four.

    >>> code_of("00" * 31 + "ff")
    '0000-0000-0000-0000-0000'
    """
    number = int(checksum, 16) >> (4 * len(checksum) - _CODE_BITS)
    digits = "".join(_DIGITS[number >> at & 31] for at in range(_CODE_BITS - 5, -1, -5))
    return "-".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


def plain_code(text: str) -> str:
    """Give a code as it may have been typed or pasted, without what does not count; comparable with its likes."""
    letters = text.strip().lower().replace("o", "0").replace("i", "1").replace("l", "1")
    return "".join(letter for letter in letters if letter.isalnum())
