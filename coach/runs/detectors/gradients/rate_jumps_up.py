"""A learning rate that leaps to a multiple of itself in the middle of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.returns.progress import main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="rate-jumps-up",
    source="Karpathy 2019 (a schedule that does something else than was meant); every threshold is coach's own choice",
    innocent=(
        "a restart of the schedule was planned (warm restarts, a new stage)",
        "the rate logged is that of another group of parameters from there on",
    ),
    raises=("lr-schedule-units", "checkpoint-incomplete", "config-not-applied", "lr-too-high"),
    looks_at=(Quantity.LEARNING_RATE,),
)
_IF_HARMFUL = ("lr-too-high", "lr-schedule-units", "checkpoint-incomplete", "config-not-applied")
_FEWEST = 20
_TIMES = 5.0
_WARMED = 0.1  # of the points: a warm-up may take as long
_MOST = 2  # leaps; more are a schedule that restarts
_AROUND = 8  # points of a loss or return before and after
_WORSE = 1.4  # times as high a loss, and higher than at any of the points before


def rate_jumps_up(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a rate grows five-fold or more from one point to the next, once or twice after a warm-up.

    A warning where a loss is two fifths higher after it, or the return falls by more than it varies; else a mention.
    """
    for measure in seen.finite(Quantity.LEARNING_RATE):
        value = measure.series.value
        if len(value) < _FEWEST or value.min() < 0:
            continue
        is_leap = (value[1:] > _TIMES * value[:-1]) & (value[:-1] > 0)
        leaps = np.flatnonzero(is_leap) + 1
        late = leaps[leaps >= _WARMED * len(value)]
        if not 0 < len(late) <= _MOST or len(leaps) > _MOST:
            continue
        at = int(late[np.argmax(value[late] / value[late - 1])])
        step, before = int(measure.series.step[at]), float(value[at - 1])
        did = _harm(seen, measure, step)
        said = f"{measure.tag} jumps from {before:.3g} to {float(value[at]):.3g} at step {step:,}"
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if did else Severity.INFO,
            f"{said}{did}.",
            onset=seen.onset(measure.series, at),
            value=float(value[at]) / before,
            threshold=_TIMES,
            raises=_IF_HARMFUL if did else CARD.raises,
        )
        return


def _harm(seen: RunForDetectors, rate: Measure, step: int) -> str:
    """Give what became worse right after the leap, as the end of a sentence; nothing where nothing did."""
    for loss in supervised_losses(seen, 2 * _AROUND, Quantity.LOSS, Quantity.EVAL_LOSS):
        before, after = _beside(loss, seen.step_of(loss.tag, rate.tag, step))
        if not len(before) or not len(after):
            continue
        if np.median(after) > max(_WORSE * float(np.median(before)), float(before.max())) > 0:
            return f", and {loss.tag} goes from about {np.median(before):.3g} to {np.median(after):.3g}"
    goal = main_return(seen)
    if goal is None:
        return ""
    before, after = _beside(goal, seen.step_of(goal.tag, rate.tag, step))
    if len(before) < _AROUND or len(after) < _AROUND or after.max() >= before.min():
        return ""
    return f", and {goal.tag} falls from about {np.median(before):.3g} to {np.median(after):.3g}"


def _beside(measure: Measure, step: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the values just before a step and just after it."""
    at = int(np.searchsorted(measure.series.step, step))
    value = measure.series.value
    return value[max(0, at - _AROUND) : at], value[at + 1 : at + 1 + _AROUND]
