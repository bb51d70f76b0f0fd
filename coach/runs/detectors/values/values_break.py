"""What an agent knows of values changes at the very point at which its return falls."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.sharp_fall import sharp_fall
from coach.runs.describing.trend import robust_noise
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.learner import acts_by_values
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="values-break",
    source="a policy that is greedy over values is as good as they are (worked out); every share is coach's own choice",
    innocent=(
        "another task, or another part of it, began there",
        "rewards are scaled in another way from there on",
    ),
    raises=(
        "wrong-td-target",
        "buffer-misalignment",
        "reward-misspecified",
        "lr-too-high",
        "env-nondeterminism-unknown",
    ),
)
_FEWEST = 20
_AROUND = 5  # points
_TIMES = 2.5  # times the level of a loss
_NOISES = 6.0
_DEEP = 0.3  # of the range of the return
_BEFORE, _AFTER = 2, 2  # points of the return by which the values may move before or after it


class _Moved(NamedTuple):
    measure: Measure
    at: int
    before: float
    after: float


def values_break(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the loss or the level of values jumps within two points of a fall of the return.

    Whether the loss stays up is not asked: values that are learnt anew fit their new targets in time.
    """
    if not acts_by_values(seen):
        return
    for returns in seen.finite(Quantity.RETURN) or seen.finite(Quantity.EVAL_RETURN):
        value = returns.series.value
        fall = sharp_fall(value) if len(value) >= _FEWEST else None
        if fall is None or fall.before - fall.after < _DEEP * float(np.ptp(value)):
            continue
        for quantity in (Quantity.VALUE_LOSS, Quantity.LOSS, Quantity.Q_VALUE, Quantity.VALUE):
            for measure in seen.finite(quantity, beside=returns.tag):
                is_level = quantity in (Quantity.Q_VALUE, Quantity.VALUE)
                moved = _moved(measure, returns, fall.at, is_level=is_level)
                if moved is not None:
                    yield _symptom(seen, moved, returns, (fall.before, fall.after))
                    return


def _moved(measure: Measure, returns: Measure, at: int, *, is_level: bool) -> _Moved | None:
    """Give how values jump at one point near a point of the return."""
    steps, value = returns.series.step, measure.series.value
    first = int(np.searchsorted(measure.series.step, steps[max(0, at - _BEFORE)]))
    last = int(np.searchsorted(measure.series.step, steps[min(len(steps) - 1, at + _AFTER)]))
    for near in range(max(_AROUND, first), min(len(value) - 1, last + 1)):
        before = value[near - _AROUND : near]
        level, noise = float(np.median(before)), robust_noise(value[max(0, near - 4 * _AROUND) : near])
        after = float(np.median(value[near : near + 2]))
        moves = abs(after - level) if is_level else after - level
        is_large = moves > _DEEP * abs(level) if is_level else after > _TIMES * level > 0
        if moves > _NOISES * noise and is_large and abs(float(value[near]) - level) > moves / 2:
            return _Moved(measure, near, level, after)
    return None


def _symptom(seen: RunForDetectors, moved: _Moved, returns: Measure, fell: tuple[float, float]) -> Symptom:
    step = int(moved.measure.series.step[moved.at])
    said = (
        f"{moved.measure.tag} goes from {moved.before:.3g} to {moved.after:.3g} at step {step:,}, where {returns.tag} "
        f"falls from {fell[0]:.3g} to {fell[1]:.3g}, as where what the values are learnt from, or the world, became "
        "another"
    )
    return CARD.symptom(
        moved.measure.tag,
        Severity.WARN,
        f"{said}.",
        onset=seen.onset(moved.measure.series, moved.at),
        value=moved.after,
        threshold=moved.before,
    )
