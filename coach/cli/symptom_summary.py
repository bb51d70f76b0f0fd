"""What stands out over all runs that were read: how many trouble, what moved first, seeds, what would help to know."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.harmless import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.cli.symptom_look import Seen
    from coach.runs import Symptom
    from coach.runs.comparing.seeds import SeedGroup
    from coach.runs.describing.facts import Wanted

_SEVERITIES = ("alarm", "warn", "info")
_MOST_ADVISED = 6


def worst_first(found: Sequence[Seen]) -> list[Seen]:
    """Give the runs with the most disturbing symptoms first; runs alike keep their order."""
    return sorted(found, key=lambda seen: min(map(_rank, seen.symptoms), default=len(_SEVERITIES)))


def _rank(symptom: Symptom) -> int:
    return _SEVERITIES.index(symptom.severity.value)


def report_summary(found: Sequence[Seen]) -> None:
    """Write in one line how many runs there are and how many of them trouble; nothing for a single run."""
    if len(found) <= 1:
        return
    worst = [min(map(_rank, seen.symptoms), default=len(_SEVERITIES)) for seen in found]
    counts = [worst.count(rank) for rank in range(len(_SEVERITIES) - 1)]
    calm = len(found) - sum(counts)
    console = Console()
    console.say(
        f"{len(found):,} runs: {counts[0]:,} with an alarm, {counts[1]:,} with a warning at worst, {calm:,} calm."
    )
    states = Counter(seen.standing.state.value for seen in found)
    if set(states) - {"unknown"}:
        console.say(f"{_states(states)}.")
    console.say()


def _states(states: Counter[str]) -> str:
    words = {
        "going": "still going",
        "crashed": "crashed",
        "ended-early": "ended early",
        "ended": "came to their end",
        "unknown": "ended without a word on how long they were meant to be",
    }
    return ", ".join(f"{states[state]:,} {word}" for state, word in words.items() if states[state])


def report_not_logged(found: Sequence[Seen]) -> None:
    """Write what is worth logging in this domain and no run of it logs, with the reason."""
    by_playbook: dict[str, list[Mapping[str, str]]] = {}
    for seen in found:
        if seen.playbook:
            by_playbook.setdefault(seen.playbook, []).append(seen.not_logged)
    console = Console()
    for playbook, each in by_playbook.items():
        missing = [tag for tag in each[0] if all(tag in other for other in each)]
        if missing:
            console.say()
            console.say(f"Worth logging, and not logged here (playbook {one_line(playbook)}):")
        for tag in missing[:_MOST_ADVISED]:
            console.say(f"{one_line(tag)}: {one_line(each[0][tag])}", indent="  ", hanging="    ")
        if len(missing) > _MOST_ADVISED:
            rest = ", ".join(map(one_line, missing[_MOST_ADVISED:]))
            console.say(f"and {rest}", indent="  ", hanging="    ")


def report_seeds(groups: Sequence[SeedGroup]) -> None:
    """Write the interquartile mean of each configuration that has several runs."""
    console = Console()
    for group in groups:
        value, low, high = group.iqm
        console.say(
            f"{len(group.names)} seeds of {one_line(group.configuration)}: {one_line(group.tag)} {value:.4g} at step "
            f"{group.step:,} (interquartile mean; 95 % bootstrap interval {low:.4g} to {high:.4g})",
            hanging="  ",
        )


def report_wanted(wanted: Mapping[str, Wanted]) -> None:
    """Write what the log cannot say and a detector would use, with the option that says it."""
    if not wanted:
        return
    console = Console()
    console.say()
    console.say("Some detectors are silent until they are told:")
    for fact, each in wanted.items():
        console.say(f"--{fact.replace('_', '-')}: {each.asks}", indent="  ", hanging="    ")
