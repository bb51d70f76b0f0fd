"""Which way round a text compares training with what was held out: "validation is worse than training"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.own_words.clauses import denial_before
from coach.session.recognising import Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.own_words.clauses import Clause, Told
    from coach.session.failure_mode import Symptom

HELD_OUT_WORSE, HELD_OUT_BETTER, PLAYS_WORSE = (
    "validation-far-worse",
    "held-out-better",
    "evaluation-below-training",
)
COMPARISONS = frozenset({HELD_OUT_WORSE, HELD_OUT_BETTER, PLAYS_WORSE})
"""Symptoms of which a comparison tells one, and so not the others."""
_HELD_OUT = "validation val valid test testing heldout dev evaluation eval"
_TRAINING = "training train"
_PLAYS = "return returns reward rewards episode episodes playback"
_COSTS = "loss losses error errors perplexity mse rmse"
_HIGHER = "higher above greater larger over exceeds"
_LOWER = "lower below smaller less under"
_SLIGHT = {("slightly",), ("marginally",), ("barely",), ("a", "bit"), ("a", "little"), ("a", "tad")}
WORDS = (_HELD_OUT, _TRAINING, _PLAYS, _COSTS, _HIGHER, _LOWER, "better", "worse")
"""Words that this rule looks for."""


def compared(told: Told, symptoms: Sequence[Symptom]) -> Iterator[Read]:
    """Give what a comparison of training with held-out data says: one, a word for more or less, the other."""
    known = {each.id for each in symptoms}
    for clause in told.clauses:
        found = _worse_or_better(told, clause)
        if found in known and not clause.is_doubtful:
            yield Read(found, is_there=True, quote=clause.quote)


def _worse_or_better(told: Told, clause: Clause) -> str:
    words = {
        kind: told.kinds[some]
        for kind, some in (("held", _HELD_OUT), ("train", _TRAINING), ("high", _HIGHER), ("low", _LOWER))
    }
    held, train = (_first(clause.stems, words[kind]) for kind in ("held", "train"))
    if held < 0 or train < 0:
        return ""
    first, second = sorted((held, train))
    better, worse = told.kinds["better"], told.kinds["worse"]
    between = range(first + 1, second)
    said = next(
        (at for at in between if clause.stems[at] in better | worse | words["high"] | words["low"]), -1
    )
    if said < 0 or denial_before(clause.words, said) >= 0 or _is_slight(clause.words[:said]):
        return ""
    is_cost = not told.kinds[_COSTS].isdisjoint(clause.stems)
    stem = clause.stems[said]
    first_is_better = stem in better or (stem in (words["low"] if is_cost else words["high"]))
    if first_is_better == (first == held):
        return HELD_OUT_BETTER
    return HELD_OUT_WORSE if told.kinds[_PLAYS].isdisjoint(clause.stems) else PLAYS_WORSE


def _is_slight(before: Sequence[str]) -> bool:
    """True where a comparison is said to be of a little: "slightly higher", "a bit worse"."""
    return before[-1:] in _SLIGHT or before[-2:] in _SLIGHT


def _first(stems: Sequence[str], wanted: frozenset[str]) -> int:
    return next((at for at, each in enumerate(stems) if each in wanted), -1)
