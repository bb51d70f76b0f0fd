"""The index of words, made once and kept in the user's cache folder, so that a quick answer need not make it.

What is kept counts only while the texts, coach's version and the code that makes it are what they were; what is damaged
or foreign is passed over and made anew. Nothing depends on it: where it cannot be read or written, it is made as ever.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.playbook.word_index import PARTS, WordIndex, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from coach.playbook.word_index import Rows

NAME = "words-{}.index"
"""Name of the file of one set of texts, with the beginning of its key."""
FILES = 6
"""Files that are kept, those made last."""
LARGEST = 64_000_000
"""Bytes of a larger file, which is none of ours."""
_MADE_BY = ("word_index.py", "kin.py", "stems.py", "words.py")
_DAMAGED = (OSError, ValueError, sqlite3.Error, AttributeError)


@contextmanager
def index_of(
    rows: Rows, weights: Mapping[str, float], words_of: Callable[[str], list[str]]
) -> Iterator[WordIndex]:
    """Open the index of some texts.

    Args:
        rows: an id each, and its texts by `PARTS`.
        weights: of each part.
        words_of: gives the words of a text that count.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    key = _key(rows)
    connection = _opened(key)
    if connection is None:
        connection = made(rows, words_of)
        with suppress(*_DAMAGED):
            _write(key, connection.serialize())
    with closing(connection):
        yield WordIndex(connection, weights)


def _opened(key: str) -> sqlite3.Connection | None:
    """Open what is kept; None where there is nothing that can be opened."""
    body = _read(key)
    if body is None:
        return None
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(body)
    except _DAMAGED:
        connection.close()
        return None
    return connection


def _key(rows: Rows) -> str:
    """Give what an index depends on, in one word."""
    whole = sha256(f"{__version__} {sqlite3.sqlite_version}".encode())
    folder = Path(__file__).resolve().parent
    for name in _MADE_BY:
        about = (folder / name).stat()
        whole.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    for name, texts in rows:
        whole.update(repr((name, *(texts[part] for part in PARTS))).encode("utf-8", "replace"))
    return whole.hexdigest()


def _place(key: str) -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415 - help is printed without it

    return user_cache_path("coach", appauthor=False) / NAME.format(key[:16])


def _read(key: str) -> bytes | None:
    """Give what is kept; None where that is nothing, something else, or damaged."""
    with suppress(*_DAMAGED), _place(key).open("rb") as file:
        about = os.fstat(file.fileno())
        if about.st_size > LARGEST or (hasattr(os, "geteuid") and about.st_uid != os.geteuid()):
            return None
        head, _, body = file.read().partition(b"\n")
        if head.decode() == f"{key} {sha256(body).hexdigest()}":
            return body
    return None


def _write(key: str, body: bytes) -> None:
    place = _place(key)
    temporary = place.with_name(f".{place.name}.{os.getpid()}")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(f"{key} {sha256(body).hexdigest()}\n".encode() + body)
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
    files = sorted(place.parent.glob(NAME.format("*")), key=lambda each: each.stat().st_mtime_ns)
    for each in files[:-FILES]:
        each.unlink(missing_ok=True)
