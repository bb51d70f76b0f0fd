"""A folder of sessions: the only way in and out of what is kept on disk."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import JournalError, OvertakenError, TakenError
from coach.journal.durable import TEMPORARY, make_folder
from coach.journal.index import SUFFIX, Listing, listing, session_ids, sessions_folder
from coach.journal.lock import PATIENCE_S, session_lock
from coach.journal.refusal import refused
from coach.journal.session_id import checked_session_id, is_session_id, resolved_session_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from coach.journal.record import Record
    from coach.journal.session_file import Memory, SessionFile
    from coach.journal.summary import Summary
    from coach.journal.verify import Examined, Finding
    from coach.session.event import Event

    Again = Callable[[tuple[Event, ...]], Iterable[Event]]


class Merged(NamedTuple):
    """What taking in a copy changed.

    Attributes:
        session: the session's id.
        is_new: the journal did not have this session.
        added: events that the journal did not have.
        events: all events it has now.
        differing: ids under which the copy says something else; the one whose checksum fits was kept.
    """

    session: str
    is_new: bool
    added: int
    events: int
    differing: tuple[str, ...]


class Journal:
    """The sessions of one folder.

    Every change is read, merged and written while the session is locked, so no writer loses what another
    wrote; when a call returns, what it wrote would survive a power cut.

    Args:
        root: the journal's folder; it need not exist before the first session does.
        patience_s: seconds to wait for another writer.
    """

    def __init__(self, root: Path, *, patience_s: float = PATIENCE_S) -> None:
        self.root = root
        self._patience_s = patience_s
        self._recent: tuple[str, Memory] | None = None

    @classmethod
    def at(cls, root: Path) -> Journal:
        """Give the journal in a folder."""
        return cls(root)

    def path_of(self, session_id: str) -> Path:
        """Give the file of a session, whether there is one or not.

        Raises:
            UsageError: the id can be no session's.
        """
        return sessions_folder(self.root) / f"{checked_session_id(session_id)}{SUFFIX}"

    def ids(self) -> tuple[str, ...]:
        """Give the id of every session, ascending.

        Raises:
            JournalError: the folder cannot be read.
        """
        return session_ids(self.root)

    def resolve(self, text: str) -> str:
        """Give the one session a person means by an id, its beginning, or the beginning of its last part.

        Raises:
            UsageError: the text can be no id, fits no session, or fits several; the message lists them.
            JournalError: the folder cannot be read.
        """
        whole = text.strip().lower()
        if is_session_id(whole) and os.path.isfile(self.path_of(whole)):  # noqa: PTH113 - what is refused is not here
            return whole
        return resolved_session_id(text, self.ids())

    def listing(self) -> Listing:
        """Give every session's summary, newest first, and which sessions cannot be read.

        Raises:
            JournalError: the folder cannot be read.
        """
        found = listing(self.root)
        for orphan in found.orphans:
            self._sweep(orphan)
        return found

    def summaries(self) -> tuple[Summary, ...]:
        """Give every session's summary, newest first.

        Raises:
            JournalError: the folder cannot be read.
        """
        return self.listing().summaries

    def load(self, session_id: str) -> tuple[Event, ...]:
        """Give all events of a session, withdrawn ones too, in order.

        Raises:
            UsageError: the id can be no session's.
            JournalError: there is no such session, a newer coach wrote it, or it cannot be read. A file that
                is damaged is set aside, and what it still tells is put back: the error says so.
        """
        return tuple(record.event for record in self._records(session_id))

    def create(self, session_id: str, events: Sequence[Event]) -> tuple[Event, ...]:
        """Begin a session, and give its events in order.

        Raises:
            UsageError: the id can be no session's.
            TakenError: there is a session of that id.
            JournalError: there are no events, or it cannot be written.
        """
        from coach.journal.record import merged_records, record_of  # noqa: PLC0415 - a list needs no pydantic

        path = self.path_of(session_id)
        if not events:
            raise JournalError("a session begins with something said", where=session_id)
        records = merged_records(map(record_of, events))
        with self._writing(session_id) as (file, before):
            if before is not None:
                raise TakenError(f"there is a session {session_id} already", where=str(path))
            file.write(session_id, records)
        return tuple(record.event for record in records)

    def append(
        self,
        session_id: str,
        events: Iterable[Event],
        *,
        onto: Sequence[Event] | None = None,
        again: Again | None = None,
    ) -> tuple[Event, ...]:
        """Add events to a session, and give all it has then, in order. Events it has already are left alone.

        Args:
            session_id: which session.
            events: what to add.
            onto: all events that whoever made these had seen; None adds them whatever there is.
            again: makes them anew of what there is, while everybody else waits; None refuses them.

        Raises:
            OvertakenError: the session has an event that is not among `onto`; as with the others, nothing was added.
            UsageError: the id can be no session's.
            JournalError: there is no such session, it cannot be read or written, or has something else by such an id.
        """
        from coach.journal.record import followed_by, record_of  # noqa: PLC0415 - a list needs no pydantic

        fresh = [record_of(event) for event in events]
        with self._writing(session_id) as (file, before):
            if before is None:
                raise self._unknown(session_id)
            known = {record.event.id: record.document for record in before}
            if onto is not None and not known.keys() <= {event.id for event in onto}:
                if again is None:
                    raise OvertakenError("somebody else was quicker", where=session_id)
                fresh = [record_of(event) for event in again(tuple(record.event for record in before))]
            for record in fresh:
                if known.get(record.event.id, record.document) != record.document:
                    raise JournalError(
                        f"session {session_id} has something else under the id {record.event.id}",
                        hint="What it has was kept. Say it again.",
                        where=str(self.path_of(session_id)),
                    )
            new = {record.event.id: record for record in fresh if record.event.id not in known}
            records = followed_by(before, tuple(new.values()))
            if new:
                file.write(session_id, records)
        return tuple(record.event for record in records)

    def merge_file(self, path: Path) -> Merged:
        """Take in another copy of a session: an export, or a session file of another journal.

        Raises:
            RunReadError: the file cannot be read as a copy of a session.
            JournalError: a newer coach wrote it, it is another session that has the same id by chance, or the
                journal cannot be written; in each case nothing was changed.
        """
        from coach.journal.export import read_copy  # noqa: PLC0415 - a list needs no pydantic
        from coach.journal.record import merged_records  # noqa: PLC0415

        copy = read_copy(path)
        with self._writing(copy.session) as (file, before):
            present = {record.event.id: record.document for record in before or ()}
            coming = {record.event.id: record.document for record in copy.records}
            if present and not present.keys() & coming.keys():
                raise JournalError(
                    f"the journal has another session that is called {copy.session}",
                    hint="They share nothing, so they are not copies of one session. Nothing was changed.",
                    where=str(path),
                )
            records = merged_records(before or (), copy.records)
            if [record.document for record in records] != [record.document for record in before or ()]:
                file.write(copy.session, records)
        differing = sorted(each for each in present.keys() & coming.keys() if present[each] != coming[each])
        return Merged(
            copy.session, before is None, len(records) - len(present), len(records), tuple(differing)
        )

    def verify(self, session_id: str) -> tuple[Finding, ...]:
        """Give everything in a session's file that coach did not write; as `examine`."""
        return self.examine(session_id).findings

    def examine(self, session_id: str) -> Examined:
        """Give everything in a session's file that coach did not write, and its seals; nothing is changed.

        Raises:
            UsageError: the id can be no session's.
            JournalError: there is no such session, or a newer coach wrote it.
        """
        from coach.journal.verify import examine  # noqa: PLC0415 - a list needs no pydantic

        path = self.path_of(session_id)
        if not path.exists():
            raise self._unknown(session_id)
        return examine(path, session_id)

    def export(self, session_id: str) -> dict[str, Any]:
        """Give a session as one JSON object (`coach.session/1`), which `merge_file` takes in again.

        Raises:
            UsageError, JournalError: as `load`.
        """
        from coach.journal.export import session_to_data  # noqa: PLC0415 - a list needs no pydantic

        return session_to_data(session_id, self._records(session_id))

    def _records(self, session_id: str) -> tuple[Record, ...]:
        from coach.journal.storage import DamagedFileError  # noqa: PLC0415 - a list needs no tinydb

        try:
            records = self._file(session_id).read()
        except DamagedFileError:
            with self._writing(session_id) as (_, records):
                pass
        if records is None:
            raise self._unknown(session_id)
        return records

    @contextmanager
    def _writing(self, session_id: str) -> Iterator[tuple[SessionFile, tuple[Record, ...] | None]]:
        """Hold a session, and give its file with what it holds; None when there is no file."""
        from coach.journal.storage import DamagedFileError  # noqa: PLC0415 - a list needs no tinydb

        folder = self.path_of(session_id).parent
        with session_lock(self.root, session_id, patience_s=self._patience_s):
            try:
                make_folder(folder)
            except OSError as error:
                raise refused(error, folder) from error
            file = self._file(session_id)
            try:
                before = file.read()
            except DamagedFileError as error:
                from coach.journal.salvage import set_aside  # noqa: PLC0415 - only a damaged file needs it

                raise set_aside(self.path_of(session_id), session_id) from error
            yield file, before

    def _file(self, session_id: str) -> SessionFile:
        """Open a session's file; what is remembered of the session used last makes the next save cheap."""
        from coach.journal.session_file import Memory, SessionFile  # noqa: PLC0415 - a list needs no tinydb

        recent = self._recent
        memory = recent[1] if recent is not None and recent[0] == session_id else Memory()
        self._recent = (session_id, memory)
        return SessionFile(self.path_of(session_id), memory)

    def _sweep(self, orphan: str) -> None:
        """Remove a temporary file if nobody is writing it; failing that it stays, which does no harm."""
        session_id = orphan.removeprefix(".").partition(".")[0]
        if is_session_id(session_id) and orphan.endswith(TEMPORARY):
            with suppress(JournalError, OSError), session_lock(self.root, session_id, patience_s=0):
                (sessions_folder(self.root) / orphan).unlink(missing_ok=True)

    def _unknown(self, session_id: str) -> JournalError:
        return JournalError(
            f"there is no session {session_id}",
            hint="`coach list` shows the sessions of this journal.",
            where=str(self.root),
        )
