"""Stems of words, by the Porter stemmer that SQLite's full-text index brings along."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from coach.errors import PlaybookError

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRITISH = re.compile(r"is(?<=\w{3}is)(?=(?:e|ed|er|ers|es|ing|ation|ations)\b)", re.IGNORECASE)


def one_spelling(text: str) -> str:
    """Give a text with British -ise as American -ize, since the stemmer takes the two for different words.

    >>> one_spelling("normalised, not raised")
    'normalized, not raised'
    """
    return _BRITISH.sub("iz", text)


def full_text_index(columns: str) -> sqlite3.Connection:
    """Give an empty table `said` in memory whose words are indexed by their stems.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    index = sqlite3.connect(":memory:")
    try:
        index.execute(f"CREATE VIRTUAL TABLE said USING fts5({columns}, tokenize='porter unicode61')")
    except sqlite3.OperationalError as error:
        index.close()
        said = "the SQLite of this Python has no full-text index (FTS5), so that words cannot be looked up"
        raise PlaybookError(said, hint="Use a Python whose sqlite3 module was built with FTS5.") from error
    return index


def stems_of(words: Iterable[str]) -> dict[str, str]:
    """Give the stem of each word; British and American spellings in -ise and -ize have the same.

    >>> stems_of(["normalised", "normalizing"])
    {'normalised': 'normal', 'normalizing': 'normal'}

    Args:
        words: lower-case words, of letters and digits.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    asked = tuple(dict.fromkeys(words))
    with closing(full_text_index("word")) as index:
        index.execute("CREATE VIRTUAL TABLE stem USING fts5vocab(said, 'instance')")
        index.executemany(
            "INSERT INTO said(rowid, word) VALUES (?, ?)",
            ((number, one_spelling(word)) for number, word in enumerate(asked)),
        )
        found = dict(index.execute("SELECT doc, term FROM stem"))
    return {word: str(found.get(number, word)) for number, word in enumerate(asked)}
