"""Contrasts that a text tells: "works with one GPU but not with two", "only in fp16", "no difference in fp32"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from coach.playbook.own_words.clauses import is_elliptic, is_turned_off, places_of
from coach.session.recognising import Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.own_words.clauses import Clause, Told
    from coach.session.failure_mode import Symptom

_STILL = frozenset({"even", "also", "still", "both", "either"})
_NEAR = 4
"""Words from `only` to what it is said of, at most (editorial)."""
_MUST = frozenset({"must", "need", "needed", "have", "had"})
_ELSE = frozenset({"else", "otherwise"})


def conditions(told: Told, symptoms: Sequence[Symptom]) -> Iterator[Read]:
    """Give the contrasts with which it goes away, and those that were tried and with which it stays.

    A contrast's `aliases` name what heals, its `otherwise` what it is without: all is well with the one; or the trouble
    comes only with the other.
    """
    contrasts = [each for each in symptoms if each.kind == "contrast"]
    clauses = [None, *told.clauses]
    for before, clause in pairwise(clauses):
        if clause is None or clause.is_doubtful:
            continue
        for each in contrasts:
            found = _read(told, before, clause, each)
            if found is not None:
                yield Read(each.id, found, clause.quote)


def _read(told: Told, before: Clause | None, clause: Clause, contrast: Symptom) -> bool | None:
    heals = _speaks_of(told, clause, contrast.aliases, contrast.otherwise)
    harms = _speaks_of(told, clause, contrast.otherwise, contrast.aliases)
    if heals and is_elliptic(clause):
        return True if before is not None and before.verdict == "bad" else None
    if heals and not harms:
        if clause.verdict == "good":
            return True
        if clause.verdict == "same" or (clause.verdict == "bad" and _is_said_again(clause)):
            return False
        if clause.verdict == "bad" and ("until" in clause.words or _is_needed(clause)):
            return True
    if harms and not heals and clause.verdict == "bad" and _is_only_with(told, clause, contrast):
        return True
    return None


def _is_said_again(clause: Clause) -> bool:
    """True for "also with X" and "with X too"; "too large" says nothing of the kind."""
    return not _STILL.isdisjoint(clause.words) or clause.words[-1:] == ("too",)


def _is_needed(clause: Clause) -> bool:
    """True for "I have to X, else it goes wrong"."""
    return not _MUST.isdisjoint(clause.words) and not _ELSE.isdisjoint(clause.words)


def _is_only_with(told: Told, clause: Clause, contrast: Symptom) -> bool:
    """True where `only` stands just before what it is without, and not before something else of the clause."""
    places = [at for each in contrast.otherwise for at in places_of(told.phrases[each], clause.stems)]
    said = [at for at, word in enumerate(clause.words) if word == "only"]
    return any(0 < place - at <= _NEAR for place in places for at in said) or not places


def _speaks_of(told: Told, clause: Clause, these: Sequence[str], others: Sequence[str]) -> bool:
    """True where a clause names one of these in use, or one of the others as not used."""
    return any(_is_used(told, clause, each, used=True) for each in these) or any(
        _is_used(told, clause, each, used=False) for each in others
    )


def _is_used(told: Told, clause: Clause, phrase: str, *, used: bool) -> bool:
    stems = told.phrases[phrase]
    return any(is_turned_off(clause, at, len(stems)) != used for at in places_of(stems, clause.stems))
