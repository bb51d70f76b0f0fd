"""What stands out over all runs that were read: how many trouble, what moved first, seeds, what would help to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.cli.console import Console
from coach.cli.harmless import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.runs import Run, Symptom
    from coach.runs.facts import Wanted
    from coach.runs.onset_order import Change
    from coach.runs.seeds import SeedGroup

_SEVERITIES = ("alarm", "warn", "info")
_MOST_MOVED = 4
_FEWEST_MOVED = 2


class Seen(NamedTuple):
    """One run with what the detectors saw, and the changes of its tags in order."""

    run: Run
    symptoms: tuple[Symptom, ...]
    changes: tuple[Change, ...]


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
    console.say()


def report_order(seen: Seen) -> None:
    """Write what moved first in a run, where several quantities changed."""
    if len(seen.changes) < _FEWEST_MOVED:
        return
    moved = [
        f"{one_line(each.tag)} at step {each.step:,} ({each.earliest:,} to {each.latest:,})"
        for each in seen.changes[:_MOST_MOVED]
    ]
    Console().say(f"Moved first: {', then '.join(moved)}.", indent="  ", hanging="    ")


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
