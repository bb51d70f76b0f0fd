"""Episodes or answers that shrink to a fraction of what they were, for no gain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.lengths import lengths_for_no_gain
from coach.runs.detectors.returns.progress import main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="length-shrinks",
    source="Irpan 2018 on ending early; a fifth of the start is coach's own choice",
    innocent=("a shorter episode is the aim, as in reaching a goal",),
    raises=("suicidal-policy", "reward-mean-shift", "termination-truncation"),
    looks_at=(Quantity.EPISODE_LENGTH,),
)
_SHORT = 0.2  # of the start
_HALF = 0.5
_FEWEST = 20
_FIRST = 3  # points
_DEARER = 1.1  # times what a step cost at first
_ONE_A_STEP = 0.02  # of the pay of a step: what varies less is one and the same, and to end early is the aim


def length_shrinks(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where lengths settle under a fifth of their start without a better return.

    The same where they shrink to under half, and the return is a smaller loss for no other reason than that.
    """
    yield from _ends_early(seen)
    for lengths in lengths_for_no_gain(seen):
        series = lengths.measure.series
        since = settles_at(series.value < _SHORT * lengths.start, share=0.9) if lengths.start > 0 else None
        if since is None:
            continue
        said = (
            f"{lengths.measure.tag} was {lengths.start:.3g} at first and has been a fraction of that since step "
            f"{int(series.step[since]):,} ({lengths.now:.3g} now), and the return is not clearly better"
        )
        yield CARD.symptom(
            lengths.measure.tag,
            Severity.WARN,
            f"{said}.",
            onset=ramp_onset(seen, series, since, -1),
            value=lengths.now,
            threshold=_SHORT * lengths.start,
        )


def _beaten(paid: NDArray[np.float64], since: int, part: int) -> float:
    """Give the return that the end must be over: the first one, or the one before episodes became short if better."""
    first = float(np.median(paid[:_FIRST]))
    return max(first, float(np.median(paid[max(0, since - part) : since]))) if since else first


def _ends_early(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield the symptom of returns under 0 that rise as episodes become shorter, though a step costs more."""
    returns = main_return(seen)
    if returns is None or len(returns.series) < _FEWEST or returns.series.value.max() >= 0:
        return
    for measure in seen.finite(Quantity.EPISODE_LENGTH, beside=returns.tag):
        length, paid = measure.series.value, returns.series.value
        if not np.array_equal(measure.series.step, returns.series.step) or length.min() <= 0:
            continue
        a_step, part = paid / length, max(_FIRST, len(paid) // 10)
        start, now = float(np.median(length[:_FIRST])), float(np.median(length[-part:]))
        cost, costs_now = -float(np.median(a_step[:_FIRST])), -float(np.median(a_step[-part:]))
        if now > _HALF * start or np.ptp(a_step) <= _ONE_A_STEP * cost or costs_now < _DEARER * cost:
            continue
        since = settles_at(length < _HALF * start, share=0.9)
        if since is None or float(np.median(paid[-part:])) <= _beaten(paid, since, part):
            continue
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} was {start:.3g} at first and is {now:.3g} now, and {returns.tag} is the better for nothing "
            f"else: a step costs {costs_now:.3g}, where it cost {cost:.3g} at first.",
            onset=ramp_onset(seen, measure.series, since, -1),
            value=now,
            threshold=_HALF * start,
            raises=("suicidal-policy", "reward-misspecified", "reward-mean-shift"),
        )
