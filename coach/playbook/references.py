"""What a playbook refers to must exist: in itself or in the playbooks it builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.evidence import names_of
from coach.playbook.fault import Fault, meant
from coach.playbook.own_checks import faults_of_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from coach.playbook.fault import Path
    from coach.playbook.schema import AdaptationEntry, FailureModeEntry, PlaybookContent
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import Kind

    Named = Iterator[tuple[Path, str]]
    """Ids or source keys that a playbook refers to, and where it does."""

SPOKEN_OF = {
    "symptoms": "a symptom",
    "contrasts": "a contrast",
    "changes": "a change",
    "facts": "a fact",
    "classes": "a symptom class",
}
"""What a failure mode has likelihoods of, by the key in a file."""
OMITTED = {
    "failure_modes": "failure mode",
    "experiments": "experiment",
    "symptoms": "symptom",
    "contrasts": "contrast",
    "changes": "change",
    "facts": "fact",
}
"""What a playbook may leave out, by the key in a file."""


def faults_of_references(
    content: PlaybookContent, inherited: Catalogue, inherited_sources: Collection[str]
) -> Iterator[Fault]:
    """Give a fault for every id or source key that leads nowhere, and for added rows that do not fit.

    Args:
        content: the playbook.
        inherited: what the playbooks it builds on offer.
        inherited_sources: the keys of their sources.
    """
    known = _known(content, inherited)
    own_and_inherited = {*content.sources, *inherited_sources}
    for named, kind, ids in (
        *_inherited_names(content, inherited, known),
        (_called(content), "a symptom class", known["classes"]),
        *((_said(key, content), kind, known[key]) for key, kind in SPOKEN_OF.items()),
        (_columns(content), "a symptom", known["symptoms"]),
        (_modes_of_columns(content), "a failure mode", known["failure_modes"]),
        (_mistaken(content), "a failure mode", known["failure_modes"]),
        (_rows(content), "a failure mode", known["failure_modes"]),
        (_cited(content), "a source", own_and_inherited),
    ):
        for path, word in named:
            if word not in ids:
                yield Fault(path, f"{word!r} is not {kind} that is known here", meant(word, ids))
    yield from _faults_of_options(content, inherited)
    yield from _faults_of_added_rows(content, inherited)


def _known(content: PlaybookContent, inherited: Catalogue) -> dict[str, set[str]]:
    """Give the ids that a playbook may speak of, its own and those that it inherits and keeps, by section."""
    old = _old(inherited)
    old["failure_modes"] -= set(content.leaves_out.failure_modes)
    known = {key: ids | getattr(content, key).keys() for key, ids in old.items()}
    return {**known, "classes": {*inherited.symptom_classes, *content.symptom_classes}}


def _old(inherited: Catalogue) -> dict[str, set[str]]:
    kinds: tuple[tuple[str, Kind], ...] = (
        ("symptoms", "symptom"),
        ("contrasts", "contrast"),
        ("changes", "changed"),
        ("facts", "fact"),
    )
    return {
        "failure_modes": {mode.id for mode in inherited.failure_modes},
        "experiments": {experiment.id for experiment in inherited.experiments},
        **{section: names_of(kind, inherited.symptoms.values()) for section, kind in kinds},
    }


def _inherited_names(
    content: PlaybookContent, inherited: Catalogue, known: Mapping[str, set[str]]
) -> Iterator[tuple[Named, str, set[str]]]:
    old = _old(inherited)
    for section, kind in OMITTED.items():
        yield _omitted(section, getattr(content.leaves_out, section)), f"an inherited {kind}", old[section]
    kept = old["failure_modes"] & known["failure_modes"]
    yield ((("adapts", each), each) for each in content.adapts), "an inherited failure mode", kept
    added = ((("adds_rows", each), each) for each in content.adds_rows)
    yield added, "an inherited experiment", old["experiments"]


def _faults_of_added_rows(content: PlaybookContent, inherited: Catalogue) -> Iterator[Fault]:
    for experiment in inherited.experiments:
        for mode_id, row in content.adds_rows.get(experiment.id, {}).items():
            yield from faults_of_row(row, len(experiment.outcomes), ("adds_rows", experiment.id, mode_id))


def _called(content: PlaybookContent) -> Named:
    return ((("class_words", each), each) for each in content.class_words)


def _columns(content: PlaybookContent) -> Named:
    return ((("seen_under", each), each) for each in content.seen_under)


def _modes_of_columns(content: PlaybookContent) -> Named:
    return (
        (("seen_under", each, mode), mode) for each, column in content.seen_under.items() for mode in column
    )


def _omitted(kind: str, words: tuple[str, ...]) -> Named:
    return ((("leaves_out", kind, index), word) for index, word in enumerate(words))


def _speaking(content: PlaybookContent) -> Iterator[tuple[Path, FailureModeEntry | AdaptationEntry]]:
    yield from ((("failure_modes", each), mode) for each, mode in content.failure_modes.items())
    yield from ((("adapts", each), adaptation) for each, adaptation in content.adapts.items())


def _said(key: str, content: PlaybookContent) -> Named:
    for path, entry in _speaking(content):
        yield from (((*path, key, each), each) for each in getattr(entry, key))


def _mistaken(content: PlaybookContent) -> Named:
    for mode_id, mode in content.failure_modes.items():
        at = ("failure_modes", mode_id, "check", "mistaken_for")
        yield from (((*at, each), each) for each in mode.check.mistaken_for)
    for mode_id, adaptation in content.adapts.items():
        yield from ((("adapts", mode_id, "mistaken_for", each), each) for each in adaptation.mistaken_for)


def _faults_of_options(content: PlaybookContent, inherited: Catalogue) -> Iterator[Fault]:
    options = {fact: set(entry.options) for fact, entry in content.facts.items()}
    for each in inherited.symptoms.values():
        if each.kind == "fact":
            _, fact, option = each.id.split(".")
            if fact not in content.facts:
                options.setdefault(fact, set()).add(option)
    for path, entry in _speaking(content):
        for fact, stated in entry.facts.items():
            for option in stated.keys() - options.get(fact, stated.keys()):
                said = f"{option!r} is not an option of the fact {fact!r}"
                yield Fault((*path, "facts", fact, option), said, meant(option, options[fact]))


def _rows(content: PlaybookContent) -> Named:
    for experiment_id, experiment in content.experiments.items():
        at = ("experiments", experiment_id, "likelihood")
        yield from (((*at, mode_id), mode_id) for mode_id in experiment.likelihood)
    for experiment_id, rows in content.adds_rows.items():
        yield from ((("adds_rows", experiment_id, mode_id), mode_id) for mode_id in rows)


def _cited(content: PlaybookContent) -> Named:
    for mode_id, mode in content.failure_modes.items():
        yield from ((("failure_modes", mode_id, "sources", i), key) for i, key in enumerate(mode.sources))
        if mode.prior.source:
            yield ("failure_modes", mode_id, "prior", "source"), mode.prior.source
    for mode_id, adaptation in content.adapts.items():
        if adaptation.prior is not None and adaptation.prior.source:
            yield ("adapts", mode_id, "prior", "source"), adaptation.prior.source
    for experiment_id, experiment in content.experiments.items():
        at = ("experiments", experiment_id, "sources")
        yield from (((*at, index), key) for index, key in enumerate(experiment.sources))
    for index, prompt in enumerate(content.prompts):
        if prompt.source:
            yield ("prompts", index, "source"), prompt.source
