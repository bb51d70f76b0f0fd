"""Failure modes found by the words of a text: BM25 over what a playbook says of them, words taken by their stems.

The index is SQLite's (FTS5, Porter's stemmer). Nothing is learned; that of failure modes is kept (`kept_index.py`),
others are made anew for each question.
"""

from __future__ import annotations

import math
import re
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from coach.playbook.kept_index import index_of
from coach.playbook.own_words.denials import without_denied
from coach.playbook.stems import full_text_index, one_spelling, with_names_apart
from coach.playbook.word_index import three_letters

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from coach.session.failure_mode import FailureMode, Symptom

EXPECTED = 0.5
"""P(seen | failure mode) from which the words of a symptom count as words of the failure mode (editorial)."""
MOST_WORDS = 400
"""Different words of a text that are looked up, the first ones."""
PAIR = 0.5
"""Weight of two words in a row, found as such, beside those of the words themselves."""
WEIGHTS = {
    "name": 2.0,
    "aliases": 2.0,
    "complaints": 0.5,
    "says": 1.0,
    "symptoms": 0.5,
    "cases": 0.5,
    "check": 0.5,
}
"""Weight of each part of what is said of a failure mode; of five sets tried on 98 published bugs the one with the best
log score, by little. What mends it is left out: on 65 of them the log score is better by 0.05 nats a bug without. The
weight of the complaints and `BY_THEMSELVES` are the best of four pairs on the known cases of the playbooks, each left
out, in four of five folds (tests/benchmarks/own_cases.py)."""
BY_THEMSELVES = 0.6
"""Weight of what the complaints say without all the other words of their failure modes, beside what everything says
together: 0.08 nats a case better (standard error 0.03) than a larger weight among the other parts alone."""
BY_WORDS, BY_KIN, BY_LETTERS = 0.54, 2.4, 0.5
"""Weights of the score of words, of its mean over the kin of a failure mode (`kin.py`), and of the score of letters in
threes, which finds words that other endings or spellings keep apart. Fitted in five folds of 647 known cases, each left
out, and 124 published bugs: in the folds left out the log score is better by 0.20 nats a case than with words alone,
and the true cause is among the first five in 73 % of the known cases rather than 68 %."""

_NOTHING = dict.fromkeys(WEIGHTS, "")
_WORD = re.compile(r"[^\W\d_][^\W_]*", re.UNICODE)
_IN_EVERY_TEXT = (
    "a about after again against all already also although an and any are as at be because been before being both"
    " but by can could did do does during each else even ever few for from get gets got had has have he her here him"
    " his how however i if in instead into is it its itself just like made make makes many may me more most much must"
    " my no nor not now of off on once one only or other our out over own same see seems shall she should since so"
    " some still such than that the their them then there these they this those though through thus to too under"
    " until up upon us use used uses using very was we were what whatever when where whether which while who whose"
    " why will with within without would yet you your"
    " minute minutes second seconds week weeks"
    " s t m re ve ll ain aren couldn didn doesn don hadn hasn haven isn shouldn wasn weren won wouldn"  # isn't, I'm
)
_EMPTY = frozenset(_IN_EVERY_TEXT.split())


class Shared(NamedTuple):
    """What a text and a failure mode have in common.

    Attributes:
        score: BM25 over the square root of the text's number of words, so that long texts do not drown the rest.
        words: the text's words that were found, those that say most first.
    """

    score: float
    words: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Give the words of a text in order, lower-case, without numbers and without those that any text may hold.

    >>> words_of("The loss is NaN after 300 steps")
    ['loss', 'nan', 'steps']
    """
    return [word for word in _WORD.findall(text.lower()) if word not in _EMPTY]


def shared_words(
    text: str, modes: Iterable[FailureMode], symptoms: Mapping[str, Symptom]
) -> dict[str, Shared]:
    """Give what a text has in common with each failure mode, by its id; those without a common word are left out.

    Troubles that the text denies have nothing in common with it.

    Args:
        text: what somebody says of a run.
        modes: the failure modes.
        symptoms: what their likelihoods speak of, by symptom id.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    text = without_denied(text)
    with index_of([(mode.id, texts_of(mode, symptoms)) for mode in modes], WEIGHTS, words_of) as index:
        told = _told(text, index.said)
        for mode_id, scores in _told(text, index.put).items():
            of_all = told.setdefault(mode_id, {})
            for word, score in scores.items():
                of_all[word] = of_all.get(word, 0.0) + BY_THEMSELVES * score
        shared = _shared(text, told)
        of_kin = index.of_kin({mode_id: each.score for mode_id, each in shared.items()})
        by_letters = index.letters(text)
    groups = math.sqrt(max(len(three_letters(text)), 1))
    return {
        mode_id: each._replace(
            score=BY_WORDS * each.score
            + BY_KIN * of_kin.get(mode_id, 0.0)
            + BY_LETTERS * by_letters.get(mode_id, 0.0) / groups
        )
        for mode_id, each in shared.items()
    }


def ranked(text: str, rows: Sequence[tuple[str, Mapping[str, str]]]) -> dict[str, Shared]:
    """Give what a text has in common with each of several texts, by id; those without a common word are left out.

    Args:
        text: what is looked for.
        rows: an id each, and its texts by the parts of `WEIGHTS`, all of them.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    with closing(_index(rows)) as index:
        return _shared(text, _told(text, lambda phrase: _found(index, phrase)))


def _told(text: str, found: Callable[[str], list[tuple[str, float]]]) -> dict[str, dict[str, float]]:
    """Give what each word of a text, and two in a row, say for each of several texts, by its id."""
    told: dict[str, dict[str, float]] = {}
    for words, weight in ((_single(text), 1.0), (_pairs(text), PAIR)):
        for word in words:
            for name, score in found(word):
                told.setdefault(name, {})[word] = weight * score
    return told


def _single(text: str) -> list[str]:
    """Give the words of a text, those that code joins to a name both apart and as they are."""
    return list(dict.fromkeys((*words_of(with_names_apart(text)), *words_of(text))))[:MOST_WORDS]


def _pairs(text: str) -> list[str]:
    apart = words_of(with_names_apart(text))
    return list(dict.fromkeys(f"{one} {two}" for one, two in pairwise(apart)))[:MOST_WORDS]


def _shared(text: str, told: Mapping[str, Mapping[str, float]]) -> dict[str, Shared]:
    length = math.sqrt(max(len(_single(text)), 1))
    return {
        found: Shared(math.fsum(scores.values()) / length, _best_first(scores))
        for found, scores in told.items()
    }


def _best_first(scores: Mapping[str, float]) -> tuple[str, ...]:
    single = [word for word in scores if " " not in word]
    return tuple(sorted(single, key=lambda word: (-scores[word], word)))


def nearest_in_words(text: str, said: Mapping[str, str]) -> str | None:
    """Give the key of the text that has most words in common with another; None where none has any.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    found = ranked(text, [(key, {**_NOTHING, "says": each}) for key, each in said.items()])
    return max(found, key=lambda key: found[key].score, default=None)


def words_in(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """Give which of some words, or several words in a row, a text holds, compared by their stems.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    with closing(_index([("text", {**_NOTHING, "says": text})])) as index:
        return tuple(each for each in words if _found(index, each))


def texts_of(mode: FailureMode, symptoms: Mapping[str, Symptom]) -> dict[str, str]:
    """Give what a playbook says of a failure mode, by the parts of `WEIGHTS`."""
    # What cures it and what changed last read alike for half the failure modes, and would drown their own words.
    expected = [
        symptoms[each]
        for each, p in mode.symptoms.items()
        if p >= EXPECTED and each in symptoms and symptoms[each].kind == "symptom"
    ]
    return {
        "name": mode.name,
        "aliases": ". ".join(mode.aliases),
        "complaints": ". ".join(mode.complaints),
        "says": mode.says,
        "symptoms": " ".join(f"{each.says} {each.asks}" for each in expected),
        "cases": " ".join(f"{each.says} {each.cause}" for each in mode.cases),
        "check": mode.check.says,
    }


def _index(rows: Sequence[tuple[str, Mapping[str, str]]]) -> sqlite3.Connection:
    index = full_text_index(f"id UNINDEXED, {', '.join(WEIGHTS)}")
    marks = ", ".join("?" for _ in range(len(WEIGHTS) + 1))
    index.executemany(
        f"INSERT INTO said VALUES ({marks})",  # noqa: S608 - question marks only
        [(name, *(one_spelling(texts[part]) for part in WEIGHTS)) for name, texts in rows],
    )
    return index


def _found(index: sqlite3.Connection, phrase: str) -> list[tuple[str, float]]:
    weights = ", ".join(f"{weight:g}" for weight in WEIGHTS.values())
    rows = index.execute(
        f"SELECT id, bm25(said, 0, {weights}) FROM said WHERE said MATCH ?",  # noqa: S608 - numbers only
        (f'"{one_spelling(phrase)}"',),
    )
    return [(str(name), -float(score)) for name, score in rows]
