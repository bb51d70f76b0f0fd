"""What playbooks say of failure modes, ready to be looked up by stems and by letters, and which of them are kin.

It is SQLite's full-text index (FTS5), in memory: of every part, of the complaints alone, and of three letters in a row.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.playbook.stems import full_text_index, one_spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Rows = Sequence[tuple[str, Mapping[str, str]]]

PARTS = ("name", "aliases", "complaints", "says", "symptoms", "cases", "check")
"""Parts of what is said of a failure mode, in the order of the columns of the index."""
BY_LETTERS = ("name", "aliases", "complaints", "says")
"""Parts that are looked up by letters."""
MOST_LETTERS = 600
"""Different groups of three letters of a text that are looked up, the first ones."""
AT_ONCE = 150
"""Groups of letters in one question to the index."""


class WordIndex:
    """The index of some texts, by the id of each."""

    def __init__(self, connection: sqlite3.Connection, weights: Mapping[str, float]) -> None:
        """Take an index that `made` gave, and the weight of each part."""
        self._connection = connection
        self._ids = [str(name) for (name,) in connection.execute("SELECT id FROM said ORDER BY rowid")]
        self._weights = ", ".join(f"{weights[part]:g}" for part in PARTS)

    def said(self, phrase: str) -> list[tuple[str, float]]:
        """Give (id, BM25) of the texts that hold a word, or words in a row, in any part."""
        return self._scores(
            f"SELECT id, bm25(said, 0, {self._weights}) FROM said WHERE said MATCH ?",  # noqa: S608 - numbers only
            f'"{one_spelling(phrase)}"',
        )

    def put(self, phrase: str) -> list[tuple[str, float]]:
        """Give (id, BM25) of those whose complaints, read alone, hold a word, or words in a row."""
        return self._scores(
            "SELECT id, bm25(put, 0, 1) FROM put WHERE put MATCH ?", f'"{one_spelling(phrase)}"'
        )

    def letters(self, text: str) -> dict[str, float]:
        """Give BM25 over the groups of three letters of a text, by id; none where this SQLite cannot look for them."""
        groups = three_letters(text)
        found: dict[str, float] = {}
        with suppress(sqlite3.OperationalError):
            for at in range(0, len(groups), AT_ONCE):
                asked = " OR ".join('"' + each.replace('"', '""') + '"' for each in groups[at : at + AT_ONCE])
                rows = self._scores(
                    "SELECT id, bm25(letters, 0, 1) FROM letters WHERE letters MATCH ?", asked
                )
                for name, score in rows:
                    found[name] = found.get(name, 0.0) + score
        return found

    def of_kin(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Give the mean score of the kin of each, by their shares; who has no score counts as nought."""
        self._connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS score (place INTEGER PRIMARY KEY, score REAL)"
        )
        self._connection.execute("DELETE FROM score")
        self._connection.executemany(
            "INSERT INTO score VALUES (?, ?)",
            [(place, scores[name]) for place, name in enumerate(self._ids) if name in scores],
        )
        rows = self._connection.execute(
            "SELECT kin.place, SUM(kin.share * score.score) FROM kin JOIN score ON score.place = kin.of_place"
            " GROUP BY kin.place"
        )
        return {self._ids[place]: float(score) for place, score in rows}

    def _scores(self, question: str, asked: str) -> list[tuple[str, float]]:
        rows = self._connection.execute(question, (asked,))
        return [(str(name), -float(score)) for name, score in rows]


def three_letters(text: str) -> list[str]:
    """Give the different groups of three letters, blanks included, of a text in lower case.

    >>> three_letters("An MLP")
    ['an ', 'n m', ' ml', 'mlp']
    """
    text = " ".join(text.lower().split())
    return list(dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2)))[:MOST_LETTERS]


def made(rows: Rows, words_of: Callable[[str], list[str]]) -> sqlite3.Connection:
    """Give the index of some texts.

    Args:
        rows: an id each, and its texts by `PARTS`.
        words_of: gives the words of a text that count.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    from coach.playbook.kin import kin_of  # noqa: PLC0415 - only where nothing is kept yet

    index = full_text_index(f"id UNINDEXED, {', '.join(PARTS)}")
    marks = ", ".join("?" for _ in range(len(PARTS) + 1))
    spelled = [(name, *(one_spelling(texts[part]) for part in PARTS)) for name, texts in rows]
    index.executemany(f"INSERT INTO said VALUES ({marks})", spelled)  # noqa: S608 - question marks only
    index.execute("CREATE VIRTUAL TABLE put USING fts5(id UNINDEXED, says, tokenize='porter unicode61')")
    at = PARTS.index("complaints") + 1
    index.executemany("INSERT INTO put VALUES (?, ?)", [(each[0], each[at]) for each in spelled])
    with suppress(sqlite3.OperationalError):
        index.execute("CREATE VIRTUAL TABLE letters USING fts5(id UNINDEXED, says, tokenize='trigram')")
        index.executemany(
            "INSERT INTO letters VALUES (?, ?)",
            [(name, ". ".join(texts[part] for part in BY_LETTERS)) for name, texts in rows],
        )
    index.execute("CREATE TABLE kin (place INTEGER, of_place INTEGER, share REAL)")
    index.executemany("INSERT INTO kin VALUES (?, ?, ?)", kin_of([texts for _, texts in rows], words_of))
    index.commit()
    return index
