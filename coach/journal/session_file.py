"""One session's file: read whole, written whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tinydb import TinyDB

from coach.journal.checksum import checksum_of, digest_of
from coach.journal.record import EVENTS, KnownRecords, Record, records_of
from coach.journal.refusal import refused
from coach.journal.storage import Document, OneSave, SafeStorage, Spelling
from coach.journal.summarise import summarise
from coach.journal.summary import SUMMARY_VERSION, summary_to_data
from coach.session.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SUMMARY = "summary"
"""Name of the table that holds one document: the summary, derived anew at each save."""


class Memory:
    """What is remembered of one file between two saves, so that a save costs what is new."""

    def __init__(self) -> None:
        self.spelling = Spelling()
        self.known = KnownRecords()


class SessionFile:
    """A session's file, opened to be read once and written at most once after that."""

    def __init__(self, path: Path, memory: Memory | None = None) -> None:
        self._path = path
        self._memory = memory or Memory()
        self._storage = OneSave(SafeStorage(path, self._memory.spelling))
        self._database = TinyDB(storage=lambda: self._storage)

    def read(self) -> tuple[Record, ...] | None:
        """Give the records, in order; None when there is no file.

        Raises:
            DamagedFileError: the file cannot be read as a session.
            JournalError: the file system refused, or a newer coach wrote the file.
        """
        try:
            tables = self._storage.read()
        except OSError as error:
            raise refused(error, self._path) from error
        if tables is None:
            return None
        documents = list(tables.get(EVENTS, {}).values())
        return records_of(documents, where=str(self._path), known=self._memory.known)

    def write(self, session_id: str, records: Sequence[Record]) -> None:
        """Replace what the file holds by these records, in order, and their summary.

        Raises:
            JournalError: the file system refused; the file is as it was.
        """
        events, summary = self._database.table(EVENTS), self._database.table(SUMMARY)
        present = self._present()
        if not _begins_with(records, present):
            events.truncate()
            present = []
        events.insert_multiple(record.document for record in records[len(present) :])
        summary.truncate()
        summary.insert(summary_document(session_id, records))
        try:
            self._storage.save()
        except OSError as error:
            raise refused(error, self._path) from error
        self._memory.known.remember(self._present(), tuple(records))

    def _present(self) -> list[Document]:
        tables = self._storage.read() or {}
        return list(tables.get(EVENTS, {}).values())


def whole_file(session_id: str, records: Sequence[Record]) -> bytes:
    """Give the bytes of a file that holds these records, in order, and nothing else."""
    documents = {str(place): record.document for place, record in enumerate(records, start=1)}
    return Spelling().spell({EVENTS: documents, SUMMARY: {"1": summary_document(session_id, records)}})


def _begins_with(records: Sequence[Record], documents: Sequence[Document]) -> bool:
    return len(documents) <= len(records) and all(
        record.document["event"] is document["event"]
        for record, document in zip(records, documents, strict=False)
    )


def summary_document(session_id: str, records: Sequence[Record]) -> Document:
    """Give the document of the summary, with a digest over all checksums and a checksum of its own."""
    derived = summarise(fold(record.event for record in records), session_id)
    data = {
        "version": SUMMARY_VERSION,
        "digest": digest_of(record.document["sha256"] for record in records),
        "summary": summary_to_data(derived),
    }
    return {**data, "sha256": checksum_of(data)}
