"""The records of all sessions, kept in the cache and made anew for those whose files changed.

Losing or spoiling the cache costs time and nothing else.
"""

from __future__ import annotations

import json
import math
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from coach.errors import JournalError
from coach.journal.durable import make_folder, write_durably
from coach.journal.index import SUFFIX, session_ids, sessions_folder
from coach.journal.session_file import SessionFile
from coach.session.fold import fold
from coach.session.pairing.scores import Apart
from coach.session.review.record import CauseFound, SessionRecord, Spent, Told, record_of
from coach.session.scoring import Scored, Unscored

if TYPE_CHECKING:
    from pathlib import Path

RECORD_VERSION = 2
"""Raised with any change to `SessionRecord` or to how it is derived; older ones are then derived anew."""
_HEADER = f"coach.records/{RECORD_VERSION}"


def session_records(root: Path, *, most_read: int | None = None) -> tuple[SessionRecord, ...]:
    """Give the record of every session of a journal that can be read, the newest first.

    Guided ones and the work log are left out.

    Args:
        root: the folder of the journal.
        most_read: sessions whose files are read at most, beside those whose record is kept; None reads them all.

    Raises:
        JournalError: the folder cannot be read.
    """
    cache = root / "cache" / "records.json"
    known = _load(cache)
    rows: dict[str, Any] = {}
    left = math.inf if most_read is None else most_read
    found: list[SessionRecord] = []
    for session_id in reversed(session_ids(root)):
        path = sessions_folder(root) / f"{session_id}{SUFFIX}"
        with suppress(OSError, JournalError):
            about = path.stat()
            stamp = [about.st_size, about.st_mtime_ns, about.st_ino]
            row = known.get(session_id)
            if row is None or row[0] != stamp:
                if left <= 0:
                    continue
                row, left = [stamp, _row(path, session_id)], left - 1
            rows[session_id] = row
            if row[1] is not None:
                found.append(_record(session_id, row[1]))
    if rows != known:
        with suppress(OSError):
            make_folder(cache.parent)
            write_durably(cache, json.dumps([_HEADER, rows], separators=(",", ":"), default=_moment).encode())
    return tuple(found)


def _load(cache: Path) -> dict[str, Any]:
    try:
        header, rows = json.loads(cache.read_bytes())
        return dict(rows) if header == _HEADER else {}
    except (OSError, ValueError, TypeError):
        return {}


def _row(path: Path, session_id: str) -> list[Any] | None:
    """Give a record as JSON values; None for a session that counts for nothing."""
    read = SessionFile(path).read()
    session = fold(each.event for each in read or ())
    opened = session.opened
    if opened is None or opened.guided or opened.method == "log":
        return None
    row: list[Any] = json.loads(json.dumps(record_of(session, session_id)[1:], default=_moment))
    return row


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} is no part of a record")


def _record(session_id: str, row: list[Any]) -> SessionRecord:
    (
        title,
        method,
        at,
        closed,
        forecasts,
        unscored,
        failed,
        cause,
        spent,
        told,
        wasted_h,
        dollars,
        lesson,
        apart,
    ) = row
    return SessionRecord(
        session_id,
        title,
        method,
        datetime.fromisoformat(at),
        closed,
        tuple(Scored._make((*each[:-1], datetime.fromisoformat(each[-1]))) for each in forecasts),
        tuple(Unscored(*each) for each in unscored),
        failed,
        None if cause is None else CauseFound(*cause),
        tuple(Spent(*each) for each in spent),
        tuple(Told(*each) for each in told),
        wasted_h,
        dollars,
        lesson,
        tuple(Apart(kind, tuple((who, p) for who, p in given), pool) for kind, given, pool in apart),
    )
