"""A text as clauses, each a list of words by their stems, with what it says of how things go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.playbook.stems import stems_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.session.failure_mode import Symptom
    from coach.session.recognising import Read

LONGEST_TEXT = 4000
"""Characters of a text that are looked at."""
NEAR = 3
"""Words between a denial and what it denies, at most (editorial)."""

Verdict = Literal["good", "bad", "same", ""]
"""Whether a clause says that all is well, that the trouble is there, or that something made no difference to it."""

_END = re.compile(r"[.;!?\n]+(?=\s|$)")
_WORD = re.compile(r"[a-z]+[a-z0-9]*|\d+|,")
_BREAKS = frozenset({",", "but", "while", "whereas", "yet", "and", "though", "although", "however"})
_COUNTS = {
    **dict.fromkeys(("1", "one", "single"), "one"),
    **dict.fromkeys(("0", "zero"), "zero"),
    **dict.fromkeys(
        ("two", "three", "four", "six", "eight", "ten", "several", "multiple", "multi", "many"), "several"
    ),
    "lr": "learning-rate",
}
DENIALS = frozenset({"no", "not", "never", "without", "nor", "neither", "cannot", "nothing", "none"})
_TURNED_OFF = frozenset({"without", "off", "disabled", "disabling", "disable", "removing", "removed"})

_KINDS = {
    "good": "works work working worked fine ok okay normal normally trains converges converge learns correct correctly"
    " right healthy stable disappears disappear gone fixed fixes fix solves solved helps help helped cures away"
    " succeeds perfect perfectly",
    "mends": "help helped helps fix fixed fixes solve solved solves cures",
    "bad": "fails fail failing breaks break broken broke crashes crash wrong hangs hang nan inf diverges diverge"
    " explodes explode exploding blows garbage slow slower happens happen problem issue trouble persists collapses"
    " collapse spikes bug error errors grows rises stays bad vanish vanishes worse appears occurs freezes leaks leak"
    " deadlock flat stuck failed crashed hung diverged exploded collapsed happened appeared froze leaked",
    "same": "same difference identical unchanged",
    "hedge": "whether unsure wonder perhaps maybe next plan want like untested unknown",
}
_GOOD, _MENDS, _BAD, _SAME, _HEDGE = (frozenset(words.split()) for words in _KINDS.values())
_HEDGES = ("not sure", "not know", "not tried", "not yet", "will try", "could try", "should try")


class Clause(NamedTuple):
    """A part of a sentence that says one thing.

    Attributes:
        words: its words, lower-case, counts as `zero`, `one` and `several`.
        stems: their stems, in the same order.
        verdict: how things go by it.
        is_doubtful: it wonders, or speaks of what is not done yet.
        quote: as it was written.
        sentence: the place of its sentence in the text.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    verdict: Verdict
    is_doubtful: bool
    quote: str
    sentence: int


class Told(NamedTuple):
    """A text as clauses in order, and what it is held against.

    Attributes:
        clauses: what it says.
        phrases: the stems of each short phrase of the playbook, in order.
        kinds: the stems of the words that a rule looks for, by those words.
    """

    clauses: tuple[Clause, ...]
    phrases: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, frozenset[str]]


def clauses_of(text: str, symptoms: Iterable[Symptom], words: Iterable[str]) -> Told:
    """Give a text as clauses.

    A part without a verdict belongs to the part that follows, as in "with one device, it works"; the last one of a
    sentence belongs to the one before.

    Args:
        text: what somebody wrote.
        symptoms: what it is held against.
        words: words that rules look for, several in a text each.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    sentences = [(said, _words_in(said)) for said in sentences_of(text)]
    aliases = dict.fromkeys(phrase for each in symptoms for phrase in (*each.aliases, *each.otherwise))
    phrases = {each: tuple(word for word, _ in _words_in(each)) for each in aliases}
    kinds = {each: each.split() for each in words}
    stem = stems_of(
        (
            *(word for _, found in sentences for word, _ in found if word != ","),
            *(word for some in (*phrases.values(), *kinds.values()) for word in some if word != ","),
        )
    )
    made: list[Clause] = []
    for at, (said, spans) in enumerate(sentences):
        made += _joined([_clause(part, said, stem, at) for part in _parts(spans)])
    return Told(
        tuple(made),
        {each: tuple(stem[word] for word in some if word != ",") for each, some in phrases.items()},
        {each: frozenset(stem[word] for word in some) for each, some in kinds.items()},
    )


def words_denying(text: str) -> frozenset[str]:
    """Give the words of a text that deny something; nothing is looked up, so that most texts cost nothing more."""
    return DENIALS.intersection(word for said in sentences_of(text) for word, _ in _words_in(said))


def sentences_of(text: str) -> list[str]:
    """Give the sentences of a text, in order, `n't` written out."""
    text = text[:LONGEST_TEXT].replace("\u2019", "'").replace("n't", " not")
    return [each.strip() for each in _END.split(text) if each.strip()]


def _words_in(said: str) -> list[tuple[str, tuple[int, int]]]:
    """Give the words of a text with where each stands; `_` and `.` inside a name part its words."""
    found = []
    for each in _WORD.finditer(said.lower()):
        word = each.group()
        word = _COUNTS.get(word, "several" if word.isdigit() else word)
        found += [(part, each.span()) for part in word.split("-")]
    return found


def _parts(words: Sequence[tuple[str, tuple[int, int]]]) -> list[list[tuple[str, tuple[int, int]]]]:
    parts: list[list[tuple[str, tuple[int, int]]]] = [[]]
    for word, span in words:
        if word in _BREAKS:
            parts.append([])
        if word != ",":
            parts[-1].append((word, span))
    return [each for each in parts if each]


def _clause(
    part: Sequence[tuple[str, tuple[int, int]]],
    said: str,
    stem: Mapping[str, str],
    sentence: int,
) -> Clause:
    words = tuple(word for word, _ in part)
    stems = tuple(stem[word] for word in words)
    is_doubtful = not _HEDGE.isdisjoint(words) or any(each in " ".join(words) for each in _HEDGES)
    quote = said[part[0][1][0] : part[-1][1][1]]
    return Clause(words, stems, _verdict(words), is_doubtful, quote, sentence)


def _verdict(words: Sequence[str]) -> Verdict:
    """Give how things go by a clause: what is good counts most, then what made no difference, then what is bad."""
    found: Verdict = ""
    for at, each in enumerate(words):
        is_denied = denial_before(words, at) >= 0
        if each in _GOOD:
            if is_denied and each in _MENDS:
                return "same"
            found = "bad" if is_denied else "good"
        elif each in _SAME and found != "good":
            found = "same"
        elif each in _BAD and not found:
            found = "good" if is_denied else "bad"
    return found


def denial_before(words: Sequence[str], at: int) -> int:
    """Give the place of the word that denies the one at a place; -1 where none does."""
    for place in range(at - 1, max(-1, at - 1 - NEAR), -1):
        if words[place] in DENIALS:
            after = words[place + 1 : place + 2]
            return -1 if after and after[0] in ("longer", "only", "matter") else place
    return -1


def _joined(parts: Sequence[Clause]) -> list[Clause]:
    """Give clauses that each have a verdict where one of the sentence has any."""
    made: list[Clause] = []
    waiting: list[Clause] = []
    for each in parts:
        if not each.verdict and not is_elliptic(each):
            waiting.append(each)
            continue
        made.append(_together([*waiting, each]))
        waiting = []
    if waiting and made and not is_elliptic(made[-1]):
        made[-1] = _together([made[-1], *waiting])
    elif waiting:
        made.append(_together(waiting))
    return made


def is_elliptic(clause: Clause) -> bool:
    """True where a clause only denies for something else what the one before says, as "but not with two"."""
    words = [each for each in clause.words if each not in ("but", "and", "yet")]
    return not clause.verdict and len(words) > 1 and words[0] in ("not", "never")


def _together(parts: Sequence[Clause]) -> Clause:
    last = next((each for each in reversed(parts) if each.verdict), parts[-1])
    return Clause(
        tuple(word for each in parts for word in each.words),
        tuple(stem for each in parts for stem in each.stems),
        last.verdict,
        any(each.is_doubtful for each in parts),
        ", ".join(each.quote for each in parts),
        last.sentence,
    )


def places_of(phrase: Sequence[str], stems: Sequence[str]) -> list[int]:
    """Give where a phrase stands in a clause, words in a row."""
    size = len(phrase)
    if not size:
        return []
    return [at for at in range(len(stems) - size + 1) if tuple(stems[at : at + size]) == tuple(phrase)]


def is_turned_off(clause: Clause, at: int, size: int) -> bool:
    """True where a clause says that what stands at a place is not used: "without X", "X disabled"."""
    around = (*clause.words[max(0, at - 2) : at], *clause.words[at + size : at + size + 3])
    return not _TURNED_OFF.isdisjoint(around)


def first_of_each(found: Iterable[Read]) -> tuple[Read, ...]:
    """Give one reading a symptom, and none where two belie each other."""
    kept: dict[str, Read] = {}
    belied = set()
    for each in found:
        if kept.setdefault(each.symptom, each).is_there != each.is_there:
            belied.add(each.symptom)
    return tuple(each for each in kept.values() if each.symptom not in belied)
