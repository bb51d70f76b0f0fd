"""What a playbook says of evidence, as symptoms and likelihoods; contrasts, changes and facts have ids of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.failure_mode import Price, Symptom, changed_id, contrast_id, fact_group, fact_id
from coach.session.symptom_ids import FORMER, current_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from coach.playbook.action_entries import CostEntry
    from coach.playbook.evidence_entries import ChangeEntry, ContrastEntry, FactEntry, SymptomEntry
    from coach.playbook.schema import AdaptationEntry, FailureModeEntry, PlaybookContent
    from coach.session.failure_mode import Kind

LEAST = 0.01
"""Least P(option | failure mode) of an option that a failure mode leaves no room for (editorial)."""


def symptoms_of(content: PlaybookContent) -> dict[str, Symptom]:
    """Give everything a playbook's own likelihoods may speak of, by symptom id."""
    found = [
        _seen(current_id(each), entry)
        for each, entry in content.symptoms.items()
        if current_id(each) == each or current_id(each) not in content.symptoms
    ]
    found += [_contrast(each, entry) for each, entry in content.contrasts.items()]
    found += [_change(each, entry) for each, entry in content.changes.items()]
    found += [option for each, entry in content.facts.items() for option in _options(each, entry)]
    return {each.id: each for each in found}


def kept_symptoms(content: PlaybookContent, inherited: Mapping[str, Symptom]) -> dict[str, Symptom]:
    """Give the inherited symptoms that a playbook leaves in; a fact of its own takes the place of all its options."""
    without = content.leaves_out
    gone = {
        *map(current_id, without.symptoms),
        *map(contrast_id, without.contrasts),
        *map(changed_id, without.changes),
    }
    groups = set(map(fact_group, (*without.facts, *content.facts)))
    return {key: each for key, each in inherited.items() if key not in gone and each.group not in groups}


def names_of(kind: Kind, known: Iterable[Symptom]) -> set[str]:
    """Give the ids that authors write for everything of one kind: `one-device` for `contrast.one-device`."""
    found = [each.id for each in known if each.kind == kind]
    if kind == "symptom":
        return {*found, *(each for each, today in FORMER.items() if today in found)}
    return {each.split(".")[1] for each in found}


def likelihoods(entry: FailureModeEntry | AdaptationEntry, known: Mapping[str, Symptom]) -> dict[str, float]:
    """Give P(seen | failure mode) by symptom id, for everything that an entry speaks of.

    What the options a failure mode states leave to 1 is shared out over the fact's other options, in proportion to how
    usual those are.

    Args:
        entry: what a playbook says of the failure mode.
        known: every symptom it may speak of, by id.
    """
    said = _of_today(entry.symptoms)
    said |= {contrast_id(each): p for each, p in entry.contrasts.items()}
    said |= {changed_id(each): p for each, p in entry.changes.items()}
    for fact, stated in entry.facts.items():
        given = {fact_id(fact, option): p for option, p in stated.items()}
        usual = {
            each.id: each.anyway
            for each in known.values()
            if each.group == fact_group(fact) and each.id not in given
        }
        rest = 1 - sum(given.values())
        said |= given
        said |= {each: max(LEAST, rest * p / sum(usual.values())) for each, p in usual.items()}
    return said


def price(entry: CostEntry) -> Price:
    """Give a cost as the session knows it."""
    return Price(wall_runs=entry.wall_runs, wall_h=entry.wall_h, dollars=entry.dollars, human_h=entry.human_h)


def _seen(symptom_id: str, entry: SymptomEntry) -> Symptom:
    return Symptom(
        id=symptom_id,
        says=entry.says,
        asks=entry.asks,
        anyway=entry.anyway,
        detected=entry.detected,
        aliases=entry.aliases,
        event=entry.event,
        takes_an_experiment=entry.takes == "experiment",
    )


def _of_today(stated: Mapping[str, float]) -> dict[str, float]:
    """Give likelihoods with earlier ids as today's; of two that are one symptom, the larger, since both may miss it."""
    said: dict[str, float] = {}
    for each, p in stated.items():
        said[current_id(each)] = max(p, said.get(current_id(each), p))
    return said


def _contrast(name: str, entry: ContrastEntry) -> Symptom:
    return Symptom(
        id=contrast_id(name),
        says=entry.says,
        asks=entry.asks,
        anyway=entry.anyway,
        kind="contrast",
        steps=entry.how,
        code=entry.code,
        price=price(entry.cost),
        aliases=entry.aliases,
        otherwise=entry.otherwise,
    )


def _change(name: str, entry: ChangeEntry) -> Symptom:
    return Symptom(
        id=changed_id(name),
        says=entry.says,
        asks=f"Did this change last: {entry.label}?",
        anyway=entry.anyway,
        kind="changed",
        label=entry.label,
        aliases=entry.aliases,
    )


def _options(fact: str, entry: FactEntry) -> Iterator[Symptom]:
    for option, label in entry.options.items():
        yield Symptom(
            id=fact_id(fact, option),
            says=f"{entry.asks} {label}.",
            asks=entry.asks,
            anyway=entry.anyway[option],
            kind="fact",
            group=fact_group(fact),
            label=label,
            why=entry.why,
        )
