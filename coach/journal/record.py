"""Events as documents of a session file: each with the checksum it was written with."""

from __future__ import annotations

import json
import operator
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import JournalError
from coach.journal.checksum import checksum_of
from coach.journal.storage import DamagedFileError, Document
from coach.session.event import NewerSchemaError, event_to_data, events_from_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.session.event import Event

EVENTS = "events"
"""Name of the table of events; a document an event, in the order of the session."""


_ORDER = operator.attrgetter("event.at", "event.id")


class Record(NamedTuple):
    """An event and its document, `{"event": content, "sha256": checksum of that content}`.

    The document is kept as it was read: a checksum that does not fit is evidence, and is never mended.
    """

    document: Document
    event: Event


class KnownRecords:
    """What the documents of one file came to last time; documents that follow them are all that is new."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._records: tuple[Record, ...] = ()

    def beginning(self, documents: list[Document]) -> tuple[int, tuple[Record, ...]]:
        """Give how many documents, from the first, are those of last time, and their records."""
        count = len(self._documents)
        is_same = count <= len(documents) and all(map(operator.is_, self._documents, documents))
        return (count, self._records) if is_same else (0, ())

    def remember(self, documents: list[Document], records: tuple[Record, ...]) -> None:
        """Keep what documents came to."""
        self._documents, self._records = documents, records


def record_of(event: Event) -> Record:
    """Give the record of an event that was just confirmed."""
    data = event_to_data(event)
    return Record({"event": data, "sha256": checksum_of(data)}, event)


def is_intact(document: Document) -> bool:
    """True when an event's content is what its checksum was taken of."""
    return bool(checksum_of(document["event"]) == document["sha256"])


def is_record(document: Any) -> bool:
    """True when a document has the shape of a record, whatever its content."""
    return (
        isinstance(document, dict)
        and isinstance(document.get("event"), dict)
        and isinstance(document.get("sha256"), str)
    )


def records_of(
    documents: list[Document], *, where: str, known: KnownRecords | None = None
) -> tuple[Record, ...]:
    """Give the records that documents hold, in order, each id once.

    Args:
        documents: of the table of events.
        where: the file they come from.
        known: records that need no validation; new ones are added.

    Raises:
        DamagedFileError: a document is no record or no event, and its checksum does not vouch for it.
        JournalError: a newer coach wrote one of them, or one with other rules.
    """
    count, before = known.beginning(documents) if known else (0, ())
    fresh = documents[count:]
    if before and not fresh:
        return before
    if not documents or not all(map(is_record, fresh)):
        raise DamagedFileError("the file holds something that is no event", where=where)
    try:
        events = events_from_data([document["event"] for document in fresh], where=where)
    except NewerSchemaError:
        raise
    except JournalError as error:
        if all(map(is_intact, fresh)):
            raise
        raise DamagedFileError(error.message, where=where) from error
    records = merged_records(before, map(Record, fresh, events))
    if known:
        known.remember(documents, records)
    return records


def merged_records(*copies: Iterable[Record]) -> tuple[Record, ...]:
    """Give the union of several copies, each event id once, in (`at`, `id`) order.

    As `fold.merge`: commutative, associative, idempotent. Of two records under one id the one whose checksum
    fits its content is kept, so that an edit made by hand does not replace what was confirmed.
    """
    by_id: dict[str, Record] = {}
    for record in chain.from_iterable(copies):
        other = by_id.setdefault(record.event.id, record)
        if other is not record and _rank(record) < _rank(other):
            by_id[record.event.id] = record
    return tuple(sorted(by_id.values(), key=_ORDER))


def followed_by(before: Sequence[Record], fresh: Sequence[Record]) -> tuple[Record, ...]:
    """Give the union of records in order with records of other ids; as `merged_records`, and quick at the end."""
    later = sorted(fresh, key=_ORDER)
    if before and later and _ORDER(later[0]) < _ORDER(before[-1]):
        return merged_records(before, later)
    return (*before, *later)


def _rank(record: Record) -> tuple[bool, str]:
    return (not is_intact(record.document), json.dumps(record.document, sort_keys=True))
