"""TinyDB's storage, made safe: whole files only, the last good copy kept, one document a line.

    {"events":{
    "1":{"event":{...},"sha256":"..."},
    "2":{"event":{...},"sha256":"..."}
    },"summary":{
    "1":{...}
    }}

Keys are sorted and text is ASCII, so that equal content has equal bytes, differences read well line by line, and
no text from people or logs reaches a terminal raw when a file is printed.
"""

from __future__ import annotations

import json
import operator
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tinydb.storages import Storage

from coach.errors import JournalError
from coach.journal.durable import write_durably

if TYPE_CHECKING:
    from pathlib import Path

Document = dict[str, Any]
Table = dict[str, Document]
Tables = dict[str, Table]

_START = b'{"'
_AFTER_NAME = b'":{\n'
_BETWEEN = b'\n},"'  # text has no raw line breaks, so none of these can stand within it
_END = b"\n}}\n"
_KEY = re.compile(r"[0-9]{1,9}")
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class DamagedFileError(JournalError):
    """A file of the journal that is not what coach writes."""


class _Spelled(NamedTuple):
    """A table and the very bytes it is spelled with, braces apart."""

    keys: list[str]
    documents: list[Document]
    text: bytes


class Spelling:
    """How the tables of one file are spelled, remembered from one save to the next.

    Tables mostly grow at their end, and documents are never changed in place: what was spelled before is
    taken over byte for byte, so that reading and saving cost what is new.
    """

    def __init__(self) -> None:
        self._tables: dict[str, _Spelled] = {}

    def spell(self, tables: Tables) -> bytes:
        """Give the bytes of a file that holds these tables."""
        parts = [
            json.dumps(name)[1:].encode() + b":{\n" + self._spell_table(name, table)
            for name, table in sorted(tables.items())
        ]
        return _START + _BETWEEN.join(parts) + _END

    def parse(self, content: bytes) -> Tables:
        """Give the tables of a file, whichever way it is spelled.

        Raises:
            ValueError: it is no JSON, or holds something else than tables of documents.
            RecursionError: it is nested without end.
        """
        try:
            return self._parse_tables(content)
        except ValueError:  # laid out otherwise than above: slower to read, and just as good
            return _checked(json.loads(content))

    def _spell_table(self, name: str, table: Table) -> bytes:
        keys, documents = list(table), list(table.values())
        known = self._tables.get(name, _NOTHING)
        count = len(known.keys)
        is_grown = keys[:count] == known.keys and all(map(operator.is_, known.documents, documents))
        lines = [known.text] if is_grown and count else []
        start = count if is_grown else 0
        lines += map(_spell_item, keys[start:], documents[start:])
        self._tables[name] = _Spelled(keys, documents, b",\n".join(lines))
        return self._tables[name].text

    def _parse_tables(self, content: bytes) -> Tables:
        if not content.startswith(_START) or not content.endswith(_END):
            raise ValueError(content[:1])
        tables: Tables = {}
        for part in content[len(_START) : -len(_END)].split(_BETWEEN):
            name, _, text = part.partition(_AFTER_NAME)
            tables[json.loads(b'"%b"' % name)] = self._parse_table(name.decode(), text)
        return tables

    def _parse_table(self, name: str, text: bytes) -> Table:
        known = self._tables.get(name, _NOTHING)
        table = dict(zip(known.keys, known.documents, strict=True))
        if text != known.text:
            is_grown = table and text.startswith(known.text + b",\n")
            fresh = _parse_items(text[len(known.text) + 2 :] if is_grown else text)
            table = {**table, **fresh} if is_grown else fresh
            self._tables[name] = _Spelled(list(table), list(table.values()), text)
        return table


_NOTHING = _Spelled([], [], b"")


def _spell_item(key: str, document: Document) -> bytes:
    return b'"%b":%b' % (key.encode(), _encode(document).encode())


def _parse_items(text: bytes) -> Table:
    return _checked({"": json.loads(b"{%b}" % text)})[""]


class SafeStorage(Storage):
    """Reads and writes one file of a database; the file is always whole, and its last good copy is kept.

    It has no lock of its own: a writer holds `session_lock` from reading to writing.

    Args:
        path: the file; it need not exist.
        spelling: what is remembered of it.
    """

    def __init__(self, path: Path, spelling: Spelling | None = None) -> None:
        super().__init__()
        self._path = path
        self._spelling = spelling or Spelling()

    def read(self) -> Tables | None:
        """Give the tables; None when there is no file.

        Raises:
            DamagedFileError: the file does not hold tables of documents.
            OSError: the file system refused.
        """
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return self._spelling.parse(content)
        except (ValueError, RecursionError) as error:
            raise DamagedFileError(
                "the file does not hold a session's tables", where=str(self._path)
            ) from error

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file durably.

        Raises:
            OSError: the file system refused; the file is as it was.
        """
        write_durably(self._path, self._spelling.spell(data), last_copy=last_copy_of(self._path))


class OneSave(Storage):
    """Reads another storage once, and holds every change back until `save`: one save, not one a table."""

    def __init__(self, storage: Storage) -> None:
        super().__init__()
        self._storage = storage
        self._tables: Tables | None = None
        self._is_read = False

    def read(self) -> Tables | None:
        """Give the tables as they were read, with all changes since."""
        if not self._is_read:
            self._tables = self._storage.read()
            self._is_read = True
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Hold the tables back."""
        self._tables = data

    def save(self) -> None:
        """Pass the tables on to the other storage."""
        if self._tables is not None:
            self._storage.write(self._tables)


def last_copy_of(path: Path) -> Path:
    """Give where the content before the last save is kept."""
    return path.with_name(f"{path.name}.bak")


def _checked(data: Any) -> Tables:
    """Give data back if it is tables of documents under numbers; ValueError otherwise."""
    if isinstance(data, dict) and all(isinstance(table, dict) for table in data.values()):
        items = [item for table in data.values() for item in table.items()]
        if all(isinstance(document, dict) and _KEY.fullmatch(key) for key, document in items):
            return data
    raise ValueError("no tables of documents")
