"""A tag as the words of the diagnostics' table, and whether it fits a pattern of that table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS = re.compile(r"[A-Za-z]+|\d+")
_WORD = re.compile(r"[a-z]+|\d+")
_SHORTEST = 3
_MOST_JOINED = 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that the table is written in.

    Attributes:
        names: by the spelling of a log, in lower case, the one spelling that patterns use.
        known: every word that a pattern may ask for.
    """

    names: dict[str, str]
    known: frozenset[str]

    def words(self, tag: str) -> frozenset[str]:
        """Give the words of a tag: cut at everything but letters, at humps and at digits, and known ones run together.

        A plural is its singular; words that the table does not know are kept as they are.
        """
        found = [each for run in _LETTERS.findall(tag.replace("%", " pct ")) for each in self._of_run(run)]
        return frozenset(self.names.get(each, each) for each in found)

    def _of_run(self, run: str) -> tuple[str, ...]:
        """Give the words of letters or digits without a gap: a known one in any case, or else cut at the humps."""
        if self._singular(run.lower()) in self.known:
            return (self._singular(run.lower()),)
        words = _WORD.findall(_HUMP.sub(" ", run).lower())
        return tuple(each for word in words for each in self._apart(word))

    def _apart(self, word: str) -> tuple[str, ...]:
        singular = self._singular(word)
        if singular in self.known:
            return (singular,)
        return self._split(word, _MOST_JOINED) or (singular,)

    def _singular(self, word: str) -> str:
        for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
            stem = word.removesuffix(ending) + instead
            if word not in self.known and word.endswith(ending) and stem in self.known:
                return stem
        return word

    def _split(self, word: str, most: int) -> tuple[str, ...] | None:
        """Give the known words of three letters and more that a word is made of; None where it is not."""
        singular = self._singular(word)
        if singular in self.known and len(word) >= _SHORTEST:
            return (singular,)
        for end in range(len(word) - _SHORTEST, _SHORTEST - 1, -1) if most > 1 else ():
            head = self._singular(word[:end])
            if head in self.known and (rest := self._split(word[end:], most - 1)) is not None:
                return (head, *rest)
        return None


@dataclass(frozen=True, slots=True)
class Pattern:
    """What the words of a tag must be, and must not.

    Attributes:
        ways: of each way to say it, the groups of words of which one each must be there.
        barred: words of which none may be there.
    """

    ways: tuple[tuple[frozenset[str], ...], ...]
    barred: frozenset[str]

    def fits(self, words: frozenset[str]) -> bool:
        """Give whether a tag of these words is meant."""
        return not words & self.barred and any(all(words & group for group in way) for way in self.ways)


def pattern(written: str, names: Mapping[str, str], barred: str = "") -> Pattern:
    """Give a pattern as the table writes it.

    Args:
        written: ways to say it apart by semicolons, each a list of groups, each words apart by bars.
        names: by spelling, the one that tags are read in.
        barred: words apart by blanks.
    """
    ways = tuple(
        tuple(frozenset(names.get(word, word) for word in group.split("|")) for group in way.split())
        for way in written.split(";")
        if way.strip()
    )
    return Pattern(ways, frozenset(names.get(word, word) for word in barred.split()))
