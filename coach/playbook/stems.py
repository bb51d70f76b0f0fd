"""Stems of words, by the Porter stemmer that SQLite's full-text index brings along."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from coach.errors import PlaybookError

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRITISH = re.compile(r"(?<=.{3})is(?=(?:e|ed|er|ers|es|ing|ation|ations)$)")


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
    with closing(sqlite3.connect(":memory:")) as index:
        try:
            index.execute("CREATE VIRTUAL TABLE said USING fts5(word, tokenize='porter unicode61')")
        except sqlite3.OperationalError as error:
            said = (
                "the SQLite of this Python has no full-text index (FTS5), so that words cannot be looked up"
            )
            raise PlaybookError(
                said, hint="Use a Python whose sqlite3 module was built with FTS5."
            ) from error
        index.execute("CREATE VIRTUAL TABLE stem USING fts5vocab(said, 'instance')")
        index.executemany(
            "INSERT INTO said(rowid, word) VALUES (?, ?)",
            ((number, _BRITISH.sub("iz", word)) for number, word in enumerate(asked)),
        )
        found = dict(index.execute("SELECT doc, term FROM stem"))
    return {word: str(found.get(number, word)) for number, word in enumerate(asked)}
