"""A column of steps that starts again and again: trainings one after the other, or the parts of one training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

# All of them are editorial.
_SHORT = 10  # rows; a training is logged more often
_MANY = 50  # more than that are parts of one training, however long they are
_A_JUMP = 3.0  # times the usual change from one row to the next
_MOSTLY = 0.5  # of the quantities


def is_one_training(
    step: NDArray[np.float64], quantities: Iterable[NDArray[np.float64]], *, is_looped: bool
) -> bool:
    """Tell whether a column that starts again counts inside one training, so that its rows are to be counted.

    Short stretches are parts of one training, and so are long ones over which most of what was logged goes on: where
    trainings follow one another, it jumps when the next one begins.

    Args:
        step: float64[row] of a column that starts again; NaN where a row has none.
        quantities: float64[row] of what was logged, neither steps nor a clock.
        is_looped: another column counts the stretches; without one a few of them are trainings, however short, and so
            are many over which what was logged jumps.
    """
    stands = np.isfinite(step)
    known = step[stands]
    starts = np.flatnonzero(np.diff(known) < 0) + 1
    rows = float(np.median(np.diff(starts, prepend=0, append=len(known))))
    is_many = len(starts) >= _MANY
    if not is_looped and not (is_many and _from_the_start(known, starts)):
        return False
    if rows < _SHORT or (is_many and is_looped):
        return True
    return _goes_on((each[stands] for each in quantities), starts)


def _from_the_start(step: NDArray[np.float64], starts: NDArray[np.int64]) -> bool:
    """Tell whether every stretch begins where the first one does, and none where another was left."""
    return bool((np.abs(step[starts] - step[0]) <= abs(step[1] - step[0])).all())


def _goes_on(quantities: Iterable[NDArray[np.float64]], starts: NDArray[np.int64]) -> bool:
    jumps = [is_jump for each in quantities if (is_jump := _jumps(each, starts)) is not None]
    return bool(jumps) and sum(jumps) < _MOSTLY * len(jumps)


def _jumps(value: NDArray[np.float64], starts: NDArray[np.int64]) -> bool | None:
    """Tell whether a quantity jumps where the steps start again; None where it hardly ever changes."""
    change = np.abs(np.diff(value))
    there = change[starts - 1]
    usual = np.delete(change, starts - 1)
    there, usual = there[np.isfinite(there)], usual[np.isfinite(usual)]
    if not len(there) or not len(usual) or not np.median(usual):
        return None
    return bool(np.median(there) > _A_JUMP * np.median(usual))
