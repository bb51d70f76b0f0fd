"""Says whether a session's file is what coach wrote, to the byte, and whether every seal fits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import JournalError
from coach.journal.checksum import checksum_of, digest_of
from coach.journal.record import EVENTS, is_intact, is_record, records_of
from coach.journal.refusal import refused
from coach.journal.session_file import SUMMARY, summary_document
from coach.journal.storage import DamagedFileError, Spelling
from coach.journal.summary import SUMMARY_VERSION
from coach.session.seal import breaches
from coach.session.seal_chain import links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from coach.journal.record import Record
    from coach.journal.storage import Tables
    from coach.session.seal_chain import Link


class Finding(NamedTuple):
    """Something in a session's file that coach did not write.

    Attributes:
        kind: `unreadable`, `edited` (an entry), `seal` (a sealed entry was changed or is gone), `entries` (added
            or taken away), `summary`, or `spelling` (the same content, written differently).
        says: what is wrong, one sentence.
        event: id of the event concerned; empty where it is the whole file.
    """

    kind: str
    says: str
    event: str = ""


class Examined(NamedTuple):
    """What was found in a session's file, and the seals in it, which the rest of the journal speaks of."""

    findings: tuple[Finding, ...]
    seals: tuple[Link, ...] = ()


def findings(path: Path, session_id: str) -> tuple[Finding, ...]:
    """Give everything in a session's file that was not written by coach; as `examine`."""
    return examine(path, session_id).findings


def examine(path: Path, session_id: str) -> Examined:
    """Give everything in a session's file that was not written by coach, and its seals; nothing is changed.

    Raises:
        JournalError: the file system refused, or a newer coach wrote the file.
    """
    content = _content(path)
    tables = _tables(content)
    if tables is None:
        return Examined((Finding("unreadable", "the file cannot be read as a session"),))
    documents = list(tables[EVENTS].values())
    edited = tuple(finding for document in documents if (finding := _edited(document)))
    try:
        records = records_of(documents, where=str(path))
    except JournalError as error:
        if edited or isinstance(error, DamagedFileError):
            return Examined(edited or (Finding("unreadable", error.message),))
        raise
    seals = (Finding("seal", breach.says, breach.seal) for breach in breaches(r.event for r in records))
    found = (*edited, *seals, *_of_summary(tables, records, session_id))
    if not found and content != _rewritten(tables, records):
        found = (Finding("spelling", "the file is not spelled as coach spells it"),)
    return Examined(found, links(session_id, (record.event for record in records)))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refused(error, path) from error


def _tables(content: bytes) -> Tables | None:
    try:
        tables = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        return None
    return tables if EVENTS in tables else None


def _edited(document: Any) -> Finding | None:
    if not is_record(document):
        return Finding("edited", "something that is no entry stands among the entries")
    name = str(document["event"].get("id", ""))
    if set(document) != {"event", "sha256"} or not is_intact(document):
        return Finding("edited", "an entry was changed after it was written", name)
    return None


def _of_summary(tables: Tables, records: Sequence[Record], session_id: str) -> Iterator[Finding]:
    """Compare the summary with the entries; one that another version of coach derived, by its digest only."""
    summary = tables.get(SUMMARY, {}).get("1")
    if not isinstance(summary, dict):
        yield Finding("summary", "the summary is missing")
        return
    content = {key: value for key, value in summary.items() if key != "sha256"}
    if summary.get("digest") != digest_of(record.document["sha256"] for record in records):
        yield Finding("entries", "entries were added, taken away or put in another order")
    elif summary.get("sha256") != checksum_of(content):
        yield Finding("summary", "the summary was changed after it was written")
    elif summary.get("version") == SUMMARY_VERSION and summary != summary_document(session_id, records):
        yield Finding("summary", f"the summary is not that of session {session_id}: was the file renamed?")


def _rewritten(tables: Tables, records: Sequence[Record]) -> bytes:
    events = {str(place): record.document for place, record in enumerate(records, start=1)}
    return Spelling().spell({EVENTS: events, SUMMARY: {"1": tables[SUMMARY]["1"]}})
