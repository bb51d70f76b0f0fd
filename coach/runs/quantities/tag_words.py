"""A tag cut into the words it is made of, each in the one spelling the rules know."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from coach.runs.quantities.chinese import in_english
from coach.runs.quantities.word_files import load_list

_PARTS = re.compile(r"[/|:\\>]+")
_IN_ONE = re.compile(r"mIoU|mIOU|aAcc|mAcc|mDice|F1|AUROC|BLEU")  # written with a hump, and one word
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PER_SECOND = re.compile(
    r"\b(its?|iters?|steps?|samples?|tok(?:en)?s?|words?|rays?|frames?|images?|imgs?|episodes?|batches|updates)"
    r"\s*/\s*(?:s|secs?|seconds?)\b",
    re.IGNORECASE,
)
_SECONDS_PER = re.compile(
    r"\b(?:m?s|secs?|seconds?)\s*/\s*(its?|iters?|iterations?|steps?|batch|epochs?|updates?)\b", re.IGNORECASE
)
_AGAINST = re.compile(
    r"(?<=[A-Za-z0-9])[\s_\-/.]+(?:by|vs|over)[\s_\-]+(?:(?:env|global|time|train)[\s_\-]*)?"
    r"(?:episodes?|steps?|timesteps?|frames?|samples?|epochs?|iterations?|iters?|updates?|time)$",
    re.IGNORECASE,
)
"""What a curve is drawn against, behind its name: `score_by_episode`."""
_OUTER = re.compile(r"^(?:[Ss]tep|[Tt]ask)_\d+-(?=[A-Za-z])")
"""Which of several steps of adaptation or tasks a curve is of: `Step_1-AverageReturn`."""
_RECALL_AT = re.compile(r"(?<![A-Za-z])R@")
_CROSS_VALIDATED = re.compile(r"^cv(?=[_\-./\s]+[A-Za-z])", re.IGNORECASE)
"""In front of a name; behind one `cv` is the coefficient of variation."""
_RUN_ON = re.compile(r"[A-Za-z0-9]+")
_WORD = re.compile(r"[a-z]+\d*|\d+")
_SAYS_NOTHING = frozenset(["s", "ms", "gb", "gib", "mb", "mib", "kb", "b", "in", "of", "the", "a", "at", "x"])
_LETTERS_WITH_NUMBERS = "qv"  # twin critics; any other letter with a number is a name of somebody's
_SHORTEST = 3
_MOST_JOINED = 4


class _Vocabulary(NamedTuple):
    phrases: tuple[tuple[str, str], ...]
    names: dict[str, str]
    spellings: frozenset[str]


@cache
def words_of(tag: str) -> tuple[tuple[str, ...], ...]:
    """Give the words between each two slashes of a tag, as the rules spell them; words nobody knows as they are.

    A tag is cut at slashes, dots, underscores, blanks, humps and digits; known words run together are taken apart.
    """
    spelt = _PER_SECOND.sub(r"\1 per second", _AGAINST.sub("", _OUTER.sub("", in_english(tag))))
    spelt = _SECONDS_PER.sub(r"seconds per \1", spelt)
    spelt = spelt.replace("mAP", " average precision ")
    spelt = _IN_ONE.sub(lambda found: f" {found.group().lower()} ", spelt)
    spelt = spelt.replace("\N{GREEK SMALL LETTER EPSILON}", " epsilon ")
    spelt = _CROSS_VALIDATED.sub("eval ", spelt)
    spelt = _RECALL_AT.sub("recall at ", spelt).replace("@", " at ")
    parts = (_words(part) for part in _PARTS.split(spelt))
    return tuple(part for part in parts if part)


def _words(part: str) -> tuple[str, ...]:
    known = _vocabulary()
    found = [word for run_on in _RUN_ON.findall(part) for word in _apart_at_humps(run_on)]
    text = f" {' '.join(found)} "
    for name, phrase in known.phrases:
        text = text.replace(f" {phrase} ", f" {name} ")
    telling = (word for word in text.split() if word not in _SAYS_NOTHING and not word.isdecimal())
    return tuple(known.names.get(word, word) for word in telling)


def _apart_at_humps(run_on: str) -> list[str]:
    """Give the words of letters and digits without a gap: known ones whatever their case, or else cut at the humps."""
    known = _split(run_on.lower(), _MOST_JOINED)
    if known is not None:
        return list(known)
    return [word for each in _WORD.findall(_HUMP.sub(" ", run_on).lower()) for word in _apart(each)]


def _apart(word: str) -> tuple[str, ...]:
    """Give a word without its number, words run together apart; a word nobody knows stays as it is."""
    bare = word.rstrip("0123456789") or word
    if len(bare) == 1 and bare not in _LETTERS_WITH_NUMBERS:
        return (word,)
    for spelt in (word, bare):
        if spelt in _vocabulary().spellings:
            return (spelt,)
    return _split(bare, _MOST_JOINED) or (bare,)


def _split(word: str, most: int) -> tuple[str, ...] | None:
    """Give the known words of three letters and more that a word is made of; None where it is not."""
    known = _vocabulary().spellings
    if word in known and len(word) >= _SHORTEST:
        return (word,)
    for end in range(len(word) - _SHORTEST, _SHORTEST - 1, -1) if most > 1 else ():
        if word[:end] in known and (rest := _split(word[end:], most - 1)) is not None:
            return (word[:end], *rest)
    return None


@cache
def _vocabulary() -> _Vocabulary:
    data = load_list("words.yaml")
    names = {spelling: name for name, spellings in data["words"].items() for spelling in spellings}
    phrases = tuple((name, phrase) for name, phrase in data["phrases"])
    inside = {word for _, phrase in phrases for word in phrase.split()}
    return _Vocabulary(phrases, names, frozenset(names) | inside)
