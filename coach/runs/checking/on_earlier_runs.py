"""What a claim would have said on runs that are over: where it held, and from which step on it did not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.prediction import Statistic, steps
from coach.runs.checking.counting import counting
from coach.runs.checking.prediction_check import RELATIONS, check_prediction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.prediction import Prediction
    from coach.runs.run import Run


MOST_NAMED = 3
"""Runs that are named in a sentence (editorial)."""


class OnRun(NamedTuple):
    """What a claim says of one run.

    Attributes:
        run: its name.
        held: whether it held; None where the run cannot tell.
        broken_at: the step from which it was known not to hold; None where it held, or nobody can tell.
        says: why, in a sentence.
    """

    run: str
    held: bool | None
    broken_at: int | None
    says: str


class Seen(NamedTuple):
    """A quantity as earlier runs logged it.

    Attributes:
        tag: its name.
        runs: how many log it.
        low: the lowest value any of them logged; NaN where all are.
        high: the highest.
        last: the last values, one a run.
    """

    tag: str
    runs: int
    low: float
    high: float
    last: tuple[float, ...]


def on_earlier_runs(claim: Prediction, runs: Sequence[Run]) -> tuple[OnRun, ...]:
    """Give what a claim says of each run that is over, in their order; in how many seeds it must hold is left aside."""
    alone = replace(claim, seeds=None)
    return tuple(_on(alone, run) for run in runs)


def in_words(found: Sequence[OnRun], *, fires: bool) -> str:
    """Give what a claim would have said of runs that are over, in a sentence; empty where there are none.

    Args:
        found: by run.
        fires: it is a tripwire.
    """
    broken = [each for each in found if each.held is False]
    held = sum(each.held is True for each in found)
    unknown = [each for each in found if each.held is None]
    verb = "fired" if fires else "been false"
    parts = []
    if broken:
        named = [f"on {each.run} at {steps(each.broken_at or 0)}" for each in broken[:MOST_NAMED]]
        more = len(broken) - len(named)
        parts.append(f"It would have {verb} {', '.join(named)}{f' and on {more} more' if more else ''}")
    if held:
        many = "1 earlier run" if held == 1 else f"{held} earlier runs"
        parts.append(f"on {many} it would have {'been quiet' if fires else 'held'}")
    if unknown:
        who = unknown[0].run if len(unknown) == 1 else f"{len(unknown)} of them"
        parts.append(f"{who} cannot tell: {unknown[0].says}")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def seen_in(runs: Sequence[Run]) -> tuple[Seen, ...]:
    """Give every quantity with a number in it, in the order in which the runs name them."""
    tags = dict.fromkeys(tag for run in runs for tag in run.series)
    return tuple(found for tag in tags if (found := _seen(tag, runs)) is not None)


def _seen(tag: str, runs: Sequence[Run]) -> Seen | None:
    values = [run.series[tag].value for run in runs if tag in run.series]
    finite = [each[np.isfinite(each)] for each in values]
    numbers = [each for each in finite if len(each)]
    if not numbers:
        return None
    return Seen(
        tag,
        len(values),
        min(float(each.min()) for each in numbers),
        max(float(each.max()) for each in numbers),
        tuple(float(each[-1]) for each in numbers),
    )


def _on(claim: Prediction, run: Run) -> OnRun:
    verdict = check_prediction(claim, [run])
    at = _broken_at(claim, run) if verdict.held is False else None
    return OnRun(run.name, verdict.held, at, verdict.says)


def _broken_at(claim: Prediction, run: Run) -> int:
    """Give the step at which a claim that did not hold was known not to.

    A bound on every value, or on the extreme that only one value need cross, is broken by the first value beyond it;
    everything else is known where the stretch it speaks of ends.
    """
    found = counting(claim, run, is_over=True)
    extreme = Statistic.MIN if claim.comparison.is_lower_bound else Statistic.MAX
    one_decides = claim.throughout or (claim.statistic is extreme and claim.beside is None)
    if one_decides and claim.only_grows:
        holds = np.asarray(RELATIONS[claim.comparison](found.value, claim.threshold))
        return int(found.step[int(np.argmin(holds))])
    return int(found.step[-1])
