"""A session as one JSON document for other programs, and copies of sessions read back.

{"schema": "coach.session/1", "session": "260314-89q85", "summary": {...},
 "events": [...], "checksums": {"event id": "sha256 of its content"}}
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import JournalError, RunReadError
from coach.journal.checksum import checksum_of
from coach.journal.record import EVENTS, Record, records_of
from coach.journal.session_file import SUMMARY
from coach.journal.session_id import is_session_id
from coach.journal.summarise import summarise
from coach.journal.summary import summary_to_data
from coach.session.event import NewerSchemaError
from coach.session.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SCHEMA = "coach.session/1"
"""What an export says it is."""

_ANY_SCHEMA = re.compile(r"coach\.session/(\d{1,9})")
_HINT = "It should be a session's file, or what `coach export --format json` wrote."


class Copy(NamedTuple):
    """A session from elsewhere."""

    session: str
    records: tuple[Record, ...]


def session_to_data(session_id: str, records: Sequence[Record]) -> dict[str, Any]:
    """Give a session as one JSON object, every event in order, withdrawn ones too."""
    return {
        "schema": SCHEMA,
        "session": session_id,
        "summary": summary_to_data(summarise(fold(record.event for record in records), session_id)),
        "events": [record.document["event"] for record in records],
        "checksums": {record.event.id: record.document["sha256"] for record in records},
    }


def read_copy(path: Path) -> Copy:
    """Give the session that an export, or another journal's session file, holds. The file is left as it is.

    Raises:
        RunReadError: the file cannot be read as either.
        JournalError: a newer coach wrote it.
    """
    where = str(path)
    try:
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise RunReadError(f"the file cannot be read: {error.strerror}", where=where) from error
    except (ValueError, RecursionError) as error:
        raise RunReadError("the file is no JSON", hint=_HINT, where=where) from error
    if not isinstance(data, dict):
        raise RunReadError("the file holds no session", hint=_HINT, where=where)
    session, documents = _exported(data, where) if "schema" in data else _stored(data, path)
    if not is_session_id(session):
        raise RunReadError("the file does not say which session it is", hint=_HINT, where=where)
    try:
        return Copy(session, records_of(documents, where=where))
    except NewerSchemaError:
        raise
    except JournalError as error:
        raise RunReadError(error.message, hint=_HINT, where=where) from error


def _exported(data: dict[str, Any], where: str) -> tuple[str, list[Any]]:
    schema = _ANY_SCHEMA.fullmatch(str(data["schema"]))
    if schema is None:
        raise RunReadError("the file holds something else than a session", hint=_HINT, where=where)
    if int(schema[1]) > 1:
        raise JournalError("a newer coach wrote this file", hint="Update coach.", where=where)
    events, checksums = data.get("events"), data.get("checksums", {})
    if not isinstance(events, list) or not isinstance(checksums, dict):
        raise RunReadError("the file lists no events", hint=_HINT, where=where)
    documents = [
        {"event": event, "sha256": checksums.get(str(event.get("id")), checksum_of(event))}
        if isinstance(event, dict)
        else event
        for event in events
    ]
    return str(data.get("session")), documents


def _stored(data: dict[str, Any], path: Path) -> tuple[str, list[Any]]:
    events, summaries = data.get(EVENTS), data.get(SUMMARY)
    documents = list(events.values()) if isinstance(events, dict) else []
    saved = summaries.get("1") if isinstance(summaries, dict) else None
    summary = saved.get("summary") if isinstance(saved, dict) else None
    named = summary.get("session") if isinstance(summary, dict) else None
    return str(named or path.name.partition(".")[0]), documents
