"""One symptom for people: where and since when, what it says, what it may mean, and the curve it was seen in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.cli.terminal_safe import one_line
from coach.reasoning.hours import format_hours
from coach.runs.describing.sparkline import sparkline

if TYPE_CHECKING:
    from coach.cli.console import Console
    from coach.desk.likelihoods import Likelihoods
    from coach.runs import Series, Symptom

_INDENT = "    "
_MOST_NAMED = 4
_FEWEST_COLUMNS = 8


def say_symptom(console: Console, symptom: Symptom, known: Likelihoods | None) -> None:
    """Write a symptom with everything that is known about it."""
    about = one_line(symptom.tag or symptom.detector)
    console.say(f"{symptom.severity.value}: {about}{_since(symptom)}", indent="  ", hanging=_INDENT)
    console.say(one_line(symptom.says), indent=_INDENT)
    if symptom.innocent:
        console.say(f"Innocent if: {'; '.join(map(one_line, symptom.innocent))}", indent=_INDENT)
    say_meaning(console, known)


def say_shortly(console: Console, symptom: Symptom) -> None:
    """Write a symptom in one sentence."""
    says = one_line(symptom.says)
    about = "" if not symptom.tag or one_line(symptom.tag) in says else f"{one_line(symptom.tag)}: "
    console.say(f"{symptom.severity.value}: {about}{says}", indent="  ", hanging=_INDENT)


def say_meaning(console: Console, known: Likelihoods | None, most: int = _MOST_NAMED) -> None:
    """Write under which failure modes a symptom is seen, the likeliest first; nothing where no playbook says."""
    if known is not None and known.given:
        likely = ", ".join(f"{one_line(each.name)} {100 * each.p:.0f} %" for each in known.given[:most])
        others = f"; otherwise {100 * known.anyway:.0f} %; {known.provenance}"
        console.say(f"Seen under: {likely}{others}", indent=_INDENT, hanging="      ")


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


def draw(console: Console, series: Series, onset_step: int | None = None) -> None:
    """Draw a curve in one line, with a mark under its onset and its name and range under that."""
    timeline = series.timeline()
    values = timeline.value.tolist()
    finite = [value for value in series.value.tolist() if math.isfinite(value)]
    limits = f"{min(finite):.4g} to {max(finite):.4g}" if finite else "nothing finite"
    drawn = sparkline(values, max(_FEWEST_COLUMNS, console.width - len(_INDENT)))
    console.say(drawn, indent=_INDENT)
    if onset_step is not None and onset_step > int(timeline.step[0]):
        before = int((timeline.step < onset_step).sum())
        console.say("^", indent=_INDENT + " " * min(len(drawn) - 1, before * len(drawn) // len(values)))
    console.say(f"{one_line(series.tag)}, {limits}", indent=_INDENT)
