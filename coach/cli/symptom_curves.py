"""What the curves of runs did, for people: a sentence a curve, or a line a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.terminal_safe import one_line
from coach.runs.describing.curves import curve_of, gaps_of, main_curves, sibling_gaps, value_spread
from coach.runs.describing.headline import headline
from coach.runs.quantities import meanings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.cli.console import Console
    from coach.cli.symptom_groups import Names
    from coach.cli.symptom_look import Seen
    from coach.runs import Run

_MOST = 5
_MOST_PARTS = 4  # of a sentence: ends and extremes are two of them
_MOST_GAPS = 3


def say_curves(console: Console, run: Run, *, is_all: bool) -> None:
    """Write what the curves of a run did, those that matter most first; nothing where there is none."""
    curves, others = main_curves(run, len(run.series) if is_all else _MOST)
    if not curves:
        return
    console.say("Curves:", indent="  ")
    for gap in gaps_of(run):
        console.say(f"{one_line(gap.says)}.", indent="    ", hanging="      ")
    if spread := value_spread(run):
        console.say(f"{one_line(spread)}.", indent="    ", hanging="      ")
    for curve in curves:
        says = curve.says if is_all else "; ".join(curve.says.split("; ")[:_MOST_PARTS])
        console.say(f"{one_line(curve.tag)}: {one_line(says)}", indent="    ", hanging="      ")
    if others:
        console.say(f"and {others:,} more (--all)", indent="    ")


def say_sibling_gaps(console: Console, found: Sequence[Seen], names: Names, *, is_all: bool) -> None:
    """Write where runs on training and on held-out data end that lie beside one another; a block where all are."""
    gaps = sibling_gaps([seen.run for seen in found])
    shown = gaps if is_all else gaps[:_MOST_GAPS]
    for gap in shown:
        where = f"{names.shorten(gap.run)}: " if gap.run else ""
        console.say(f"{where}{one_line(gap.says)}.", hanging="  ")
    if len(gaps) > len(shown):
        console.say(f"and {len(gaps) - len(shown):,} more pairs of training and held-out data (--all)")
    if is_all and shown:
        console.say()


def say_main_curve(console: Console, seen: Seen, names: Names) -> None:
    """Write what the first curve of a run did, in a line; nothing where no curve of it is known."""
    series = headline(seen.run)
    if series is not None:
        curve = curve_of(series, meanings_of(seen.run).get(series.tag))
        said = f"{names.of(seen)}: {one_line(curve.tag)} {curve.in_short}"
        console.say(said, indent="  ", hanging="    ")
