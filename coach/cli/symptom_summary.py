"""What stands out over all runs that were read: how many trouble, what they are, seeds, what would help to know."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.symptom_groups import SEVERITIES, is_remarked, why_not_judged, worst_rank
from coach.cli.terminal_safe import one_line
from coach.reasoning.hours import format_hours
from coach.runs.comparing.held_out_pairs import trainings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.cli.symptom_groups import Names
    from coach.cli.symptom_look import Look, Seen
    from coach.runs.comparing.seeds import SeedGroup
    from coach.runs.describing.facts import Wanted

_MOST_ADVISED = 6
_MOST_SHORT = 3


def say_summary(console: Console, look: Look, names: Names) -> None:
    """Write how many runs there are, how many of them trouble, what shows between them, and what they are."""
    found = look.runs
    worst = [worst_rank(seen) for seen in found]
    counts = [worst.count(rank) for rank in range(len(SEVERITIES) - 1)]
    unjudged = sum(
        bool(why_not_judged(seen)) for seen, rank in zip(found, worst, strict=True) if rank >= len(counts)
    )
    remarked = sum(is_remarked(seen) for seen in found)
    rest = len(found) - sum(counts) - unjudged - remarked
    said = f"{_counted(found)}: {counts[0]:,} with an alarm, {counts[1]:,} with a warning at worst"
    said += f", {remarked:,} with remarks only" if remarked else ""
    said += f", {rest:,} with none" if rest else ""
    said += f", {unjudged:,} not judged" if unjudged else ""
    console.say(f"{said}{_between(look)}.", hanging="  ")
    console.say(_what_they_are(found, names), hanging="  ")
    console.say()


def _counted(found: Sequence[Seen]) -> str:
    """Give how many logs there are, and how many runs where a training and its held-out data are two logs of one."""
    runs = len(trainings([seen.run for seen in found]))
    if runs == len(found):
        return f"{len(found):,} runs"
    return f"{runs:,} {'run' if runs == 1 else 'runs'} in {len(found):,} logs of training or held-out data"


def _between(look: Look) -> str:
    counts = Counter(each.severity.value for each in look.across)
    words = {"alarm": ("alarm", "alarms"), "warn": ("warning", "warnings")}
    said = [f"{counts[kind]} {words[kind][counts[kind] > 1]}" for kind in words if counts[kind]]
    return f"; {' and '.join(said)} between runs" if said else ""


def _what_they_are(found: Sequence[Seen], names: Names) -> str:
    """Give what became of the runs, how far they went, and where they lie."""
    states = Counter(seen.standing.state.value for seen in found)
    said = f"{_states(states)}. " if set(states) - {"unknown"} else ""
    steps = [seen.run.last_step for seen in found if seen.run.last_step is not None]
    hours = [seen.run.hours for seen in found if seen.run.hours is not None]
    formats = Counter(seen.run.format for seen in found)
    kinds = ", ".join(one_line(each) for each, _ in formats.most_common())
    reach = f"Up to step {max(steps):,}" if steps else "Nothing that could be read as a curve"
    longest = f", {format_hours(max(hours))} at most" if hours and max(hours) > 0 else ""
    return f"{said}{reach}{longest} ({kinds}){f', in {names.folder}' if names.folder else ''}."


def _states(states: Counter[str]) -> str:
    words = {
        "going": "still going",
        "crashed": "crashed",
        "ended-early": "ended early",
        "ended": "came to their end",
        "unknown": "ended with no planned length logged",
    }
    words = words | {"ended": "came to its end"} if states["ended"] == 1 else words
    return ", ".join(f"{states[state]:,} {word}" for state, word in words.items() if states[state])


def say_seeds(console: Console, groups: Sequence[SeedGroup], names: Names) -> None:
    """Write the interquartile mean of each configuration that has several runs."""
    for group in groups:
        value, low, high = group.iqm
        copies = (
            f"; {len(group.copies)} {'copy does' if len(group.copies) == 1 else 'copies do'} not count"
            if group.copies
            else ""
        )
        console.say(
            f"{len(group.names)} seeds of {names.shorten(group.configuration)}: {one_line(group.tag)} {value:.4g} "
            f"at step {group.step:,} (interquartile mean; 95 % bootstrap interval {low:.4g} to {high:.4g}{copies})",
            hanging="  ",
        )


def say_seeds_shortly(console: Console, groups: Sequence[SeedGroup], names: Names) -> None:
    """Write between which interquartile means the configurations lie, where there are many."""
    said = f"{len(groups):,} configurations have several seeds (--all has each)"
    if len({group.tag for group in groups}) == 1:
        low, high = (choose(groups, key=lambda group: group.iqm.value) for choose in (min, max))
        said = (
            f"{said}; interquartile means of {one_line(low.tag)} from {low.iqm.value:.4g} "
            f"({names.shorten(low.configuration)}) to {high.iqm.value:.4g} ({names.shorten(high.configuration)})"
        )
    console.say(said, hanging="  ")


def advice_count(look: Look) -> int:
    """Give how many things there are to say on what to log and what to tell."""
    return sum(map(len, _not_logged(look.runs).values())) + len(look.wanted)


def _not_logged(found: Sequence[Seen]) -> dict[str, dict[str, str]]:
    """Give what is worth logging and no run logs, with the reason, by playbook."""
    by_playbook: dict[str, list[Mapping[str, str]]] = {}
    for seen in found:
        if seen.playbook:
            by_playbook.setdefault(seen.playbook, []).append(seen.not_logged)
    return {
        playbook: {tag: why for tag, why in each[0].items() if all(tag in other for other in each)}
        for playbook, each in by_playbook.items()
    }


def report_not_logged(found: Sequence[Seen], *, is_all: bool) -> None:
    """Write what is worth logging in this domain and no run of it logs, with the reason."""
    console = Console()
    most = _MOST_ADVISED if is_all else _MOST_SHORT
    for playbook, missing in _not_logged(found).items():
        tags = list(missing)
        if tags:
            console.say()
            console.say(f"Worth logging, and not logged here (playbook {one_line(playbook)}):")
        for tag in tags[:most]:
            console.say(f"{one_line(tag)}: {one_line(missing[tag])}", indent="  ", hanging="    ")
        if len(tags) > most:
            rest = ", ".join(map(one_line, tags[most:]))
            console.say(f"and {rest}", indent="  ", hanging="    ")


def report_wanted(wanted: Mapping[str, Wanted]) -> None:
    """Write what the log cannot say and a detector would use, with the option that says it."""
    if not wanted:
        return
    console = Console()
    console.say()
    console.say("Some detectors are silent until they are told:")
    for fact, each in wanted.items():
        console.say(f"--{fact.replace('_', '-')}: {each.asks}", indent="  ", hanging="    ")
