"""The index of a journal: the summary of every session, kept in the cache and renewed where a file differs."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import JournalError
from coach.journal.durable import TEMPORARY
from coach.journal.glance import glance
from coach.journal.index_file import (
    has_seals,
    is_of,
    load_rows,
    row_of,
    save_rows,
    status_of,
    summary_of,
)
from coach.journal.refusal import refused
from coach.journal.session_id import is_session_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coach.journal.summary import Summary

SUFFIX = ".json"
"""How the name of a session's file ends."""


class Trouble(NamedTuple):
    """A session that cannot be listed, and why."""

    session: str
    says: str


class Listing:
    """Every session of a journal, newest first. Only the summaries that are asked for are taken apart.

    Args:
        rows: rows of the index, newest first.
        troubles: sessions whose files could not be read; they are left as they are.
        orphans: names of temporary files that a writer left, or that one is writing just now.
    """

    def __init__(
        self, rows: Sequence[str] = (), troubles: tuple[Trouble, ...] = (), orphans: tuple[str, ...] = ()
    ) -> None:
        self._rows = rows
        self.troubles = troubles
        self.orphans = orphans

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def summaries(self) -> tuple[Summary, ...]:
        """All of them."""
        return self.newest(len(self._rows))

    def newest(self, count: int) -> tuple[Summary, ...]:
        """Give the newest, so many at most."""
        with _uncollected():
            return tuple(map(summary_of, self._rows[:count]))

    def __iter__(self) -> Iterator[Summary]:
        return map(summary_of, self._rows)

    def going_on(self) -> tuple[Summary, ...]:
        """Give those that are not closed."""
        return tuple(summary_of(row) for row in self._rows if status_of(row) != "closed")

    def closed(self) -> Iterator[Summary]:
        """Give those that are closed, one after the other."""
        return (summary_of(row) for row in self._rows if status_of(row) == "closed")

    def at_home(self, closed: int) -> tuple[tuple[Summary, ...], int]:
        """Give those that are not closed and so many that are, newest first; and how many closed are left out."""
        shown: list[Summary] = []
        count = 0
        for row in self._rows:
            is_closed = status_of(row) == "closed"
            count += is_closed
            if not is_closed or count <= closed:
                shown.append(summary_of(row))
        return tuple(shown), max(0, count - closed)

    def sealed(self) -> Iterator[Summary]:
        """Give those in which something was sealed, one after the other."""
        return (summary_of(row) for row in self._rows if has_seals(row))


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
        before = load_rows(index)
        found = _scan(sessions_folder(root), before.by_session)
        # A cache that cannot be written is no reason not to list.
        with suppress(OSError):
            save_rows(index, before, found.known, found.fresh)
        rows = sorted((*found.known, *found.fresh), reverse=True)
    return Listing(rows, tuple(sorted(found.troubles)), tuple(found.orphans))


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

    known: list[str]
    fresh: list[str]
    troubles: list[Trouble]
    orphans: list[str]


def _scan(folder: Path, rows: Mapping[str, str]) -> _Found:
    found = _Found([], [], [], [])
    keep, ending = found.known.append, len(SUFFIX)
    try:
        with os.scandir(folder) as files:
            for file in files:
                name = file.name
                session = name[:-ending]
                row = rows.get(session)
                try:
                    if row is not None and name.endswith(SUFFIX) and is_of(row, session, file.stat()):
                        keep(row)
                    else:
                        _sort_in(file, found)
                except FileNotFoundError:  # between being found and being looked at, a file may be set aside
                    continue
    except FileNotFoundError:
        return found
    except OSError as error:
        raise refused(error, folder) from error
    return found


def _sort_in(file: os.DirEntry[str], found: _Found) -> None:
    session = _session_of(file.name)
    if not session:
        if file.name.endswith(TEMPORARY):
            found.orphans.append(file.name)
        return
    about = file.stat()
    try:
        summary = glance(Path(file.path), session)
    except FileNotFoundError:
        raise
    except OSError as error:
        found.troubles.append(Trouble(session, refused(error, Path(file.path)).message))
    except JournalError as error:
        found.troubles.append(Trouble(session, error.message))
    else:
        found.fresh.append(row_of(summary, about))
