"""What a playbook refers to must exist: in itself or in the playbooks it builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.fault import Fault, meant
from coach.playbook.own_checks import faults_of_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from coach.playbook.fault import Path
    from coach.playbook.schema import PlaybookContent
    from coach.session.catalogue import Catalogue

    Named = Iterator[tuple[Path, str]]
    """Ids or source keys that a playbook refers to, and where it does."""


def faults_of_references(
    content: PlaybookContent, inherited: Catalogue, inherited_sources: Collection[str]
) -> Iterator[Fault]:
    """Give a fault for every id or source key that leads nowhere, and for added rows that do not fit.

    Args:
        content: the playbook.
        inherited: what the playbooks it builds on offer.
        inherited_sources: the keys of their sources.
    """
    omitted = content.leaves_out
    old_modes = {mode.id for mode in inherited.failure_modes}
    kept_modes = old_modes - set(omitted.failure_modes)
    old_experiments = {experiment.id for experiment in inherited.experiments}
    symptoms = {*inherited.symptoms, *content.symptoms}
    for named, kind, known in (
        (_omitted("failure_modes", omitted.failure_modes), "an inherited failure mode", old_modes),
        (_omitted("experiments", omitted.experiments), "an inherited experiment", old_experiments),
        (_omitted("symptoms", omitted.symptoms), "an inherited symptom", set(inherited.symptoms)),
        (((("adapts", each), each) for each in content.adapts), "an inherited failure mode", kept_modes),
        (_symptoms(content), "a symptom", symptoms),
        (_classes(content), "a symptom class", {*inherited.symptom_classes, *content.symptom_classes}),
        (_rows(content), "a failure mode", {*kept_modes, *content.failure_modes}),
        (
            ((("adds_rows", each), each) for each in content.adds_rows),
            "an inherited experiment",
            old_experiments,
        ),
        (_cited(content), "a source", {*content.sources, *inherited_sources}),
    ):
        for path, word in named:
            if word not in known:
                yield Fault(path, f"{word!r} is not {kind} that is known here", meant(word, known))
    yield from _faults_of_added_rows(content, inherited)


def _faults_of_added_rows(content: PlaybookContent, inherited: Catalogue) -> Iterator[Fault]:
    for experiment in inherited.experiments:
        for mode_id, row in content.adds_rows.get(experiment.id, {}).items():
            yield from faults_of_row(row, len(experiment.outcomes), ("adds_rows", experiment.id, mode_id))


def _omitted(kind: str, words: tuple[str, ...]) -> Named:
    return ((("leaves_out", kind, index), word) for index, word in enumerate(words))


def _symptoms(content: PlaybookContent) -> Named:
    for mode_id, mode in content.failure_modes.items():
        yield from ((("failure_modes", mode_id, "symptoms", each), each) for each in mode.symptoms)
    for mode_id, adaptation in content.adapts.items():
        yield from ((("adapts", mode_id, "symptoms", each), each) for each in adaptation.symptoms)


def _classes(content: PlaybookContent) -> Named:
    for mode_id, mode in content.failure_modes.items():
        yield from ((("failure_modes", mode_id, "classes", i), each) for i, each in enumerate(mode.classes))


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
