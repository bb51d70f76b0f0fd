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


_APART = tuple(
    (re.compile(rf"\b(?:{said})\b", re.IGNORECASE), meant)
    for said, meant in (
        (r"initiali[sz]\w*", "init"),  # not what is initial
        (r"generali[sz]\w*", "generaliz"),  # not what is general, or generated
        (r"(?:sub)?optim(?:um|a|al|ally|ality)", "optimum"),  # not an optimizer
        (r"critical(?:ly)?", "crucial"),  # not a critic
    )
)
"""Words that the stemmer takes for others, under a spelling that it keeps apart."""


def one_spelling(text: str) -> str:
    """Give a text as the stemmer should read it: -ise as -ize, and what it would take for another word apart from it.

    >>> one_spelling("normalised, not raised, at the initial initialisation")
    'normalized, not raised, at the initial init'
    """
    for pattern, meant in _APART:
        text = pattern.sub(meant, text)
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
