"""A learning rate that was cut while the loss was still falling, long before the run came to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.fall_expected import fall_expected
from coach.runs.describing.trend import noise, settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.plateau_at_rate_change import is_planned, stops_there
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="rate-cut-early",
    source="Karpathy 2019 (a schedule that does something else than was meant); every threshold is coach's own choice",
    innocent=(
        "the loss reached the least it can be",
        "a long last stage at a low rate was planned",
    ),
    raises=("lr-schedule-units", "config-not-applied", "lr-too-low"),
    looks_at=(Quantity.LEARNING_RATE,),
)
_FEWEST = 60
_LOW = 0.2  # of the peak
_FROM, _TO = 0.1, 0.6  # of the run: no warm-up, and enough left to speak of
_WARMED = 0.05  # of the points, which are left out when the pace is judged
_BEFORE = 0.1  # of the points: how much of the fall before is looked at
_CLEARLY = 4.0  # standard errors
_SETTLING = 0.25  # of the points after the cut, which may still fall
_STILL = 0.01  # of the level
_LEAST = 0.02  # of the level: less to expect is a loss that has come to rest
_GAINS = 0.3  # of the least that the loss would have gained at its own pace


class _Cut(NamedTuple):
    tag: str
    step: int
    share: float
    before: float
    after: float


def rate_cut_early(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a rate falls under a fifth of its peak for good, and the loss soon stands still.

    A mention; a warning where the loss then gained far less than the least it would have gained at its own pace, and
    no configuration speaks of steps.
    """
    cut = next((found for each in seen.finite(Quantity.LEARNING_RATE) if (found := _cut(seen, each))), None)
    if cut is None:
        return
    for measure in supervised_losses(seen, _FEWEST):
        value = measure.series.value
        at = int(np.searchsorted(measure.series.step, cut.step))
        level = _stands_still(value, at)
        if level is not None and not stops_there(value, at):
            yield _symptom(seen, cut, measure, at, level)
            return  # the parts of a loss stand still together


def _symptom(seen: RunForDetectors, cut: _Cut, measure: Measure, at: int, level: float) -> Symptom:
    has_lost = _has_lost(measure.series.value, at)
    said = (
        f"{cut.tag} went from {cut.before:.3g} to {cut.after:.3g} by step {cut.step:,}, after "
        f"{100 * cut.share:.0f} % of the run, while {measure.tag} was still falling; it has stood still at about "
        f"{level:.4g} for most of the rest"
    )
    said += ", far above where its own pace would have led" if has_lost else ""
    return CARD.symptom(
        measure.tag,
        Severity.WARN if has_lost and not is_planned(seen.run) else Severity.INFO,
        f"{said}.",
        onset=seen.onset(measure.series, at),
        value=cut.share,
        threshold=_TO,
    )


def _cut(seen: RunForDetectors, measure: Measure) -> _Cut | None:
    """Give where a rate falls under a fifth of its peak for good, between a tenth and three fifths of the run."""
    first, last = seen.run.first_step, seen.run.last_step
    value, step = measure.series.value, measure.series.step
    peak = float(value.max())
    since = settles_at(value < _LOW * peak, share=1.0) if peak > 0 else None
    if first is None or last is None or not since:
        return None
    share = (int(step[since]) - first) / max(1, last - first)
    before = float(value[:since].max())
    return (
        _Cut(measure.tag, int(step[since]), share, before, float(value[since]))
        if _FROM < share < _TO
        else None
    )


def _stands_still(value: NDArray[np.float64], at: int) -> float | None:
    """Give the level at which a loss stands that was falling before a point; None where it was not, or falls on."""
    part = max(5, int(_BEFORE * len(value)) // 2)
    rest = value[at + int(_SETTLING * (len(value) - at)) :]
    if at < 2 * part or len(rest) < 3 * part:
        return None
    earlier, just_before = float(value[at - 2 * part : at - part].mean()), float(value[at - part : at].mean())
    third = len(rest) // 3
    fell_on = float(rest[:third].mean() - rest[-third:].mean())
    scatter = noise(rest)
    was_falling = earlier - just_before > _CLEARLY * scatter * float(np.sqrt(2 / part))
    limit = max(_CLEARLY / 2 * scatter * float(np.sqrt(2 / third)), _STILL * abs(float(rest.mean())))
    return float(np.median(rest)) if was_falling and abs(fell_on) < limit else None


def _has_lost(value: NDArray[np.float64], at: int) -> bool:
    """Give whether the loss gained far less after a point than an exponential through all before it would have."""
    start = int(_WARMED * len(value))
    expected = fall_expected(value[start:at], len(value) - at)
    part = max(5, at // 10)
    level = float(np.median(value[max(start, at - part) : at]))
    if expected is None or expected <= _LEAST * abs(level):
        return False
    return level - float(np.median(value[-(len(value) - at) // 2 :])) < _GAINS * expected
