"""Troubles that a text denies, as in "no NaN anywhere"; their words do not count as seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.own_words.clauses import DENIALS, clauses_of, denial_before, words_denying
from coach.session.recognising import Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.own_words.clauses import Clause, Told
    from coach.session.failure_mode import Symptom

_TROUBLES = (
    "nan nans inf infinite infinity crash crashes crashing error errors warning warnings exception exceptions explode"
    " explodes exploding explosion diverge diverges diverging divergence overflow overflows overfit overfits"
    " overfitting leak leaks oom deadlock deadlocks hang hangs spike spikes collapse collapses vanish vanishes"
    " vanishing leakage"
)
"""What nobody wants, so that denying it denies a trouble. To deny what one does want is a complaint, and counts."""
_ABILITIES = "overfit memorise memorize"
_BATCH = "batch sample samples example examples minibatch subset"
WORDS = (_TROUBLES, _ABILITIES, _BATCH)
"""Words that this rule looks for."""


def denied(told: Told, symptoms: Sequence[Symptom]) -> Iterator[Read]:
    """Give the symptoms that a text denies: a clause holds one of their short names, and denies the trouble in it."""
    troubles = told.kinds[_TROUBLES]
    named = [
        (each.id, frozenset(told.phrases[alias]))
        for each in symptoms
        if each.kind == "symptom"
        for alias in each.aliases
        if DENIALS.isdisjoint(alias.split())
    ]
    for clause in told.clauses:
        places = _denied_places(told, clause)
        stems = {clause.stems[at] for at in places}
        for symptom_id, alias in named:
            if stems & alias & troubles and alias <= set(clause.stems):
                yield Read(symptom_id, is_there=False, quote=clause.quote)


def without_denied(text: str) -> str:
    """Give a text's words without the troubles that it denies.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    if not words_denying(text):
        return text
    told = clauses_of(text, (), WORDS)
    gone = {clause.words[at] for clause in told.clauses for at in _denied_places(told, clause)}
    kept = {
        word
        for clause in told.clauses
        for at, word in enumerate(clause.words)
        if word in gone and at not in _denied_places(told, clause)
    }
    return " ".join(word for word in text.split() if _plain(word) not in gone - kept) if gone else text


def _plain(word: str) -> str:
    return word.strip(".,;:!?()\"'").lower()


def _denied_places(told: Told, clause: Clause) -> list[int]:
    """Give where a clause names a trouble and denies it; what should succeed, such as overfitting a batch, is none."""
    troubles, abilities, batch = map(told.kinds.__getitem__, (_TROUBLES, _ABILITIES, _BATCH))
    return [
        at
        for at, stem in enumerate(clause.stems)
        if stem in troubles
        and denial_before(clause.words, at) >= 0
        and not (stem in abilities and not batch.isdisjoint(clause.stems[at:]))
    ]
