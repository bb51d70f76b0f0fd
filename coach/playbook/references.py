"""What a playbook refers to must exist: in itself or in the playbooks it builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.playbook.fault import Fault, meant
from coach.playbook.own_checks import faults_of_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from coach.playbook.fault import Path
    from coach.playbook.schema import PlaybookContent
    from coach.session.catalogue import Catalogue


def faults_of_references(
    content: PlaybookContent, inherited: Catalogue, inherited_sources: Collection[str]
) -> Iterator[Fault]:
    """Give a fault for every id or source key that leads nowhere."""
    inherited_modes = {mode.id for mode in inherited.failure_modes}
    modes = (inherited_modes - set(content.leaves_out)) | set(content.failure_modes)
    for index, mode_id in enumerate(content.leaves_out):
        yield from _unknown([(("leaves_out", index), mode_id)], "an inherited failure mode", inherited_modes)
    adapted: list[tuple[Path, str]] = [(("adapts", mode_id), mode_id) for mode_id in content.adapts]
    yield from _unknown(adapted, "an inherited failure mode", inherited_modes - set(content.leaves_out))
    yield from _faults_of_modes(content, inherited)
    yield from _unknown(_rows(content), "a failure mode", modes)
    yield from _faults_of_added_rows(content, inherited)
    yield from _unknown(_cited(content), "a source", set(content.sources) | set(inherited_sources))


def _faults_of_modes(content: PlaybookContent, inherited: Catalogue) -> Iterator[Fault]:
    symptoms = set(inherited.symptoms) | set(content.symptoms)
    classes = set(inherited.symptom_classes) | set(content.symptom_classes)
    for mode_id, mode in content.failure_modes.items():
        at: Path = ("failure_modes", mode_id)
        yield from _unknown(
            [((*at, "symptoms", each), each) for each in mode.symptoms], "a symptom", symptoms
        )
        named: list[tuple[Path, str]] = [((*at, "classes", i), each) for i, each in enumerate(mode.classes)]
        yield from _unknown(named, "a symptom class", classes)


def _rows(content: PlaybookContent) -> Iterator[tuple[Path, str]]:
    for experiment_id, experiment in content.experiments.items():
        for mode_id in experiment.likelihood:
            yield ("experiments", experiment_id, "likelihood", mode_id), mode_id
    for experiment_id, rows in content.adds_rows.items():
        for mode_id in rows:
            yield ("adds_rows", experiment_id, mode_id), mode_id


def _faults_of_added_rows(content: PlaybookContent, inherited: Catalogue) -> Iterator[Fault]:
    outcomes = {experiment.id: len(experiment.outcomes) for experiment in inherited.experiments}
    named: list[tuple[Path, str]] = [(("adds_rows", each), each) for each in content.adds_rows]
    yield from _unknown(named, "an inherited experiment", outcomes)
    for experiment_id, rows in content.adds_rows.items():
        if experiment_id in outcomes:
            for mode_id, row in rows.items():
                yield from faults_of_row(row, outcomes[experiment_id], ("adds_rows", experiment_id, mode_id))


def _cited(content: PlaybookContent) -> Iterator[tuple[Path, str]]:
    for mode_id, mode in content.failure_modes.items():
        at: Path = ("failure_modes", mode_id)
        yield from (((*at, "sources", i), key) for i, key in enumerate(mode.sources))
        if mode.prior.source:
            yield (*at, "prior", "source"), mode.prior.source
    for mode_id, adaptation in content.adapts.items():
        if adaptation.prior is not None and adaptation.prior.source:
            yield ("adapts", mode_id, "prior", "source"), adaptation.prior.source
    for experiment_id, experiment in content.experiments.items():
        yield from (
            (("experiments", experiment_id, "sources", i), key) for i, key in enumerate(experiment.sources)
        )
    for index, prompt in enumerate(content.prompts):
        if prompt.source:
            yield ("prompts", index, "source"), prompt.source


def _unknown(named: Iterable[tuple[Path, str]], kind: str, known: Collection[str]) -> Iterator[Fault]:
    for path, word in named:
        if word not in known:
            yield Fault(path, f"{word!r} is not {kind} that is known here", meant(word, known))
