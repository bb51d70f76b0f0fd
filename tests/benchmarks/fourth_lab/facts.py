"""What a good eye sees in a log: sentences with values, worked out from the rows and true of them by construction."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.benchmarks.fourth_lab.rig import Log

NEAR = 4
_AT_ONCE = 0.02  # of the run


def _mean(values: list[float]) -> float:
    finite = [value for value in values if math.isfinite(value)]
    return float(np.mean(finite)) if finite else math.nan


def onset(log: Log, begins: float) -> int | None:
    """Give the index of the first row that holds something of the fault, if that began later than the run.

    What is not finite begins where the first such number stands: chance decides in which batch that is.
    """
    last = log.rows[-1].step
    bad = (i for i, row in enumerate(log.rows) if not all(map(math.isfinite, row.values.values())))
    if begins > _AT_ONCE and (first := next(bad, None)) is not None:
        return first
    return (
        next((i for i, row in enumerate(log.rows) if row.step > begins * last), None)
        if begins > _AT_ONCE
        else None
    )


def fact(log: Log, how: str, quantity: str, begins: float) -> str | None:
    """Say one fact, or nothing where it does not hold or cannot be seen."""
    if how == "apart":
        one, other = quantity.split(",")
        a, b = _mean(log.series(one)[-5:]), _mean(log.series(other)[-5:])
        return f"{one} ends at {a:.3g} and {other} at {b:.3g} (means of the last 5 rows)"
    values = log.series(quantity)
    if not values:
        return None
    at = onset(log, begins)
    if how == "jump" and at is not None:
        return _jump(quantity, values, at - len(log.rows) + len(values), at)
    return _whole(how, quantity, values)


def _jump(quantity: str, values: list[float], at: int, row: int) -> str | None:
    before, after = _mean(values[max(at - NEAR, 0) : at]), _mean(values[at + 1 : at + 1 + NEAR])
    luck = 3 * float(np.std(values[max(at - 2 * NEAR, 0) : at])) + 0.02 * abs(before)
    return (
        f"{quantity} goes from {before:.3g} to {after:.3g} at row {row + 1}"
        if abs(after - before) > luck
        else None
    )


def _whole(how: str, quantity: str, values: list[float]) -> str | None:
    first, last, count = _mean(values[:5]), _mean(values[-5:]), len(values)
    half = values[count // 2 :]
    best = max(range(count), key=lambda index: -math.inf if math.isnan(values[index]) else values[index])
    bad = next((index + 1 for index, value in enumerate(values) if not math.isfinite(value)), None)
    if how == "nan" and bad is None:
        return None
    return {
        "nan": f"{quantity} is not a number from row {bad} of {count} on",
        "peak": f"{quantity} is highest at row {best + 1} of {count} ({values[best]:.3g}), and ends at {last:.3g}",
        "still": f"{quantity} lies between {min(half):.3g} and {max(half):.3g} over the second half",
        "starts": f"{quantity} starts at {first:.3g} (mean of the first 5 rows)",
    }.get(how, f"{quantity} goes from {first:.3g} to {last:.3g} (means of the first and last 5 rows)")
