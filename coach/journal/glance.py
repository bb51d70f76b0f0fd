"""The summary of one session, read from the last lines of its file where they can be trusted."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from coach.errors import JournalError
from coach.journal.checksum import checksum_of
from coach.journal.summary import SUMMARY_VERSION, Summary, summary_from_data

if TYPE_CHECKING:
    from pathlib import Path

_TAIL = 1 << 16
_BEFORE = b'\n},"summary":{\n"1":'  # text in a file has no raw line breaks, so no entry can imitate this
_AFTER = b"\n}}\n"


def glance(path: Path, session_id: str) -> Summary:
    """Give a session's summary: as it was saved, or derived anew where it is damaged or of another version.

    Raises:
        JournalError: the file cannot be read as a session, or a newer coach wrote it.
        OSError: the file system refused.
    """
    return _saved(_tail(path), session_id) or _derived(path, session_id)


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        return file.read()


def _saved(tail: bytes, session_id: str) -> Summary | None:
    start = tail.rfind(_BEFORE)
    if start < 0 or not tail.endswith(_AFTER):
        return None
    try:
        document = json.loads(tail[start + len(_BEFORE) : -len(_AFTER)])
        summary = summary_from_data(document["summary"])
        is_whole = _is_whole(document)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return summary if is_whole and summary.session == session_id else None


def _is_whole(document: dict[str, Any]) -> bool:
    content = {key: value for key, value in document.items() if key != "sha256"}
    return bool(document["version"] == SUMMARY_VERSION and document["sha256"] == checksum_of(content))


def _derived(path: Path, session_id: str) -> Summary:
    # Imported here: a list of sessions that are as they were saved needs neither pydantic nor tinydb.
    from coach.journal.session_file import SessionFile  # noqa: PLC0415
    from coach.journal.summarise import summarise  # noqa: PLC0415
    from coach.session.fold import fold  # noqa: PLC0415

    records = SessionFile(path).read()
    if records is None:
        raise JournalError("the session is gone", where=str(path))
    return summarise(fold(record.event for record in records), session_id)
