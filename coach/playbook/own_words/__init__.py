"""What a person's sentences say beside their words: what is denied, which way round, what heals it, what changed last.

Each reading is of one clause and keeps it, so that it can be shown beside what was read. Nothing is learned; what no
rule reads is left to the words. A reading is a proposal: the command line and the walk show it, and it can be taken
back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.own_words import comparisons, denials, last_change
from coach.playbook.own_words.clauses import clauses_of, first_of_each
from coach.playbook.own_words.conditions import conditions
from coach.playbook.own_words.figures import told_in_figures
from coach.playbook.own_words.rhythm import told_as_rhythm
from coach.session.recognising import Read, Spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.session.failure_mode import Symptom


def read(text: str, symptoms: Iterable[Symptom]) -> tuple[Read, ...]:
    """Give what a text says plainly of symptoms, contrasts and what changed last, in the order in which it says so.

    Where two clauses say the opposite of one thing, nothing is read of it.

    Args:
        text: what somebody wrote.
        symptoms: everything that may be spoken of.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    if not text.strip():
        return ()
    known = tuple(symptoms)
    told = clauses_of(text, known, (*denials.WORDS, *comparisons.WORDS, *last_change.WORDS))
    found = (
        *denials.denied(told, known),
        *comparisons.compared(told, known),
        *conditions(told, known),
        *last_change.last_change(told, known),
        *told_in_figures(text, told, known),
        *told_as_rhythm(text, told, known),
    )
    return first_of_each(found)


def told_plainly(
    spoken: Sequence[Spoken], readings: Sequence[Read], symptoms: Iterable[Symptom]
) -> tuple[Spoken, ...]:
    """Give the symptoms that a text speaks of, with what was read of them: a reading knows which way round it is meant.

    What is denied, and the other comparisons of training with held-out data beside the one that was read, are spoken of
    and not said plainly.
    """
    kinds = {each.id: each.kind for each in symptoms}
    there = {each.symptom for each in readings if each.is_there and kinds.get(each.symptom) == "symptom"}
    not_plain = {each.symptom for each in readings if not each.is_there}
    if there & comparisons.COMPARISONS:
        not_plain |= comparisons.COMPARISONS - there
    made = [Spoken(each, 1.0, is_plain=True) for each in sorted(there)]
    made += [
        each._replace(is_plain=each.is_plain and each.symptom not in not_plain)
        for each in spoken
        if each.symptom not in there
    ]
    return tuple(sorted(made, key=lambda each: (not each.is_plain, -each.nearness, each.symptom)))
