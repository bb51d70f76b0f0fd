"""The index of a journal: the summary of every session, kept in the cache and renewed where a file differs.

A line holds some entries, `crc32 json`; the last entry of a session counts. A line that does not fit its
checksum is passed over, and its sessions are read again: losing or spoiling the cache costs time and nothing
else.
"""

from __future__ import annotations

import gc
import json
import os
import zlib
from contextlib import contextmanager, suppress
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import JournalError
from coach.journal.durable import TEMPORARY, make_folder, write_durably
from coach.journal.glance import glance
from coach.journal.refusal import refused
from coach.journal.session_id import is_session_id
from coach.journal.summary import SUMMARY_VERSION, Summary, summary_from_row, summary_to_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SUFFIX = ".json"
"""How the name of a session's file ends."""

_HEADER = f"coach.index/1 summary/{SUMMARY_VERSION}"
_SPARE = 64
_SUMMARY = 4
_LATEST = attrgetter("last_at", "session")


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


class _Cached(NamedTuple):
    """What the index says: by session a row `[session, size, mtime_ns, inode, summary]`, and its length."""

    rows: dict[str, list[Any]]
    entries: int


def sessions_folder(root: Path) -> Path:
    """Give the folder of a journal's session files."""
    return root / "sessions"


def listing(root: Path) -> Listing:
    """Give every session of a journal, reading only the files that changed since the last time.

    Raises:
        JournalError: the folder cannot be read.
    """
    index = root / "cache" / "sessions.index"
    with _uncollected():
        cached = _load(index)
        found = _scan(sessions_folder(root), cached.rows)
        # A cache that cannot be written is no reason not to list.
        with suppress(OSError):
            _save(index, cached, found)
        summaries = [summary_from_row(row[_SUMMARY]) for row in (*found.known, *found.fresh)]
        summaries.sort(key=_LATEST, reverse=True)
    return Listing(tuple(summaries), tuple(sorted(found.troubles)), tuple(found.orphans))


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


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the garbage collector rest: looking for cycles among ten thousand new rows is a fifth of the time."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


class _Found(NamedTuple):
    """What a folder holds: rows that the index knows already, rows made just now, and the rest."""

    known: list[list[Any]]
    fresh: list[list[Any]]
    troubles: list[Trouble]
    orphans: list[str]


def _scan(folder: Path, rows: Mapping[str, list[Any]]) -> _Found:
    found = _Found([], [], [], [])
    try:
        with os.scandir(folder) as files:
            for file in files:
                # Between being found and being looked at, a file may be set aside.
                with suppress(FileNotFoundError):
                    _sort_in(file, rows, found)
    except FileNotFoundError:
        return found
    except OSError as error:
        raise refused(error, folder) from error
    return found


def _sort_in(file: os.DirEntry[str], rows: Mapping[str, list[Any]], found: _Found) -> None:
    session = file.name.removesuffix(SUFFIX)
    row = rows.get(session)
    if row is None and not _session_of(file.name):
        if file.name.endswith(TEMPORARY):
            found.orphans.append(file.name)
        return
    about = file.stat()
    stamp = [about.st_size, about.st_mtime_ns, about.st_ino]  # each save changes the inode
    if row is not None and row[1:_SUMMARY] == stamp:
        found.known.append(row)
        return
    try:
        summary = glance(Path(file.path), session)
    except FileNotFoundError:
        raise
    except OSError as error:
        found.troubles.append(Trouble(session, refused(error, Path(file.path)).message))
    except JournalError as error:
        found.troubles.append(Trouble(session, error.message))
    else:
        found.fresh.append([session, *stamp, summary_to_row(summary)])


def _load(index: Path) -> _Cached:
    try:
        header, *lines = index.read_text(encoding="ascii").split("\n")
        if header != _HEADER:
            return _Cached({}, 0)
        rows = [row for line in lines if line[:9] == _check(line[9:]) for row in json.loads(line[9:])]
        return _Cached({row[0]: row for row in rows}, len(rows))
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return _Cached({}, 0)


def _save(index: Path, cached: _Cached, found: _Found) -> None:
    """Add what is new to the index; write it anew where that would make it mostly old entries.

    A session that could not be read is no part of it: what was wrong may be mended without a trace.
    """
    if not found.fresh:
        return
    make_folder(index.parent)
    entries = len(found.known) + len(found.fresh)
    if cached.entries == 0 or cached.entries + len(found.fresh) > 2 * entries + _SPARE:
        write_durably(index, f"{_HEADER}\n{_line([*found.known, *found.fresh])}".encode("ascii"))
    else:
        with index.open("ab") as file:
            file.write(_line(found.fresh).encode("ascii"))


def _line(rows: list[list[Any]]) -> str:
    text = json.dumps(rows, separators=(",", ":"))
    return f"{_check(text)}{text}\n"


def _check(text: str) -> str:
    return f"{zlib.crc32(text.encode('ascii')):08x} "
