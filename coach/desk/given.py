"""What somebody gave to `coach triage`, in the words of its options, and which symptoms of the playbooks that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.errors import UsageError
from coach.session.failure_mode import changed_id, fact_group, fact_id
from coach.session.symptom_ids import current_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import Kind, Symptom

NOTHING = "nothing"
"""The change that is none."""
_KINDS = frozenset({"contrast", "changed", "fact"})


class Given(NamedTuple):
    """What was given, as it was written: ids or words of the playbooks.

    Attributes:
        text: what they see, in their own words.
        logs: log folders and files.
        classes: symptom classes.
        seen, not_seen: symptoms.
        goes_away_with, stays_with: contrasts that were tried.
        changed: what changed last.
        facts: of the set-up, `FACT=OPTION` each.
        packs: playbooks to consult; none where nobody chose.
    """

    text: str = ""
    logs: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()
    goes_away_with: tuple[str, ...] = ()
    stays_with: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()


class Known(NamedTuple):
    """What was given, as ids: symptoms of every kind that are there, those that are not, and symptom classes."""

    seen: tuple[str, ...]
    not_seen: tuple[str, ...]
    classes: tuple[str, ...]


def known(given: Given, catalogues: Sequence[Catalogue]) -> Known:
    """Give what was given as the ids that the playbooks know.

    Raises:
        UsageError: they do not know something, or one thing belies another; the hint names what was probably meant.
    """
    symptoms = {key: each for catalogue in catalogues for key, each in catalogue.symptoms.items()}
    classes = {key: text for catalogue in catalogues for key, text in catalogue.symptom_classes.items()}
    changed = _all("change", given.changed, _of_kind("changed", symptoms))
    if changed_id(NOTHING) in changed and len(changed) > 1:
        raise UsageError("nothing changed, and something did", hint="Take one of them away.")
    of_symptoms = _of_kind("symptom", symptoms)
    contrasts = _of_kind("contrast", symptoms)
    seen = (
        *_all("symptom", given.seen, of_symptoms),
        *_all("contrast", given.goes_away_with, contrasts),
        *changed,
        *_facts(given.facts, symptoms),
    )
    not_seen = (
        *_all("symptom", given.not_seen, of_symptoms),
        *_all("contrast", given.stays_with, contrasts),
    )
    if both := sorted({*seen} & {*not_seen}):
        raise UsageError(f"{_plain(both[0])!r} is there and is not", hint="Take one of the two away.")
    named = {key: (key, text) for key, text in classes.items()}
    return Known(seen, not_seen, _all("class", given.classes, named))


def _of_kind(kind: Kind, symptoms: Mapping[str, Symptom]) -> dict[str, tuple[str, str]]:
    """Give (id, what it says) of all symptoms of a kind, by the name that people write."""
    return {
        _plain(each.id): (each.id, f"{each.label} {each.says} {' '.join(each.aliases)}")
        for each in symptoms.values()
        if each.kind == kind
    }


def _plain(symptom_id: str) -> str:
    return symptom_id.rsplit(".", 1)[-1]


def _facts(facts: Iterable[str], symptoms: Mapping[str, Symptom]) -> tuple[str, ...]:
    """Give the ids of the options that hold, one a fact."""
    asked = {each.group: each.asks for each in symptoms.values() if each.kind == "fact"}
    names = {_plain(group): (_plain(group), asks) for group, asks in asked.items()}
    chosen: dict[str, str] = {}
    for each in facts:
        name, is_one, option = each.partition("=")
        fact = _one("fact", name, names, shown=each)
        options = {
            _plain(key): (_plain(key), symptom.label)
            for key, symptom in symptoms.items()
            if symptom.group == fact_group(fact)
        }
        if not is_one:
            raise UsageError(f"{each!r} does not say what holds", hint=f"{fact}={'|'.join(options)}")
        found = _one("fact", option, options, shown=each)
        if chosen.setdefault(fact, found) != found:
            raise UsageError(f"{fact!r} is said twice", hint=f"It is {chosen[fact]!r} or {found!r}.")
    return tuple(fact_id(fact, option) for fact, option in chosen.items())


def _all(kind: str, said: Iterable[str], names: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Give the ids of what was said, by id or in the words of an id.

    Args:
        kind: what it is, for messages.
        said: what was written.
        names: (id, what it says) of all there are, by the name that people write.

    Raises:
        UsageError: there is nothing of a name.
    """
    return tuple(dict.fromkeys(_one(kind, each, names) for each in said))


def _one(kind: str, said: str, names: Mapping[str, tuple[str, str]], shown: str = "") -> str:
    spellings: tuple[Callable[[str], str], ...] = (str.strip, current_id, _without_kind, _as_id)
    name = said
    for spelling in spellings:
        name = spelling(name)
        if name in names:
            return names[name][0]
    raise UsageError(f"there is no {kind} {(shown or said)!r} in the playbooks", hint=_nearest(said, names))


def _without_kind(symptom_id: str) -> str:
    """Give the name that people write for an id such as `contrast.fp32`."""
    kind, is_one, name = symptom_id.partition(".")
    return name if is_one and kind in _KINDS else symptom_id


def _as_id(words: str) -> str:
    return "-".join(words.lower().replace("_", " ").replace("-", " ").split())


def _nearest(said: str, names: Mapping[str, tuple[str, str]]) -> str:
    """Give the name that was probably meant: the one spelt most like it, or else the one whose words are the same."""
    from coach.playbook.fault import meant  # noqa: PLC0415 - only a mistake needs it
    from coach.playbook.words import nearest_in_words  # noqa: PLC0415 - as above

    hint = meant(_as_id(said), names)
    found = (
        None if hint.startswith("Did") else nearest_in_words(said, {key: of[1] for key, of in names.items()})
    )
    return f"Did you mean {found!r}?" if found else hint
