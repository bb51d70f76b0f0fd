"""What broke first where a supervised run breaks at one point: training, held-out data, or both in the same row."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.losses.supervised import supervised_losses, trains_a_policy
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.describing.sudden_change import SuddenChange

_FEWEST = 20
_FEWEST_HELD_OUT = 5
_RISES = 1.5  # times the loss before
_STAYS = 0.9  # of the points after a break that lie so high
_OF_LOSS, _OF_ACCURACY = 0.25, 0.15  # of the level before, by which held-out data get better or worse
_LOOKS = 3  # that give a level of held-out data
_AT_FIRST = 0.5  # of what held-out data lose, by the first look
_WORSE = 0.1  # of the level: less is no loss
_CALM = 0.25  # of the level by which training may move
_RATE = 1.5  # times the rate before
_NEAR = 2  # points


class First(StrEnum):
    """Who lost at the point where a run broke."""

    TRAINING = "training"
    HELD_OUT = "held-out"
    BOTH = "both"


class Break(NamedTuple):
    """A break at one point.

    Attributes:
        first: who lost at that point.
        measure: in what it is seen.
        change: the change itself.
        other: the measure on the other side, a held-out one unless held-out data broke.
        looks: levels of that other measure: before, at the first point after the break, and at its worst since.
    """

    first: First
    measure: Measure
    change: SuddenChange
    other: Measure
    looks: tuple[float, float, float]

    @property
    def step(self) -> int:
        """The step of the break."""
        return int(self.measure.series.step[self.change.at])


def training_breaks(seen: RunForDetectors) -> Iterator[Break]:
    """Yield a break of a training loss that lasts, with what held-out data did in the same row and after it.

    Silent where the learning rate jumps there: that is told with the jump.
    """
    for measure in supervised_losses(seen, _FEWEST):
        change = sudden_change(measure.series.value, 1)
        if change is None or not 0 < _RISES * change.before < change.after:
            continue
        stays = float((measure.series.value[change.at :] > _RISES * change.before).mean()) >= _STAYS
        if not (change.lasts or stays) or rate_moves(seen, measure, change.at):
            continue
        step = int(measure.series.step[change.at])
        for other, sign in _held_out(seen, measure.tag):
            looks = _looks(other, sign, step)
            if looks is not None:
                before, first, worst = looks
                lost = sign * (worst - before)
                is_worse = lost > _WORSE * abs(before)
                at_first = sign * (first - before) > _AT_FIRST * lost
                who = First.BOTH if is_worse and at_first else First.TRAINING
                yield Break(who, measure, change, other, looks)
                return


def held_out_breaks(seen: RunForDetectors, *, for_the_worse: bool) -> Iterator[Break]:
    """Yield breaks of held-out losses and accuracies that last, while no measure of training moves at that point."""
    if trains_a_policy(seen):
        return
    for measure, worse in _held_out(seen):
        change = sudden_change(measure.series.value, worse if for_the_worse else -worse)
        if change is None or not change.lasts:
            continue
        share = abs(change.after - change.before) / max(abs(change.before), 1e-12)
        is_large = share > (_OF_LOSS if worse > 0 else _OF_ACCURACY)
        training = [
            each
            for each in seen.finite(Quantity.LOSS, Quantity.ACCURACY, beside=measure.tag)
            if len(each.series) >= _FEWEST
        ]
        step = int(measure.series.step[change.at])
        levels = [_levels(each, step) for each in training]
        if is_large and training and all(level is not None for level in levels):
            before, after = levels[0]  # type: ignore[misc]
            yield Break(First.HELD_OUT, measure, change, training[0], (before, after, after))


def rate_moves(seen: RunForDetectors, measure: Measure, at: int) -> bool:
    """Give whether a learning rate moves by half or more within two points of a point of a series."""
    step = measure.series.step
    low, high = step[max(0, at - _NEAR)], step[min(len(step) - 1, at + _NEAR)]
    for rate in seen.finite(Quantity.LEARNING_RATE, beside=measure.tag):
        near = rate.series.value[(rate.series.step >= low) & (rate.series.step <= high)]
        if len(near) and near.max() > _RATE * near.min():
            return True
    return False


def logs_a_steady_rate(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether a learning rate is logged beside a series; whether it moves is another question."""
    return bool(seen.finite(Quantity.LEARNING_RATE, beside=measure.tag))


def _held_out(seen: RunForDetectors, beside: str = "") -> Iterator[tuple[Measure, int]]:
    """Yield held-out accuracies and losses, with the sign that makes more of them worse."""
    for quantity, sign in ((Quantity.EVAL_ACCURACY, -1), (Quantity.EVAL_LOSS, 1)):
        for measure in seen.finite(quantity, beside=beside):
            if len(measure.series) >= _FEWEST_HELD_OUT:
                yield measure, sign


def _looks(measure: Measure, sign: int, step: int) -> tuple[float, float, float] | None:
    """Give the level before a step, the first look from it on, and the worst level of three looks since."""
    value, at = measure.series.value, int(np.searchsorted(measure.series.step, step))
    if at < _LOOKS or len(value) - at < _LOOKS:
        return None
    after = np.median(np.lib.stride_tricks.sliding_window_view(sign * value[at:], _LOOKS), axis=1)
    return float(np.median(value[at - _LOOKS : at])), float(value[at]), sign * float(after.max())


def _levels(measure: Measure, step: int) -> tuple[float, float] | None:
    """Give the levels of a measure of training around a step, where they hardly differ."""
    value, at = measure.series.value, int(np.searchsorted(measure.series.step, step))
    before, after = value[max(0, at - 2 * _LOOKS) : at], value[at : at + 2 * _LOOKS]
    if min(len(before), len(after)) < _LOOKS:
        return None
    levels = float(np.median(before)), float(np.median(after))
    return levels if abs(levels[1] - levels[0]) <= _CALM * abs(levels[0]) else None
