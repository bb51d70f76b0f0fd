"""Symptoms that a text speaks of: its sentences held against what the playbook calls each symptom.

Words count by their stems and by how few symptoms they belong to (inverse document frequency, Spärck Jones 1972). A
text that says the words proves nothing: it only brings the question forward.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from coach.playbook.stems import stems_of
from coach.playbook.words import words_in, words_of
from coach.session.recognising import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.session.failure_mode import Symptom

SPOKEN_OF = 0.4
"""Nearness from which a sentence speaks of a symptom (editorial)."""
PLAINLY = 0.6
"""Share of a symptom's words, by weight, from which a sentence says so plainly (editorial)."""
FEWEST = 2
"""Words in common that it takes to say something plainly."""
LONGEST_TEXT = 4000
"""Characters of a text that are looked at."""

_SENTENCE = re.compile(r"[.;!?\n,:()]+(?=\s|$)")
_NOT = re.compile(r"n't\b", re.IGNORECASE)
_DENIALS = ("no", "not", "never", "without")
_NUMBER = re.compile(r"\d")
_TURNS_ROUND = re.compile(r"\b(?:no|not|never|without|nor|neither|cannot|\w+n't)\b", re.IGNORECASE)


def symptoms_spoken_of(text: str, symptoms: Iterable[Symptom]) -> tuple[Spoken, ...]:
    """Give the symptoms that some sentence of a text speaks of, the nearest first.

    A sentence is plain where it says most of a symptom's words and turns it round neither more nor less than the
    symptom does itself. What a number decides, such as a rate over 0.01, no words say plainly.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    plain_text = _spaced(text[:LONGEST_TEXT])
    known = [(each.id, [p for p in _phrases(each) if _may_be_said(p, plain_text)]) for each in symptoms]
    sentences = [each for each in _SENTENCE.split(text[:LONGEST_TEXT]) if each.strip()]
    texts = [*sentences, *(phrase for _, phrases in known for phrase in phrases)]
    stem = stems_of(word for each in texts for word in words_of(each))
    of_symptom = {
        each: [(frozenset(stem[word] for word in words_of(p)), _turn(p)) for p in phrases]
        for each, phrases in known
    }
    weight = _weights([frozenset().union(*(words for words, _ in said)) for said in of_symptom.values()])
    told = [
        _Said(frozenset(stem[word] for word in words_of(each)), _is_turned(each), _denied(each, stem))
        for each in sentences
    ]
    found = []
    for symptom_id, phrases in of_symptom.items():
        near = [_nearness(one, other, weight) for one in told for other in phrases if one.stems & other[0]]
        nearest = max((share for share, _ in near), default=0.0)
        if nearest >= SPOKEN_OF:
            found.append(Spoken(symptom_id, nearest, is_plain=any(plain for _, plain in near)))
    return tuple(sorted(found, key=lambda each: (not each.is_plain, -each.nearness, each.symptom)))


class _Said(NamedTuple):
    """A sentence: its stems, whether it turns itself round, and the stems right behind a word that does."""

    stems: frozenset[str]
    is_turned: bool
    denied: frozenset[str]


def classes_named(text: str, called: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Give the ids of the symptom classes that a text names: it holds the words of one of its phrases in a row.

    A phrase that is denied right where it stands, as in "never crashes", is passed over.

    Args:
        text: what somebody saw.
        called: phrases for each class, by id.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    said = _NOT.sub(" not", text[:LONGEST_TEXT].replace("\u2019", "'"))
    found = words_in(said, dict.fromkeys(each for some in called.values() for each in some))
    denied = set(words_in(said, [f"{no} {each}" for each in found for no in _DENIALS]))
    plain = {each for each in found if not any(f"{no} {each}" in denied for no in _DENIALS)}
    return tuple(each for each, some in called.items() if not plain.isdisjoint(some))


def _phrases(symptom: Symptom) -> tuple[str, ...]:
    return tuple(filter(None, (symptom.says, symptom.asks, symptom.label, *symptom.aliases)))


def _may_be_said(phrase: str, plain_text: str) -> bool:
    """False for a phrase that a text does not hold as it is, and that leaves but one word: "accuracy of one"."""
    is_one_word = len(set(words_of(phrase))) == 1 and phrase.count(" ") >= FEWEST
    return not is_one_word or _is_turned(phrase) or _spaced(phrase) in plain_text


def _spaced(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.lower())
    return f" {' '.join(words)} "


def _is_turned(text: str) -> bool:
    return bool(_TURNS_ROUND.search(text))


def _denied(text: str, stem: Mapping[str, str]) -> frozenset[str]:
    parts = _TURNS_ROUND.split(text)[1:]
    return frozenset(stem[word] for part in parts for word in words_of(part)[:1])


def _turn(phrase: str) -> bool | None:
    """Give whether a phrase turns itself round; None, which no sentence is, where a number in it decides."""
    return None if _NUMBER.search(phrase) else _is_turned(phrase)


def _weights(words: Sequence[frozenset[str]]) -> dict[str, float]:
    count = Counter(word for each in words for word in each)
    return {word: math.log(1 + len(words) / found) for word, found in count.items()}


def _nearness(
    sentence: _Said,
    phrase: tuple[frozenset[str], bool | None],
    weight: dict[str, float],
) -> tuple[float, bool]:
    common = sentence.stems & phrase[0]
    shared, said, whole = (
        math.fsum(weight.get(word, 0.0) for word in words) for words in (common, sentence.stems, phrase[0])
    )
    share = shared / whole
    is_plain = (
        share >= PLAINLY and len(common) >= min(FEWEST, len(phrase[0])) and sentence.is_turned == phrase[1]
    )
    if (
        len(phrase[0]) == 1 and phrase[1]
    ):  # "never learns" is not said by "a lower learning rate did not help"
        is_plain = is_plain and common <= sentence.denied
    return max(share, shared / math.sqrt(said * whole)), is_plain
