"""The index of a journal: the summary of every session, kept in the cache and renewed where a file differs.

A line an entry, `crc32 json`; the last line of a session counts. A line that does not fit its checksum is
passed over, and its session is read again: losing or spoiling the cache costs time and nothing else.
"""

from __future__ import annotations

import json
import os
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import JournalError
from coach.journal.durable import TEMPORARY, make_folder, write_durably
from coach.journal.glance import glance
from coach.journal.refusal import refused
from coach.journal.session_id import is_session_id
from coach.journal.summary import SUMMARY_VERSION, Summary, summary_from_row, summary_to_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SUFFIX = ".json"
"""How the name of a session's file ends."""

_HEADER = f"coach.index/1 summary/{SUMMARY_VERSION}"
_SPARE_LINES = 64


class Trouble(NamedTuple):
    """A session that cannot be listed, and why."""

    session: str
    says: str


class Listing(NamedTuple):
    """Every session of a journal.

    Attributes:
        summaries: newest first.
        troubles: sessions whose files could not be read; they are left as they are.
        orphans: names of temporary files that a writer left, or that one is writing just now.
    """

    summaries: tuple[Summary, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    orphans: tuple[str, ...] = ()


class _Stamp(NamedTuple):
    """What tells one version of a file from another; each save makes a new inode."""

    size: int
    mtime_ns: int
    inode: int


class _Entry(NamedTuple):
    stamp: _Stamp
    summary: Summary | None
    trouble: str = ""


class _Cached(NamedTuple):
    entries: dict[str, _Entry]
    lines: int


def sessions_folder(root: Path) -> Path:
    """Give the folder of a journal's session files."""
    return root / "sessions"


def listing(root: Path) -> Listing:
    """Give every session of a journal, reading only the files that changed since the last time.

    Raises:
        JournalError: the folder cannot be read.
    """
    stamps, orphans = _scan(sessions_folder(root))
    index = root / "cache" / "sessions.index"
    cached = _load(index)
    entries: dict[str, _Entry] = {}
    fresh: dict[str, _Entry] = {}
    for session, stamp in stamps.items():
        known = cached.entries.get(session)
        if known is None or known.stamp != stamp:
            known = fresh[session] = _look(sessions_folder(root) / f"{session}{SUFFIX}", session, stamp)
        entries[session] = known
    # A cache that cannot be written is no reason not to list.
    with suppress(OSError):
        _save(index, cached.lines, entries, fresh)
    summaries = [entry.summary for entry in entries.values() if entry.summary is not None]
    return Listing(
        tuple(sorted(summaries, key=lambda summary: (summary.last_at, summary.session), reverse=True)),
        tuple(Trouble(session, entry.trouble) for session, entry in sorted(entries.items()) if entry.trouble),
        orphans,
    )


def session_ids(root: Path) -> tuple[str, ...]:
    """Give the id of every session of a journal, ascending.

    Raises:
        JournalError: the folder cannot be read.
    """
    folder = sessions_folder(root)
    try:
        names = os.listdir(folder)  # noqa: PTH208 - ten thousand paths cost more than their names
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise refused(error, folder) from error
    return tuple(sorted(session for name in names if (session := _session_of(name))))


def _session_of(name: str) -> str:
    session = name.removesuffix(SUFFIX)
    return session if name != session and is_session_id(session) else ""


def _scan(folder: Path) -> tuple[dict[str, _Stamp], tuple[str, ...]]:
    stamps: dict[str, _Stamp] = {}
    orphans: list[str] = []
    try:
        with os.scandir(folder) as found:
            for file in found:
                if session := _session_of(file.name):
                    # Between being found and being looked at, a file may be set aside.
                    with suppress(FileNotFoundError):
                        about = file.stat()
                        stamps[session] = _Stamp(about.st_size, about.st_mtime_ns, about.st_ino)
                elif file.name.endswith(TEMPORARY):
                    orphans.append(file.name)
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        raise refused(error, folder) from error
    return stamps, tuple(orphans)


def _look(path: Path, session: str, stamp: _Stamp) -> _Entry:
    try:
        return _Entry(stamp, glance(path, session))
    except JournalError as error:
        return _Entry(stamp, None, error.message)
    except OSError as error:
        return _Entry(stamp, None, refused(error, path).message)


def _load(index: Path) -> _Cached:
    try:
        lines = index.read_text(encoding="ascii").split("\n")
    except (OSError, ValueError):
        return _Cached({}, 0)
    if lines[0] != _HEADER:
        return _Cached({}, 0)
    whole = [line[9:] for line in lines[1:] if line[:9] == _check(line[9:])]
    try:
        rows = json.loads(f"[{','.join(whole)}]")
        entries = {
            session: _Entry(_Stamp._make(stamp), summary_from_row(row)) for session, stamp, row in rows
        }
    except (ValueError, TypeError, LookupError, RecursionError):
        return _Cached({}, 0)
    return _Cached(entries, len(lines) - 1)


def _save(index: Path, lines: int, entries: Mapping[str, _Entry], fresh: Mapping[str, _Entry]) -> None:
    """Add what is new to the index; write it anew where that would make it mostly old lines.

    A session that could not be read is no part of it: what was wrong may be mended without a trace.
    """
    if all(entry.summary is None for entry in fresh.values()):
        return
    make_folder(index.parent)
    if lines == 0 or lines + len(fresh) > 2 * len(entries) + _SPARE_LINES:
        write_durably(index, f"{_HEADER}\n{_spelled(entries.items())}".encode("ascii"))
    else:
        with index.open("ab") as file:
            file.write(_spelled(fresh.items()).encode("ascii"))


def _spelled(entries: Iterable[tuple[str, _Entry]]) -> str:
    texts = (
        json.dumps([session, stamp, summary_to_row(summary)])
        for session, (stamp, summary, _) in entries
        if summary is not None
    )
    return "".join(f"{_check(text)}{text}\n" for text in texts)


def _check(text: str) -> str:
    return f"{zlib.crc32(text.encode('ascii')):08x} "
