"""The index of words, made once and kept in the user's cache folder, so that a quick answer need not make it.

What is kept counts only while the texts, coach's version and the code that makes it are what they were; what is damaged
or foreign is passed over and made anew. Nothing depends on it: where it cannot be read or written, it is made as ever.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from coach import __version__
from coach.playbook.kept_file import read_kept, write_kept
from coach.playbook.word_index import PARTS, WordIndex, made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from coach.playbook.word_index import Rows

NAME = "words-{}.index"
"""Name of the file of one set of texts, with the beginning of its key."""
FILES = 6
"""Files that are kept, those made last."""
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
            write_kept(_place(key), key, connection.serialize(), alike=NAME.format("*"), most=FILES)
    with closing(connection):
        yield WordIndex(connection, weights)


def _opened(key: str) -> sqlite3.Connection | None:
    """Open what is kept; None where there is nothing that can be opened."""
    body = None
    with suppress(*_DAMAGED):
        body = read_kept(_place(key), key)
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
