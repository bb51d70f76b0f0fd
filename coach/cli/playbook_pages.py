"""Playbooks for people: the list, and one page with everything a playbook offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.playbook_data import facts_of, of_kind
from coach.cli.terminal_safe import harmless, one_line
from coach.errors import PlaybookError
from coach.playbook.compile import compile_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.playbook.compile import Compiled
    from coach.playbook.schema import SourceEntry
    from coach.playbook.shelf import PlaybookFile
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode, Price
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
    _say_evidence(console, catalogue)
    _say_rest(console, catalogue, compiled.sources)


def _entry(file: PlaybookFile, shelf: Sequence[PlaybookFile]) -> dict[str, object]:
    said: dict[str, object] = {"id": file.id, "path": str(file.path), "built_in": file.built_in}
    try:
        catalogue = compile_file(file, shelf).catalogue
    except PlaybookError as fault:
        return {**said, "title": "", "failure_modes": 0, "experiments": 0, "fault": harmless(str(fault))}
    counts = {"failure_modes": len(catalogue.failure_modes), "experiments": len(catalogue.experiments)}
    return {**said, "title": catalogue.title, **counts, "fault": None}


def _say_mode(console: Console, mode: FailureMode) -> None:
    console.say()
    console.say(f"{mode.name} ({mode.id})", indent="  ")
    console.say(mode.says, indent="    ")
    if mode.complaints:
        console.say(f"as people put it: {'; '.join(mode.complaints)}", indent="    ", hanging="      ")
    rests_on = f"; {mode.source}" if mode.source else ""
    console.say(f"weight {mode.weight:g} ({mode.provenance}){rests_on}", indent="    ", hanging="      ")
    shown = ", ".join(f"{name} {share:.0%}" for name, share in mode.classes.items())
    console.say(f"shows as: {shown}", indent="    ", hanging="      ")
    say_check(console, mode)
    if mode.prevention is not None:
        console.say(
            f"prevent: {mode.prevention.text} ({mode.prevention.minutes:g} min)",
            indent="    ",
            hanging="      ",
        )
    if mode.tripwire:
        console.say(f"tripwire: {mode.tripwire}", indent="    ", hanging="      ")


def say_check(console: Console, mode: FailureMode) -> None:
    """Write a failure mode's own check: what to do, what it costs, the steps and what to type."""
    check = mode.check
    console.say(f"check: {check.says} ({price_words(check.price)})", indent="    ", hanging="      ")
    _say_steps(console, check.steps, check.code)
    if check.mistaken_for:
        others = ", ".join(f"{name} {p:.0%}" for name, p in check.mistaken_for.items())
        console.say(f"may be mistaken for: {others}", indent="      ", hanging="        ")


def price_words(price: Price | SuggestedExperiment) -> str:
    """Give a cost in words."""
    costs = {
        "of a run": f"{price.wall_runs:g}" if price.wall_runs else "",
        "h waiting": f"{price.wall_h:g}" if price.wall_h else "",
        "h of work": f"{price.human_h:g}" if price.human_h else "",
        "dollars": f"{price.dollars:g}" if price.dollars else "",
    }
    return ", ".join(f"{amount} {unit}" for unit, amount in costs.items() if amount) or "nothing"


def _say_steps(console: Console, steps: Sequence[str], code: str) -> None:
    for number, step in enumerate(steps, start=1):
        console.say(f"{number}. {step}", indent="      ", hanging="         ")
    for line in code.splitlines():
        console.say_line(f"        {harmless(line)}")


def _say_experiment(console: Console, experiment: SuggestedExperiment) -> None:
    console.say()
    console.say(f"{experiment.question} ({experiment.id})", indent="  ")
    console.say(experiment.how, indent="    ")
    console.say(
        f"costs {price_words(experiment)}; can come out: {', '.join(experiment.outcomes)}", indent="    "
    )


def _say_evidence(console: Console, catalogue: Catalogue) -> None:
    """Write what makes it go away, what changed last, and facts."""
    for title, found in (
        ("What may make it go away.", of_kind(catalogue, "contrast")),
        ("What may have changed last.", of_kind(catalogue, "changed")),
    ):
        if found:
            console.say()
            console.say(title)
        for each in found:
            price = f" ({price_words(each.price)})" if each.price else ""
            said = each.label or f"{each.asks}{price}"
            console.say(f"{each.id}: {said}", indent="  ", hanging="    ")
            _say_steps(console, each.steps, each.code)
    for options in facts_of(catalogue):
        console.say()
        console.say(f"{options[0].asks} {options[0].why}", hanging="  ")
        for each in options:
            console.say(f"{each.id}: {each.label}", indent="  ", hanging="    ")


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
