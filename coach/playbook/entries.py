"""A playbook's entries as the values a session knows, with their sources spelled out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.session.catalogue import Catalogue, Metric, Prompt, SuggestedExperiment
from coach.session.failure_mode import (
    USUAL_CHECK,
    FailureMode,
    KnownCase,
    Prevention,
    Price,
    Repair,
    Symptom,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.playbook.schema import (
        AdaptationEntry,
        CostEntry,
        ExperimentEntry,
        FailureModeEntry,
        PlaybookContent,
        PreventionEntry,
        PriorEntry,
        SourceEntry,
    )


def own_catalogue(content: PlaybookContent, sources: Mapping[str, SourceEntry]) -> Catalogue:
    """Give a playbook's own entries, without those it builds on, as a catalogue.

    Args:
        content: what the playbook says.
        sources: every source it may cite, by key.
    """
    return Catalogue(
        id=content.id,
        title=content.title,
        symptom_classes=content.symptom_classes,
        failure_modes=tuple(_mode(each, entry, sources) for each, entry in content.failure_modes.items()),
        experiments=tuple(_experiment(each, entry) for each, entry in content.experiments.items()),
        prompts=tuple(
            Prompt(text=entry.text, source=cited([entry.source], sources) if entry.source else "")
            for entry in content.prompts
        ),
        metrics=tuple(Metric(tag_hint=entry.tag, why=entry.why) for entry in content.metrics),
        words=content.words,
        symptoms={
            each: Symptom(
                id=each, says=entry.says, asks=entry.asks, anyway=entry.anyway, detected=entry.detected
            )
            for each, entry in content.symptoms.items()
        },
    )


def adapted(mode: FailureMode, entry: AdaptationEntry, sources: Mapping[str, SourceEntry]) -> FailureMode:
    """Give an inherited failure mode as a playbook changes it."""
    changed = replace(
        mode,
        symptoms={**mode.symptoms, **entry.symptoms},
        tripwire=mode.tripwire if entry.tripwire is None else entry.tripwire,
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


def _mode(mode_id: str, entry: FailureModeEntry, sources: Mapping[str, SourceEntry]) -> FailureMode:
    return FailureMode(
        id=mode_id,
        name=entry.name,
        says=entry.says,
        weight=entry.prior.weight,
        provenance=entry.prior.provenance,
        source=_rests_on(entry.prior, entry.sources, sources),
        mine=entry.mine,
        symptoms=entry.symptoms,
        classes=entry.classes,
        tripwire=entry.tripwire,
        prevention=_prevention(entry.prevention),
        repair=Repair(text=entry.repair.text, human_h=entry.repair.human_h, runs=entry.repair.runs),
        check=entry.check,
        check_price=USUAL_CHECK if entry.check_cost is None else _price(entry.check_cost),
        aliases=entry.aliases,
        cases=tuple(KnownCase(says=each.says, cause=each.cause, link=each.link) for each in entry.cases),
    )


def _price(entry: CostEntry) -> Price:
    return Price(wall_runs=entry.wall_runs, wall_h=entry.wall_h, dollars=entry.dollars, human_h=entry.human_h)


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
