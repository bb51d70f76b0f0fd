"""Runs among many that hold next to nothing: they would drag down what is said about them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import main_return
from coach.runs.quantities import Quantity
from coach.runs.quantities.run_meanings import HELD_OUT
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="dead-trials",
    source="seen in published sweeps (150 of 809 trials of one); a twentieth of the median is coach's own choice",
    innocent=(
        "a scheduler stopped unpromising trials early on purpose",
        "trials that have just been started",
    ),
    raises=("numeric-overflow", "config-not-applied", "hardware-fault"),
)
_FEWEST_RUNS = 5
_SHORT = 0.05  # of the median length
_OFTEN = 0.1
_MOST_NAMED = 2
_TOO_SHORT = "under a twentieth as long"


class _Usual(NamedTuple):
    """The median length of the runs, in steps and in points, and the tags of the longer half."""

    steps: float
    points: float
    tags: frozenset[str]


class _Dead(NamedTuple):
    name: str
    why: str


def dead_trials(runs: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield one symptom where runs among many ended at once, or have no finite return at all."""
    runs = [each for each in runs if HELD_OUT not in each.run.metadata]
    begun = [each for each in runs if each.run.points]
    if len(begun) < _FEWEST_RUNS:
        return
    points = float(np.median([_points(each) for each in begun]))
    usual = _Usual(
        float(np.median([each.run.last_step or 0 for each in begun])),
        points,
        frozenset(tag for each in begun if _points(each) >= points for tag in each.run.series),
    )
    formats = {each.run.format for each in begun}
    dead = [
        _Dead(each.run.name, why)
        for each in runs
        if each.run.format in formats and (why := _why(each, usual))
    ]
    if not dead:
        return
    whys = {why: sum(each.why == why for each in dead) for why in dict.fromkeys(each.why for each in dead)}
    reasons = ", ".join(f"{n} {why}" for why, n in whys.items())
    names = ", ".join(each.name for each in dead[:_MOST_NAMED])
    more = f" and {len(dead) - _MOST_NAMED} more" if len(dead) > _MOST_NAMED else ""
    share = len(dead) / len(runs)
    yield CARD.symptom(
        "",
        Severity.WARN if share > _OFTEN and _is_sweep(runs) else Severity.INFO,
        f"{len(dead)} of {len(runs)} runs hold next to nothing ({reasons}): {names}{more}; leave them out of "
        "comparisons.",
        value=share,
        threshold=_OFTEN,
    )


def _is_sweep(runs: Sequence[RunForDetectors]) -> bool:
    """Give whether most runs that logged anything log the same, as the trials of one sweep do."""
    tags = Counter(frozenset(seen.run.series) for seen in runs if seen.run.points)
    return max(tags.values()) > tags.total() / 2


def _points(seen: RunForDetectors) -> int:
    return max((len(series) for series in seen.run.series.values()), default=0)


def _why(seen: RunForDetectors, usual: _Usual) -> str:
    if not seen.run.points:
        return ""
    # A short task, logged as finely as the long ones beside it, has few steps and still many points; what shares no
    # tag with them is no trial of theirs, such as the results that are kept beside the curves.
    is_short = (seen.run.last_step or 0) < _SHORT * usual.steps and _points(seen) < _SHORT * usual.points
    if is_short and not usual.tags.isdisjoint(seen.run.series):
        return _TOO_SHORT
    if seen.of(Quantity.RETURN, Quantity.EVAL_RETURN) and main_return(seen) is None:
        return "without a finite return"
    return ""
