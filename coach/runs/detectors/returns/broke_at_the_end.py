"""A run that broke in its last few points, where a glance at the whole curve sees nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import rolling_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.loss_divergence import is_over_twice
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.returns.return_decline import has_declined
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="broke-at-the-end",
    source="the last few points lie 2.5 times as far off as any ten points moved before; both are coach's own choice",
    innocent=(
        "another stage, data set or opponent has just begun",
        "the last points were logged by a final evaluation",
    ),
    raises=(
        "exploding-gradients",
        "lr-too-high",
        "numeric-overflow",
        "hardware-fault",
        "nonstationary-normaliser",
    ),
    looks_at=(
        Quantity.RETURN,
        Quantity.LOSS,
        Quantity.EVAL_RETURN,
        Quantity.EVAL_LOSS,
    ),
)
_FEWEST = 50
_FEW, _MOST = 3, 10
_RECENT = 0.5  # of the points: before them, everything moves
_FARTHER = 2.5
_MATTERS = 0.1  # of the level
_MOST_NAMED = 3
_HIGHER_IS_BETTER = (
    Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING, Quantity.ACCURACY, Quantity.EVAL_ACCURACY,
)  # fmt: skip


class _Break(NamedTuple):
    measure: Measure
    at: int
    before: float
    now: float


def broke_at_the_end(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for the goals of a run whose last three to ten points lie far off on the worse side."""
    losses = supervised_losses(seen, _FEWEST, Quantity.LOSS, Quantity.EVAL_LOSS)
    found = [
        each for measure in losses if (each := _break(measure, 1)) and not is_over_twice(measure.series.value)
    ]
    for measure in seen.finite(*_HIGHER_IS_BETTER):
        broken = _break(measure, -1) if len(measure.series) >= _FEWEST else None
        if broken is not None and not has_declined(measure.series.value):
            found.append(broken)
    if not found:
        return
    first = min(found, key=lambda each: int(each.measure.series.step[each.at]))
    series = first.measure.series
    said = (
        f"{first.measure.tag} is {first.now:.4g} in its last {len(series) - first.at} points, from step "
        f"{int(series.step[first.at]):,} on, where {first.before:.4g} was usual"
    )
    others = [each.measure.tag for each in found if each is not first][:_MOST_NAMED]
    said += f"; {', '.join(others)} broke as well" if others else ""
    yield CARD.symptom(
        first.measure.tag,
        Severity.WARN,
        f"{said}.",
        onset=seen.onset(series, first.at),
        value=first.now,
        threshold=first.before,
    )


def _break(measure: Measure, worse: int) -> _Break | None:
    """Give where the last few points leave the curve; `worse` is 1 where higher is worse."""
    value = worse * measure.series.value
    before = float(np.median(value[-3 * _MOST : -_MOST]))
    now = float(np.median(value[-_FEW:]))
    recent = int((1 - _RECENT) * len(value))
    moved = _farthest(value[recent:-_MOST])
    if now - before <= max(_FARTHER * moved, _MATTERS * abs(before)):
        return None
    is_off = value > (now + before) / 2
    at = len(value) - int(np.argmin(is_off[::-1]))
    if not _FEW <= len(value) - at <= _MOST or is_off[recent : at - 1].any():
        return None
    return _Break(measure, at, worse * before, worse * float(np.median(value[at:])))


def _farthest(value: NDArray[np.float64]) -> float:
    """Give how far three points together ever rose over any three of the ten before."""
    means = rolling_means(value, _FEW)
    return max(float((means[lag:] - means[:-lag]).max()) for lag in range(1, _MOST + 1))
