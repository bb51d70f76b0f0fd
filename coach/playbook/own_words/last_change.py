"""What changed last, where a text tells: "since we upgraded", "after switching to bf16"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from coach.playbook.own_words.clauses import places_of
from coach.session.failure_mode import changed_id
from coach.session.recognising import Read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.own_words.clauses import Clause, Told
    from coach.session.failure_mode import Symptom

_ANY_CHANGE = (
    "changed changing updated update updating switched switching moved moving added adding replaced replacing"
)
_CHANGE = (
    f"{_ANY_CHANGE} upgraded upgrading upgrade migrated enabled enabling increased increasing decreased doubled"
    " doubling halved raised lowered refactored refactoring rewrote resumed resuming resume restarted restarting"
    " started loading loaded reloading restored continued continuing new bumped merged"
)
_SINCE = frozenset({"since", "after", "until", "before"})
_OURS = frozenset({"we", "i"})
_ITS = frozenset({"the", "our", "my", "a"})
_ALL_THE_SAME = frozenset({"no", "not", "nothing", "never", "any"})
_USED_TO = "used works worked"
_FAILS_NOW = "breaks broke broken fails"
WORDS = (_CHANGE, _ANY_CHANGE, _USED_TO, _FAILS_NOW, "change")
"""Words that this rule looks for."""
NOTHING = changed_id("nothing")


def last_change(told: Told, symptoms: Sequence[Symptom]) -> Iterator[Read]:
    """Give what changed last.

    A clause tells it that says when it began, or what its writer did, with a word for changing and one of the change's
    `aliases`. What was tried against the trouble is no change: it made no difference, or it helped.
    """
    changes = {each.id: each for each in symptoms if each.kind == "changed"}
    for sentence in dict.fromkeys(each.sentence for each in told.clauses):
        clauses = [each for each in told.clauses if each.sentence == sentence]
        if any(each.is_doubtful for each in clauses):
            continue
        for clause in clauses:
            if NOTHING in changes and _says_nothing_changed(told, clause):
                yield Read(NOTHING, is_there=True, quote=clause.quote)
            elif found := _changed(told, clause, clauses, changes):
                yield Read(found, is_there=True, quote=clause.quote)


def _says_nothing_changed(told: Told, clause: Clause) -> bool:
    at = next((at for at, stem in enumerate(clause.stems) if stem in told.kinds["change"]), 0)
    return "nothing" in clause.words[:at]


def _changed(
    told: Told,
    clause: Clause,
    clauses: Sequence[Clause],
    changes: dict[str, Symptom],
) -> str:
    verbs, any_change = told.kinds[_CHANGE], told.kinds[_ANY_CHANGE]
    since = next((at for at, each in enumerate(clause.words) if each in _SINCE), -1)
    ours = next((at for at, each in enumerate(clause.words) if each in _OURS), -1)
    new = next(
        (at for at, pair in enumerate(pairwise(clause.words)) if pair[1] == "new" and pair[0] in _ITS), -1
    )
    begins = next((at for at in (since, ours if clause.verdict != "good" else -1, new) if at >= 0), -1)
    if clause.verdict == "same" or begins < 0:
        return _two_versions(told, clauses, changes) if clause is clauses[0] else ""
    verb = next((at for at in range(begins, len(clause.stems)) if clause.stems[at] in verbs), -1)
    if verb < 0 or not _ALL_THE_SAME.isdisjoint(clause.words[begins:verb]):
        return ""
    named = _named(told, clause, changes, begins)
    if len(named) > 1 and named[0][0] == verb and clause.stems[verb] in any_change:
        named = named[1:]
    return named[0][1] if named else ""


def _named(told: Told, clause: Clause, changes: dict[str, Symptom], begins: int) -> list[tuple[int, str]]:
    """Give where each change is named, the first one first; of two at one place the one in more words."""
    found: dict[int, tuple[int, str]] = {}
    for each in changes.values():
        for phrase in each.aliases:
            stems = told.phrases[phrase]
            for at in places_of(stems, clause.stems):
                if at >= begins and found.get(at, (0, ""))[0] < len(stems):
                    found[at] = (len(stems), each.id)
    return [(at, found[at][1]) for at in sorted(found)]


def _two_versions(told: Told, clauses: Sequence[Clause], changes: dict[str, Symptom]) -> str:
    """Give the change of version where one of them works and another one does not: "fine with 4.30, breaks in 4.36"."""
    version = changed_id("version")
    works, fails = told.kinds[_USED_TO], told.kinds[_FAILS_NOW]
    stems = [set(each.stems) for each in clauses]
    if (
        version not in changes
        or not any(each & works for each in stems)
        or not any(each & fails for each in stems)
    ):
        return ""
    named = [at for at, each in enumerate(clauses) if _named(told, each, {version: changes[version]}, 0)]
    return version if named and sum("several" in each.words for each in clauses) > 1 else ""
