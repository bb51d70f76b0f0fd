"""Failure modes recognised by what people call them: a typed line held against names, aliases and descriptions.

Words count by their stems and by how few failure modes they belong to (inverse document frequency, Spärck Jones
1972); a line is as near to a name or an alias as the cosine of the two says (Salton). Nothing is learned or kept, and
the same line always finds the same.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coach.playbook.own_words import read, told_plainly
from coach.playbook.stems import stems_of
from coach.playbook.symptom_words import classes_named, symptoms_spoken_of
from coach.playbook.words import shared_words, words_of
from coach.session.recognising import Near, Read, Spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode

PHRASE_SHARE = 0.8
"""Weight of the nearest name or alias; the rest is the share of the line's words that belong to the failure mode at
all. Of 0.4 to 1 the best on the first half of tests/session/typed_causes.py, by little."""
LONGEST_LINE = 400
"""Characters of a line that are looked at."""
KEPT = 512
"""Lines whose answer is kept, since a walk asks about the same ones again and again."""

_SAID_OTHERWISE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{said})\b", re.IGNORECASE), meant)
    for said, meant in (
        ("lr", "learning rate"),
        ("too much|too many", "high"),
        ("too little|too few|not enough|insufficient", "low"),
        (r"not|\w+n't|never|no|without|missing|lacks?|forgot(?:ten)?", "negated"),
        ("two times|double|doubly", "twice"),
        (r"fine[- ]?tun(?:e|es|ed|ing)", "finetune"),
        (r"(?<=\w)'\w+", ""),
    )
)
"""Everyday ways to say what names say in one word; short words that turn the meaning round would else be passed
over."""
_ALIKE = (
    "high large big huge strong",
    "low small tiny weak short",
    "environment env",
    "wrong wrongly badly bug incorrect incorrectly broken buggy faulty",
    "network net model",
    "explode blow",
    "grow increase rise climb",
    "fall decrease drop shrink decline",
)
"""Words that people use for one another in names of faults."""
_SAYS_NOTHING = frozenset(
    ("something", "somewhere", "anything", "thing", "need", "just", "really", "maybe", "probably", "way")
).union(("keep", "keeps", "keeping", "code"))
"""Words that name no cause: whose code is not code."""


class _Known(NamedTuple):
    """What one failure mode is called: each name and alias as stems, and all its words together."""

    id: str
    phrases: tuple[frozenset[str], ...]
    names: tuple[frozenset[str], ...]
    words: frozenset[str]


class Phrases:
    """Everything a catalogue's failure modes are called, ready to be asked at every key."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._stem: dict[str, str] = {}
        self._alike: dict[str, str] = {}
        modes = catalogue.failure_modes
        texts = [text for mode in modes for text in (mode.name, *mode.aliases, mode.says)]
        self._learn([word for text in (*texts, *_ALIKE) for word in _split(text)])
        self._alike = {self._stem[word]: group.split()[0] for group in _ALIKE for word in group.split()}
        self._known = tuple(map(self._known_of, modes))
        count = Counter(word for known in self._known for word in known.words)
        self._rarest = math.log(1 + len(modes)) ** 2
        self._weight = {word: math.log(1 + len(modes) / found) ** 2 for word, found in count.items()}
        self.near = lru_cache(KEPT)(self._near)
        self.scores = lru_cache(KEPT)(self._scores)
        self.read = lru_cache(KEPT)(self._read)
        self.symptoms = lru_cache(KEPT)(self._symptoms)
        self.classes = lru_cache(KEPT)(self._classes)

    def alike(self, one: str, other: str) -> float:
        """Give how near two lines are, in [0, 1]."""
        return self._cosine(self._stems(one), self._stems(other))

    def _near(self, line: str) -> tuple[Near, ...]:
        """Give the failure modes that share a word with a line, the nearest first."""
        said = self._stems(line[:LONGEST_LINE])
        found = [near for known in self._known if (near := self._nearness(said, known)).score > 0]
        return tuple(sorted(found, key=lambda near: (-near.score, near.failure_mode)))

    def _scores(self, text: str) -> Mapping[str, float]:
        """Give the score of a text's words for each failure mode, by its id; 0 for others."""
        catalogue = self._catalogue
        shared = shared_words(text, catalogue.failure_modes, catalogue.symptoms)
        return {mode_id: each.score for mode_id, each in shared.items()}

    def _symptoms(self, text: str) -> tuple[Spoken, ...]:
        symptoms = self._catalogue.symptoms.values()
        return told_plainly(symptoms_spoken_of(text, symptoms), self.read(text), symptoms)

    def _read(self, text: str) -> tuple[Read, ...]:
        return read(text, self._catalogue.symptoms.values())

    def _classes(self, text: str) -> tuple[str, ...]:
        return classes_named(text, self._catalogue.class_words)

    def _nearness(self, said: frozenset[str], known: _Known) -> Near:
        common = said & known.words
        if not common:
            return Near(known.id, 0.0, 0, is_named=False)
        nearest = max(self._cosine(said, phrase) for phrase in known.phrases)
        covered = self._size(common) / self._size(said)
        is_named = any(len(said & phrase) > 1 for phrase in known.phrases) or (
            said in known.names and self._size(said) > self._rarest / 2
        )
        score = PHRASE_SHARE * nearest + (1 - PHRASE_SHARE) * covered
        return Near(known.id, score, len(common), is_named=is_named)

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        common = one & other
        return self._size(common) / math.sqrt(self._size(one) * self._size(other)) if common else 0.0

    def _size(self, words: frozenset[str]) -> float:
        return math.fsum(self._weight.get(word, self._rarest) for word in words)

    def _known_of(self, mode: FailureMode) -> _Known:
        names = tuple(self._stems(part) for part in _parts(mode.name))
        aliases = tuple(self._stems(part) for alias in mode.aliases for part in _parts(alias))
        phrases = tuple(filter(None, (*names, *aliases)))
        return _Known(mode.id, phrases or (frozenset(),), names, self._stems(mode.says).union(*phrases))

    def _stems(self, text: str) -> frozenset[str]:
        words = _split(text)
        self._learn([word for word in words if word not in self._stem])
        found = (self._stem[word] for word in words)
        return frozenset(self._alike.get(stem, stem) for stem in found)

    def _learn(self, words: Sequence[str]) -> None:
        if words:
            self._stem.update(stems_of(words))


def _split(text: str) -> list[str]:
    text = text.replace("\u2019", "'")  # as typed on a telephone
    for pattern, meant in _SAID_OTHERWISE:
        text = pattern.sub(meant, text)
    return [word for word in words_of(text) if word not in _SAYS_NOTHING]


def _parts(text: str) -> tuple[str, ...]:
    """Give a phrase, and what stands between its commas: an alias often lists several ways to say it."""
    return (text, *text.split(",")) if "," in text else (text,)
