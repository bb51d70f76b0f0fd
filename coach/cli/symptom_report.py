"""Symptoms for people: one block a run, each symptom with the curve it was seen in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.harmless import one_line
from coach.cli.sparkline import sparkline
from coach.reasoning.hours import format_hours
from coach.runs.describing.headline import headline
from coach.runs.describing.judged import not_judged
from coach.runs.quantities import meanings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.cli.symptom_look import Seen
    from coach.desk.likelihoods import Likelihoods
    from coach.runs import Note, Run, Series, Symptom
    from coach.runs.describing.onset_order import Change

_INDENT = "    "
_MOST_NAMED = 4
_FEWEST_MOVED = 2
_TELLING = 3
_STATES = {
    "ended": "came to its end",
    "ended-early": "ended early",
    "crashed": "crashed",
    "going": "still going",
}


def report_run(seen: Seen) -> None:
    """Write the block of one run."""
    console, run, symptoms = Console(), seen.run, seen.symptoms
    console.say(f"{one_line(run.name)}: {_size(run)}")
    if seen.standing.state.value != "unknown":
        state = _STATES[seen.standing.state.value]
        console.say(f"{state}: {one_line(seen.standing.says)}", indent="  ", hanging="    ")
    for note in run.notes:
        console.say(f"note: {note.kind.value}: {_said(note, run)}", indent="  ", hanging="    ")
    curve = headline(run)
    if curve is not None and curve.tag not in {symptom.tag for symptom in symptoms}:
        _draw(console, curve)
    for symptom in symptoms:
        _report(console, symptom, seen.likelihoods.get(symptom.id))
        if symptom.tag in run.series:
            _draw(console, _as_it_stood(run.series[symptom.tag], symptom), symptom.onset_step)
    _draw_before(console, seen.before)
    _report_order(console, seen.changes)
    if not symptoms and meanings_of(run):
        is_short = max(map(len, run.series.values())) < _TELLING
        said = "Too few points of each tag to tell anything." if is_short else "Nothing stands out."
        console.say(said, indent="  ")
    if (unjudged := not_judged(run)) != "":
        console.say(f"{unjudged}.", indent="  ", hanging="    ")
    console.say()


def report_across(symptoms: tuple[Symptom, ...], known: Mapping[str, Likelihoods]) -> None:
    """Write what shows only between runs; nothing where nothing does."""
    if not symptoms:
        return
    console = Console()
    console.say("Between these runs:")
    for symptom in symptoms:
        _report(console, symptom, known.get(symptom.id))


def _said(note: Note, run: Run) -> str:
    """Give what a note says, with the file it is about: long paths by their place inside the run that stands above."""
    path = note.path
    if path == run.path:
        return one_line(note.detail)
    if path.is_absolute() and path.is_relative_to(run.path):
        path = path.relative_to(run.path)
    return f"{one_line(str(path))}: {one_line(note.detail)}"


def _size(run: Run) -> str:
    if not run.points:
        return "nothing that could be read as a curve"
    hours = "" if run.wall_hours is None else f", {format_hours(run.wall_hours)}"
    return (
        f"{len(run.series)} tags, {run.points:,} points, steps {run.first_step:,} to {run.last_step:,}{hours}"
        f" ({run.format}, {run.files} {'file' if run.files == 1 else 'files'})"
    )


def _report(console: Console, symptom: Symptom, known: Likelihoods | None) -> None:
    about = one_line(symptom.tag or symptom.detector)
    console.say(f"{symptom.severity.value}: {about}{_since(symptom)}", indent="  ", hanging="    ")
    console.say(one_line(symptom.says), indent="    ")
    if symptom.innocent:
        console.say(f"Innocent if: {'; '.join(map(one_line, symptom.innocent))}", indent="    ")
    if known is not None and known.given:
        likely = ", ".join(
            f"{one_line(each.failure_mode)} {100 * each.p:.0f} %" for each in known.given[:_MOST_NAMED]
        )
        others = f"; otherwise {100 * known.anyway:.0f} %; {known.provenance}"
        console.say(f"Seen under: {likely}{others}", indent="    ", hanging="    ")


def _since(symptom: Symptom) -> str:
    """Give step, uncertainty and hours of the onset; nothing where it has none."""
    if symptom.onset_step is None:
        return ""
    said = []
    if symptom.onset_range is not None and symptom.onset_range[0] < symptom.onset_range[1]:
        said.append("{:,} to {:,}".format(*symptom.onset_range))
    if symptom.onset_wall_h is not None:
        said.append(f"{format_hours(symptom.onset_wall_h)} in")
    more = f" ({', '.join(said)})" if said else ""
    return f" since step {symptom.onset_step:,}{more}"


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
        _draw(console, series)


def _as_it_stood(series: Series, symptom: Symptom) -> Series:
    """Give the series up to the restart that rolled back what the symptom was seen in."""
    return series if symptom.before_segment is None else series.before(symptom.before_segment)


def _draw(console: Console, series: Series, onset_step: int | None = None) -> None:
    timeline = series.timeline()
    values = timeline.value.tolist()
    finite = [value for value in series.value.tolist() if math.isfinite(value)]
    limits = f"{min(finite):.4g} to {max(finite):.4g}" if finite else "nothing finite"
    drawn = sparkline(values, max(8, console.width - len(_INDENT)))
    console.say(drawn, indent=_INDENT)
    if onset_step is not None and onset_step > int(timeline.step[0]):
        before = int((timeline.step < onset_step).sum())
        console.say("^", indent=_INDENT + " " * min(len(drawn) - 1, before * len(drawn) // len(values)))
    console.say(f"{one_line(series.tag)}, {limits}", indent=_INDENT)
