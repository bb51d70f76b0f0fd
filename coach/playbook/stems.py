"""Stems of words, by the Porter stemmer that SQLite's full-text index brings along."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from coach.errors import PlaybookError

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRITISH = re.compile(r"is(?<=\w{3}is)(?=(?:e|ed|er|ers|es|ing|ation|ations)\b)")

_APART = tuple(
    (part, re.compile(rf"\b(?:{said})\b"), meant)
    for part, said, meant in (
        ("initiali", r"initiali[sz]\w*", "init"),  # not what is initial
        ("generali", r"generali[sz]\w*", "generaliz"),  # not what is general, or generated
        ("optim", r"(?:sub)?optim(?:um|a|al|ally|ality)", "optimum"),  # not an optimizer
        ("critical", r"critical(?:ly)?", "crucial"),  # not a critic
    )
)
"""Words that the stemmer takes for others, under a spelling that it keeps apart; each with letters that it holds,
since looking for these first takes a fraction of the time."""


_JOINED = re.compile(r"([a-z]{2})(?=[A-Z][a-z]{2})")
_PROPER = re.compile(
    r"\b(Cart|Lunar|Half|Mountain|Bipedal|Image|Alex|Tensor|Model|Stack|Git)"
    r" (Pole|Lander|Cheetah|Car|Walker|Net|Board|Flow|Overflow|Hub)"
)
"""Names of tasks, data and tools, whose parts say nothing of a fault."""


def with_names_apart(text: str) -> str:
    """Give a text with the names that code joins taken apart; names of tasks and tools are left alone.

    >>> with_names_apart("GradScaler and VecNormalize on CartPole in PyTorch")
    'Grad Scaler and Vec Normalize on CartPole in PyTorch'
    """
    apart = _JOINED.sub(r"\1 ", text)
    return _PROPER.sub(r"\1\2", apart) if len(apart) > len(text) else text


def one_spelling(text: str) -> str:
    """Give a text as the stemmer should read it: in lower case, -ise as -ize, and what it would mix up apart.

    >>> one_spelling("Normalised, not raised, at the initial initialisation")
    'normalized, not raised, at the initial init'
    """
    text = text.lower()
    for part, pattern, meant in _APART:
        if part in text:
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
