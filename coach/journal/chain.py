"""The chain of seals across a journal, read from what the index keeps of each session."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from coach.session.event.common import SealSeen
from coach.session.seal_chain import Link, heads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.journal.index import Listing
    from coach.journal.journal import Journal


def indexed_links(listing: Listing) -> Iterator[Link]:
    """Give every seal of a journal, session by session."""
    for summary in listing.sealed():
        for seal, at, checksum, after, is_chained in summary.seals:
            seen = tuple(SealSeen(session=a, seal=b, checksum=c) for a, b, c in after)
            yield Link(summary.session, seal, datetime.fromisoformat(at), checksum, seen, is_chained)


def heads_of(journal: Journal) -> tuple[SealSeen, ...]:
    """Give the seals that a new one is to name.

    Raises:
        JournalError: the journal cannot be read.
    """
    return heads(tuple(indexed_links(journal.listing())))
