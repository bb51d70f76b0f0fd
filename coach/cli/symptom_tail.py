"""What comes after the symptoms of many runs: ends, seeds, calm ones, notes; a line each where there is much else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli import symptom_summary as summary
from coach.cli.amounts import counted
from coach.cli.symptom_curves import say_sibling_gaps
from coach.cli.symptom_groups import grouped, in_words, is_remarked, named, why_not_judged, worst_rank
from coach.cli.symptom_notes import say_notes_of_all
from coach.cli.symptom_report import STATES
from coach.cli.terminal_safe import one_line
from coach.runs.describing.curves import sibling_gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.cli.console import Console
    from coach.cli.symptom_groups import Names
    from coach.cli.symptom_look import Look, Seen

_ENDED = ("crashed", "ended-early")
_MOST_ENDED = 2
_MOST_GROUPS = 2
_MOST_COUNTED = 5
_CALM = 2  # rank of what stands at information level at most


def say_tail(console: Console, look: Look, severities: Sequence[str], names: Names) -> None:
    """Write what comes after the symptoms: unfinished runs, those without a warning, seeds, notes, what is left out."""
    _say_ended(console, look.runs, names)
    if len(look.seeds) > _MOST_GROUPS:
        summary.say_seeds_shortly(console, look.seeds, names)
    else:
        summary.say_seeds(console, look.seeds, names)
    if "info" in severities:
        say_sibling_gaps(console, look.runs, names, is_all=False)
        _say_information(console, look)
        _say_rest(console, look.runs, names)
    say_notes_of_all(console, look.runs, names)


def _say_ended(console: Console, found: Sequence[Seen], names: Names) -> None:
    for state in ("crashed", "ended-early"):
        runs = [seen for seen in found if seen.standing.state.value == state]
        for seen in runs[:_MOST_ENDED]:
            console.say(f"{names.of(seen)} {STATES[state]}: {one_line(seen.standing.says)}", hanging="  ")
        if len(runs) > _MOST_ENDED:
            console.say(
                f"and {len(runs) - _MOST_ENDED} more {STATES[state]}: {named([*map(names.of, runs[2:])])}"
            )


def _say_information(console: Console, look: Look) -> None:
    counts = [f"{in_words(each.detector)} in {len(each.cases):,}" for each in grouped(look.runs, ("info",))]
    counts += [
        f"{in_words(each.detector)} (between runs)" for each in look.across if each.severity.value == "info"
    ]
    if counts:
        said = named(list(dict.fromkeys(counts)), _MOST_COUNTED)
        console.say(f"At information level, with the number of runs: {said}.", hanging="  ")


def _say_rest(console: Console, found: Sequence[Seen], names: Names) -> None:
    calm = [seen for seen in found if worst_rank(seen) >= _CALM]
    by_reason: dict[str | bool, list[str]] = {}
    for seen in calm:
        by_reason.setdefault(why_not_judged(seen) or is_remarked(seen), []).append(names.of(seen))
    for reason, runs in by_reason.items():
        count = f"{len(runs):,} {'run' if len(runs) == 1 else 'runs'}"
        said = f"Not judged, {count} ({named(runs)}): {reason}"
        if isinstance(reason, bool):
            said = f"{'Remarks only' if reason else 'Nothing stands out'}, {count}: {named(runs)}"
        console.say(said, hanging="  ")


def say_short_tail(console: Console, look: Look, severities: Sequence[str], names: Names) -> None:
    """Write the same in a line each, where many runs have much to say that is graver."""
    for state in _ENDED:
        runs = [names.of(seen) for seen in look.runs if seen.standing.state.value == state]
        if runs:
            console.say(f"{len(runs):,} {STATES[state]}: {named(runs, _MOST_ENDED)}", hanging="  ")
    if len(look.seeds) > 1:
        summary.say_seeds_shortly(console, look.seeds, names)
    elif look.seeds:
        summary.say_seeds(console, look.seeds, names)
    if "info" in severities:
        pairs = len(sibling_gaps([seen.run for seen in look.runs]))
        if pairs:
            console.say(f"{counted(pairs, 'pair')} of training and held-out data (--all)")
        _say_information(console, look)
        _say_rest_shortly(console, look.runs)
    kinds = dict.fromkeys(note.kind.value for seen in look.runs for note in seen.run.notes)
    if kinds:
        console.say(f"Notes on {', '.join(kinds)} (--all)", hanging="  ")


def _say_rest_shortly(console: Console, found: Sequence[Seen]) -> None:
    calm = [seen for seen in found if worst_rank(seen) >= _CALM]
    unjudged = [seen for seen in calm if why_not_judged(seen)]
    remarked = sum(is_remarked(seen) for seen in calm)
    unknown = sum(bool(seen.not_judged) for seen in unjudged)
    counts = {
        "Nothing stands out in": len(calm) - len(unjudged) - remarked,
        "remarks only in": remarked,
        "not judged:": len(unjudged),
    }
    said = "; ".join(f"{word} {counted(count, 'run')}" for word, count in counts.items() if count)
    said += f", of which {unknown:,} log no tag that is known to me: coach tag NAME return" if unknown else ""
    if said:
        console.say(f"{said[0].upper()}{said[1:]} (--all has their names)", hanging="  ")
