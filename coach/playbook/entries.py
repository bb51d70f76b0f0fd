"""A playbook's entries as the values a session knows, with their sources spelled out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.playbook.evidence import likelihoods, price, symptoms_of
from coach.session.catalogue import Catalogue, Metric, Prompt
from coach.session.failure_mode import USUAL_CHECK, Check, FailureMode, KnownCase, Prevention, Repair
from coach.session.suggested import SuggestedExperiment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.playbook.action_entries import CheckEntry, ExperimentEntry, PreventionEntry, RepairEntry
    from coach.playbook.schema import (
        AdaptationEntry,
        FailureModeEntry,
        PlaybookContent,
        PriorEntry,
        SourceEntry,
    )
    from coach.session.failure_mode import Symptom


def own_catalogue(
    content: PlaybookContent, sources: Mapping[str, SourceEntry], known: Mapping[str, Symptom]
) -> Catalogue:
    """Give a playbook's own entries, without those it builds on, as a catalogue.

    Args:
        content: what the playbook says.
        sources: every source it may cite, by key.
        known: every symptom its likelihoods may speak of, by id.
    """
    return Catalogue(
        id=content.id,
        title=content.title,
        symptom_classes=content.symptom_classes,
        failure_modes=tuple(
            _mode(each, entry, sources, known) for each, entry in content.failure_modes.items()
        ),
        experiments=tuple(_experiment(each, entry) for each, entry in content.experiments.items()),
        prompts=tuple(
            Prompt(text=entry.text, source=cited([entry.source], sources) if entry.source else "")
            for entry in content.prompts
        ),
        metrics=tuple(Metric(tag_hint=entry.tag, why=entry.why) for entry in content.metrics),
        class_words=content.class_words,
        words=content.words,
        symptoms=symptoms_of(content),
        lineage=(content.id,),
    )


def adapted(
    mode: FailureMode,
    entry: AdaptationEntry,
    sources: Mapping[str, SourceEntry],
    known: Mapping[str, Symptom],
) -> FailureMode:
    """Give an inherited failure mode as a playbook changes it."""
    changed = replace(
        mode,
        symptoms={**mode.symptoms, **likelihoods(entry, known)},
        classes=entry.classes or mode.classes,
        tripwire=mode.tripwire if entry.tripwire is None else entry.tripwire,
        check=replace(mode.check, mistaken_for={**mode.check.mistaken_for, **entry.mistaken_for}),
        complaints=(*mode.complaints, *entry.complaints),
        cases=(*mode.cases, *_cases(entry)),
    )
    if entry.prior is None:
        return changed
    return replace(
        changed,
        weight=entry.prior.weight,
        provenance=entry.prior.provenance,
        source=_rests_on(entry.prior, (), sources) or mode.source,
    )


def cited(keys: Iterable[str], sources: Mapping[str, SourceEntry]) -> str:
    """Give sources in the short form: `Irpan 2018, Henderson et al. 2018`."""
    return ", ".join(f"{sources[key].authors} {sources[key].year}" for key in keys)


def _rests_on(prior: PriorEntry, described_by: Iterable[str], sources: Mapping[str, SourceEntry]) -> str:
    weight = ": ".join(
        part for part in (cited([prior.source], sources) if prior.source else "", prior.basis) if part
    )
    others = cited([key for key in described_by if key != prior.source], sources)
    return "; ".join(part for part in (weight, f"described by {others}" if others else "") if part)


def _mode(
    mode_id: str, entry: FailureModeEntry, sources: Mapping[str, SourceEntry], known: Mapping[str, Symptom]
) -> FailureMode:
    return FailureMode(
        id=mode_id,
        name=entry.name,
        says=entry.says,
        weight=entry.prior.weight,
        provenance=entry.prior.provenance,
        source=_rests_on(entry.prior, entry.sources, sources),
        mine=entry.mine,
        innocent=entry.innocent,
        symptoms=likelihoods(entry, known),
        classes=entry.classes,
        tripwire=entry.tripwire,
        prevention=_prevention(entry.prevention),
        repair=_repair(entry.repair),
        check=_check(entry.check),
        aliases=entry.aliases,
        complaints=entry.complaints,
        cases=_cases(entry),
    )


def _cases(entry: FailureModeEntry | AdaptationEntry) -> tuple[KnownCase, ...]:
    return tuple(KnownCase(says=each.says, cause=each.cause, link=each.link) for each in entry.cases)


def _check(entry: CheckEntry) -> Check:
    return Check(
        says=entry.says,
        price=USUAL_CHECK if entry.cost is None else price(entry.cost),
        steps=entry.how,
        code=entry.code,
        outcomes=entry.outcomes,
        mistaken_for=entry.mistaken_for,
        supposes=entry.supposes,
    )


def _repair(entry: RepairEntry) -> Repair:
    return Repair(text=entry.text, human_h=entry.human_h, runs=entry.runs, steps=entry.how, code=entry.code)


def _prevention(entry: PreventionEntry | None) -> Prevention | None:
    if entry is None:
        return None
    return Prevention(text=entry.text, minutes=entry.minutes, effectiveness=entry.effectiveness)


def _experiment(experiment_id: str, entry: ExperimentEntry) -> SuggestedExperiment:
    return SuggestedExperiment(
        id=experiment_id,
        question=entry.question,
        how=entry.how,
        wall_runs=entry.cost.wall_runs,
        wall_h=entry.cost.wall_h,
        dollars=entry.cost.dollars,
        human_h=entry.cost.human_h,
        outcomes=entry.outcomes,
        rows=entry.likelihood,
    )
