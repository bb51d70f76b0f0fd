"""Symptoms for people: one block a run, each symptom with the curve it was seen in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.cli.console import Console
from coach.cli.harmless import one_line
from coach.cli.sparkline import sparkline
from coach.runs.quantities import Quantity, meaning_of

if TYPE_CHECKING:
    from coach.runs import Run, Series, Symptom

_INDENT = "    "
_HEADLINES = (Quantity.EVAL_RETURN, Quantity.RETURN, Quantity.EVAL_LOSS, Quantity.LOSS)


def report_run(run: Run, symptoms: tuple[Symptom, ...]) -> None:
    """Write the block of one run."""
    console = Console()
    console.say(f"{one_line(run.name)}: {_size(run)}")
    for note in run.notes:
        about = "" if note.path == run.path else f"{one_line(str(note.path))}: "
        console.say(f"note: {note.kind.value}: {about}{one_line(note.detail)}", indent="  ", hanging="    ")
    headline = _headline(run)
    if headline is not None and headline.tag not in {symptom.tag for symptom in symptoms}:
        _draw(console, headline)
    for symptom in symptoms:
        _report(console, symptom)
        if symptom.tag in run.series:
            _draw(console, run.series[symptom.tag], symptom.onset_step)
    if not symptoms and run.points:
        console.say("Nothing stands out.", indent="  ")
    console.say()


def report_across(symptoms: tuple[Symptom, ...]) -> None:
    """Write what shows only between runs; nothing where nothing does."""
    if not symptoms:
        return
    console = Console()
    console.say("Between these runs:")
    for symptom in symptoms:
        _report(console, symptom)


def _size(run: Run) -> str:
    if not run.points:
        return "nothing that could be read as a curve"
    hours = "" if run.wall_hours is None else f", {run.wall_hours:.1f} h"
    return (
        f"{len(run.series)} tags, {run.points:,} points, steps {run.first_step:,} to {run.last_step:,}{hours}"
        f" ({run.format}, {run.files} {'file' if run.files == 1 else 'files'})"
    )


def _report(console: Console, symptom: Symptom) -> None:
    since = "" if symptom.onset_step is None else f" since step {symptom.onset_step:,}"
    since += "" if symptom.onset_wall_h is None else f" ({symptom.onset_wall_h:.1f} h in)"
    console.say(f"{symptom.severity.value}: {one_line(symptom.tag)}{since}", indent="  ", hanging="    ")
    console.say(one_line(symptom.says), indent="    ")
    if symptom.innocent:
        console.say(f"Innocent if: {'; '.join(map(one_line, symptom.innocent))}", indent="    ")


def _headline(run: Run) -> Series | None:
    """Give the curve people look at first; None where the log has none that is known."""
    known = {
        meaning.quantity: series
        for tag, series in run.series.items()
        if (meaning := meaning_of(tag)) is not None
    }
    return next(
        (known[quantity] for quantity in _HEADLINES if quantity in known and len(known[quantity])), None
    )


def _draw(console: Console, series: Series, onset_step: int | None = None) -> None:
    timeline = series.timeline()
    values = timeline.value.tolist()
    finite = [value for value in values if math.isfinite(value)]
    limits = f"{min(finite):.4g} to {max(finite):.4g}" if finite else "nothing finite"
    drawn = sparkline(values, max(8, console.width - len(_INDENT)))
    console.say(drawn, indent=_INDENT)
    if onset_step is not None and onset_step > int(timeline.step[0]):
        before = int((timeline.step < onset_step).sum())
        console.say("^", indent=_INDENT + " " * min(len(drawn) - 1, before * len(drawn) // len(values)))
    console.say(f"{one_line(series.tag)}, {limits}", indent=_INDENT)
