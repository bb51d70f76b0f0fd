"""A playbook's page as data: everything it offers, with all it builds on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.failure_mode import Price
from coach.session.suggested import check_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.playbook.compile import Compiled
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode, Kind, Prevention, Symptom
    from coach.session.suggested import SuggestedExperiment


def page_data(compiled: Compiled) -> dict[str, object]:
    """Give everything a playbook offers, the most common failure mode first."""
    catalogue = compiled.catalogue
    return {
        "id": catalogue.id,
        "title": catalogue.title,
        "about": compiled.about,
        "symptom_classes": dict(catalogue.symptom_classes),
        "symptoms": [
            {"id": each.id, "says": each.says, "asks": each.asks, "anyway": each.anyway}
            for each in of_kind(catalogue, "symptom")
        ],
        "contrasts": [_contrast_data(each) for each in of_kind(catalogue, "contrast")],
        "changes": [
            {"id": each.id, "says": each.says, "label": each.label, "anyway": each.anyway}
            for each in of_kind(catalogue, "changed")
        ],
        "facts": [_fact_data(options) for options in facts_of(catalogue)],
        "failure_modes": [_mode_data(mode) for mode in catalogue.for_premortem()],
        "experiments": [_experiment_data(each) for each in catalogue.experiments],
        "prompts": [{"text": each.text, "source": each.source} for each in catalogue.prompts],
        "metrics": [{"tag": each.tag_hint, "why": each.why} for each in catalogue.metrics],
        "sources": {key: source.model_dump() for key, source in compiled.sources.items()},
    }


def _mode_data(mode: FailureMode) -> dict[str, object]:
    return {
        "id": mode.id,
        "name": mode.name,
        "says": mode.says,
        "complaints": list(mode.complaints),
        "weight": mode.weight,
        "provenance": mode.provenance,
        "source": mode.source,
        "mine": mode.mine,
        "classes": dict(mode.classes),
        "symptoms": dict(mode.symptoms),
        "tripwire": mode.tripwire,
        "prevention": _prevention_data(mode.prevention),
        "check": {**check_data(mode), "mistaken_for": dict(mode.check.mistaken_for)},
        "repair": {
            "text": mode.repair.text,
            "human_h": mode.repair.human_h,
            "runs": mode.repair.runs,
            "how": list(mode.repair.steps),
            "code": mode.repair.code,
        },
    }


def _prevention_data(prevention: Prevention | None) -> dict[str, object] | None:
    if prevention is None:
        return None
    return {"text": prevention.text, "minutes": prevention.minutes, "effectiveness": prevention.effectiveness}


def check_data(mode: FailureMode) -> dict[str, object]:
    """Give a failure mode's own check as data."""
    check = mode.check
    return {
        "id": check_id(mode.id),
        "says": check.says,
        "how": list(check.steps),
        "code": check.code,
        "cost": cost_data(check.price),
        "outcomes": list(check.outcomes),
    }


def cost_data(price: Price | SuggestedExperiment) -> dict[str, float]:
    """Give a cost as data."""
    return {
        "wall_runs": price.wall_runs,
        "wall_h": price.wall_h,
        "dollars": price.dollars,
        "human_h": price.human_h,
    }


def _contrast_data(each: Symptom) -> dict[str, object]:
    return {
        "id": each.id,
        "says": each.says,
        "asks": each.asks,
        "how": list(each.steps),
        "code": each.code,
        "cost": cost_data(each.price or Price()),
        "anyway": each.anyway,
    }


def _fact_data(options: Sequence[Symptom]) -> dict[str, object]:
    return {
        "id": options[0].group,
        "asks": options[0].asks,
        "why": options[0].why,
        "options": [{"id": each.id, "label": each.label, "anyway": each.anyway} for each in options],
    }


def of_kind(catalogue: Catalogue, kind: Kind) -> tuple[Symptom, ...]:
    """Give what a catalogue knows of one kind of evidence, in the playbook's order."""
    return tuple(each for each in catalogue.symptoms.values() if each.kind == kind)


def facts_of(catalogue: Catalogue) -> tuple[tuple[Symptom, ...], ...]:
    """Give the options of each fact."""
    options = of_kind(catalogue, "fact")
    groups = dict.fromkeys(each.group for each in options)
    return tuple(tuple(each for each in options if each.group == group) for group in groups)


def _experiment_data(experiment: SuggestedExperiment) -> dict[str, object]:
    return {
        "id": experiment.id,
        "question": experiment.question,
        "how": experiment.how,
        "cost": cost_data(experiment),
        "outcomes": list(experiment.outcomes),
        "likelihood": {mode_id: list(row) for mode_id, row in experiment.rows.items()},
    }
