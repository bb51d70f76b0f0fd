"""Playbooks for people and as data: the list, and one page with everything a playbook offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.harmless import harmless, one_line
from coach.errors import PlaybookError
from coach.playbook.compile import compile_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.playbook.compile import Compiled
    from coach.playbook.load import PlaybookFile
    from coach.playbook.schema import SourceEntry
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode, Prevention
    from coach.session.suggested import SuggestedExperiment


def entries(shelf: Sequence[PlaybookFile]) -> list[dict[str, object]]:
    """Give one entry a playbook: what it is and where, how much is in it, and its fault if it has one."""
    last = {file.id: file for file in shelf}
    return [_entry(file, shelf) for file in last.values()]


def say_list(found: Sequence[Mapping[str, object]]) -> None:
    """Write the list."""
    console = Console()
    for entry in found:
        where = "comes with coach" if entry["built_in"] else one_line(str(entry["path"]))
        console.say(f"{entry['id']}: {entry['title'] or 'cannot be used'}")
        if entry["fault"]:
            console.say(str(entry["fault"]), indent="  ")
        else:
            console.say(
                f"{entry['failure_modes']} failure modes, {entry['experiments']} experiments; {where}",
                indent="  ",
            )


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
            for each in catalogue.symptoms.values()
        ],
        "failure_modes": [_mode_data(mode) for mode in catalogue.for_premortem()],
        "experiments": [_experiment_data(each) for each in catalogue.experiments],
        "prompts": [{"text": each.text, "source": each.source} for each in catalogue.prompts],
        "metrics": [{"tag": each.tag_hint, "why": each.why} for each in catalogue.metrics],
        "sources": {key: source.model_dump() for key, source in compiled.sources.items()},
    }


def say_page(compiled: Compiled) -> None:
    """Write a playbook as plain text, the most common failure mode first."""
    console = Console()
    catalogue = compiled.catalogue
    console.say(catalogue.title)
    console.say(compiled.about)
    console.say()
    console.say("Failure modes, the most common first. Weights: about 8 is common, 3 occasional, 1 rare.")
    for mode in catalogue.for_premortem():
        _say_mode(console, mode)
    console.say()
    console.say("Experiments that tell causes apart.")
    for experiment in catalogue.experiments:
        _say_experiment(console, experiment)
    _say_rest(console, catalogue, compiled.sources)


def _entry(file: PlaybookFile, shelf: Sequence[PlaybookFile]) -> dict[str, object]:
    said: dict[str, object] = {"id": file.id, "path": str(file.path), "built_in": file.built_in}
    try:
        catalogue = compile_file(file, shelf).catalogue
    except PlaybookError as fault:
        return {**said, "title": "", "failure_modes": 0, "experiments": 0, "fault": harmless(str(fault))}
    counts = {"failure_modes": len(catalogue.failure_modes), "experiments": len(catalogue.experiments)}
    return {**said, "title": catalogue.title, **counts, "fault": None}


def _mode_data(mode: FailureMode) -> dict[str, object]:
    return {
        "id": mode.id,
        "name": mode.name,
        "says": mode.says,
        "weight": mode.weight,
        "provenance": mode.provenance,
        "source": mode.source,
        "mine": mode.mine,
        "classes": list(mode.classes),
        "symptoms": dict(mode.symptoms),
        "tripwire": mode.tripwire,
        "prevention": _prevention_data(mode.prevention),
        "check": mode.check.says,
        "repair": {"text": mode.repair.text, "human_h": mode.repair.human_h, "runs": mode.repair.runs},
    }


def _prevention_data(prevention: Prevention | None) -> dict[str, object] | None:
    if prevention is None:
        return None
    return {"text": prevention.text, "minutes": prevention.minutes, "effectiveness": prevention.effectiveness}


def _experiment_data(experiment: SuggestedExperiment) -> dict[str, object]:
    cost = {
        "wall_runs": experiment.wall_runs,
        "wall_h": experiment.wall_h,
        "dollars": experiment.dollars,
        "human_h": experiment.human_h,
    }
    return {
        "id": experiment.id,
        "question": experiment.question,
        "how": experiment.how,
        "cost": cost,
        "outcomes": list(experiment.outcomes),
        "likelihood": {mode_id: list(row) for mode_id, row in experiment.rows.items()},
    }


def _say_mode(console: Console, mode: FailureMode) -> None:
    console.say()
    console.say(f"{mode.name} ({mode.id})", indent="  ")
    console.say(mode.says, indent="    ")
    rests_on = f"; {mode.source}" if mode.source else ""
    console.say(f"weight {mode.weight:g} ({mode.provenance}){rests_on}", indent="    ", hanging="      ")
    console.say(f"check: {mode.check.says}", indent="    ", hanging="      ")
    if mode.prevention is not None:
        console.say(
            f"prevent: {mode.prevention.text} ({mode.prevention.minutes:g} min)",
            indent="    ",
            hanging="      ",
        )
    if mode.tripwire:
        console.say(f"tripwire: {mode.tripwire}", indent="    ", hanging="      ")


def _say_experiment(console: Console, experiment: SuggestedExperiment) -> None:
    costs = {
        "of a run": f"{experiment.wall_runs:g}" if experiment.wall_runs else "",
        "h waiting": f"{experiment.wall_h:g}" if experiment.wall_h else "",
        "h of work": f"{experiment.human_h:g}" if experiment.human_h else "",
        "dollars": f"{experiment.dollars:g}" if experiment.dollars else "",
    }
    price = ", ".join(f"{amount} {unit}" for unit, amount in costs.items() if amount)
    console.say()
    console.say(f"{experiment.question} ({experiment.id})", indent="  ")
    console.say(experiment.how, indent="    ")
    console.say(f"costs {price or 'nothing'}; can come out: {', '.join(experiment.outcomes)}", indent="    ")


def _say_rest(console: Console, catalogue: Catalogue, sources: Mapping[str, SourceEntry]) -> None:
    for title, lines in (
        ("Questions before a launch.", [each.text for each in catalogue.prompts]),
        ("Worth logging.", [f"{each.tag_hint}: {each.why}" for each in catalogue.metrics]),
        ("Sources.", [_cited(source) for source in sources.values()]),
    ):
        if lines:
            console.say()
            console.say(title)
        for line in lines:
            console.say(line, indent="  ", hanging="    ")


def _cited(source: SourceEntry) -> str:
    locator = f", {source.locator}" if source.locator else ""
    return f"{source.authors} {source.year}: {source.title}{locator} (read: {source.read})"
