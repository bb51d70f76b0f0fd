"""Symptoms for people, run by run: one block a run, what matters most first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.amounts import counted
from coach.cli.console import Console
from coach.cli.symptom_block import draw, say_shortly, say_symptom
from coach.cli.symptom_curves import say_curves
from coach.cli.symptom_groups import gravest_first, why_not_judged
from coach.cli.symptom_notes import say_notes
from coach.cli.terminal_safe import one_line
from coach.reasoning.hours import format_hours
from coach.runs.describing.headline import headline
from coach.runs.describing.judged import not_judged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.cli.symptom_look import Seen
    from coach.desk.likelihoods import Likelihoods
    from coach.runs import Run, Series, Symptom
    from coach.runs.describing.onset_order import Change

_MOST_NAMED = 4
_MOST_SHORT = 4
_FEWEST_MOVED = 2
STATES = {
    "ended": "ended",
    "ended-early": "ended early",
    "crashed": "crashed",
    "going": "still going",
}


def report_run(seen: Seen, severities: Sequence[str], *, is_all: bool) -> None:
    """Write the block of one run: its symptoms of these severities, those at information level shortly unless all.

    Args:
        seen: the run.
        severities: what is written.
        is_all: whether everything is written in full.
    """
    console, run = Console(), seen.run
    symptoms = [each for each in gravest_first(seen.symptoms) if each.severity.value in severities]
    console.say(f"{one_line(run.name)}: {size(run)}")
    if seen.standing.state.value != "unknown":
        state = STATES[seen.standing.state.value]
        console.say(f"{state}: {one_line(seen.standing.says)}", indent="  ", hanging="    ")
    say_notes(console, run, is_all=is_all)
    full = [each for each in symptoms if is_all or each.severity.value != "info"]
    curve = headline(run)
    if curve is not None and curve.tag not in {symptom.tag for symptom in full}:
        draw(console, curve)
    for symptom in full:
        say_symptom(console, symptom, seen.likelihoods.get(symptom.id))
        if symptom.tag in run.series:
            draw(console, _as_it_stood(run.series[symptom.tag], symptom), symptom.onset_step)
    _draw_before(console, seen.before)
    _report_order(console, seen.changes)
    short = [each for each in symptoms if each not in full]
    for symptom in short[:_MOST_SHORT]:
        say_shortly(console, symptom)
    if len(short) > _MOST_SHORT:
        console.say(f"and {len(short) - _MOST_SHORT} more at information level (--all)", indent="  ")
    if "info" in severities:
        say_curves(console, run, is_all=is_all)
    if seen.not_judged or (not seen.symptoms and run.points):
        console.say(why_not_judged(seen) or "Nothing stands out.", indent="  ")
    if not seen.not_judged and (unjudged := not_judged(run)):
        console.say(f"{unjudged}.", indent="  ", hanging="    ")
    console.say()


def report_across(symptoms: Sequence[Symptom], known: Mapping[str, Likelihoods]) -> None:
    """Write what shows only between runs, with everything that is known about it; nothing where nothing does."""
    if not symptoms:
        return
    console = Console()
    console.say("Between these runs:")
    for symptom in symptoms:
        say_symptom(console, symptom, known.get(symptom.id))
    console.say()


def size(run: Run) -> str:
    """Give how much a run logged."""
    if not run.points:
        return "nothing that could be read as a curve"
    hours = "" if run.hours is None else f", {format_hours(run.hours)}"
    return (
        f"{counted(len(run.series), 'tag')}, {counted(run.points, 'point')}, steps {run.first_step:,} to "
        f"{run.last_step:,}{hours} ({run.format}, {counted(run.files, 'file')})"
    )


def _report_order(console: Console, changes: tuple[Change, ...]) -> None:
    """Write what moved first in a run, where several quantities changed."""
    if len(changes) < _FEWEST_MOVED:
        return
    moved = [
        f"{one_line(each.tag)} at {_counted(each)} {each.step:,} ({each.earliest:,} to {each.latest:,})"
        for each in changes[:_MOST_NAMED]
    ]
    console.say(f"Moved first: {', then '.join(moved)}.", indent="  ", hanging="    ")


def _counted(change: Change) -> str:
    """Give what the steps of a change count, where it is something of its own."""
    return change.axis if change.axis in ("episode", "epoch", "iteration", "update") else "step"


def _draw_before(console: Console, curves: tuple[Series, ...]) -> None:
    """Draw what led up to a number that is none; nothing where nothing did."""
    if curves:
        last = max(int(series.step[-1]) for series in curves)
        most = max(map(len, curves))
        console.say(
            f"Before the first NaN or infinity, {most} points up to step {last:,}:",
            indent="  ",
            hanging="    ",
        )
    for series in curves:
        draw(console, series)


def _as_it_stood(series: Series, symptom: Symptom) -> Series:
    """Give the series up to the restart that rolled back what the symptom was seen in."""
    return series if symptom.before_segment is None else series.before(symptom.before_segment)
