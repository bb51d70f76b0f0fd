"""When each row of a table was written: seconds since 1970 or since the start, from the column that tells the time.

A clock never goes back, but for a second now and then, and for restarts, after which the seconds since the start
begin anew. What goes up and down is the time that something took: one step (detectron2, MMEngine) or all that was
done for one row. Where no clock is logged, that is added up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import clock_rank, is_time_of_a_row, is_time_of_a_step, is_time_of_all, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from coach.runs.readers.step_axis import StepAxis

_MOMENT = 1e8  # seconds; three years is more than a run takes, and less than has passed since 1970
_NANOSECONDS, _MICROSECONDS, _MILLISECONDS = (
    1e17,
    1e14,
    1e11,
)  # since 1970; what is below counts in longer units
_UNITS = {
    **dict.fromkeys(("ms", "msec", "msecs", "milliseconds"), 1e-3),
    **dict.fromkeys(("minutes", "mins"), 60.0),
    **dict.fromkeys(("hours", "hrs", "hr"), 3600.0),
}
# The next six are editorial.
_SET_BACK = 5.0  # seconds, by which a clock may be corrected
_RARELY = 0.05  # of the rows
_ANEW = 0.5  # of what it was before: seconds that begin anew are fewer
_UPS_A_RESTART = 2  # at least; what is up as often as down is no clock
_SHORT = 10  # rows; the times of so few steps may go up by chance
_MANY_STEPS, _LITTLE_TIME = 4.0, 1.5  # times as many at the end as at the start
_LONGEST_ROW = 1e6  # seconds
_OF_ONE_STEP = frozenset({"data_time", "eta_seconds", "eta"})  # beside them `time` is that of one step


class Clock(NamedTuple):
    """float64[row], the seconds, NaN where nothing tells them; and what was added up, in words, or nothing."""

    seconds: NDArray[np.float64]
    says: str = ""


def clock_of(names: Iterable[str], values: Callable[[str], NDArray[np.float64]], steps: StepAxis) -> Clock:
    """Give when each row was written.

    Args:
        names: of the columns of a table.
        values: give float64[row] for a name, NaN where a row has no number there.
        steps: what counts the steps of the table.
    """
    others = [name for name in dict.fromkeys(names) if name != steps.name]
    ranks = {name: rank for name in others if (rank := clock_rank(name)) is not None}
    ranked = sorted(ranks, key=lambda name: (ranks[name], name))
    for name in ranked:
        seconds = _as_clock(_in_seconds(name, values(name)), steps.value)
        if seconds is not None:
            return Clock(seconds)
    lasting = [name for name in others if is_time_of_a_step(name) or is_time_of_a_row(name)]
    for name in filter(is_time_of_all, (*ranked, *lasting)):
        lasted = _in_seconds(name, values(name))
        known = lasted[np.isfinite(lasted)]
        each = _steps_each(name, others, steps, np.isfinite(lasted))
        if each is not None and len(known) and known.min() >= 0 and 0 < known.max() < _LONGEST_ROW:
            seconds = np.cumsum(np.nan_to_num(lasted * each, nan=0.0, posinf=0.0))
            what = "step" if each.max() > 1 else "row"
            return Clock(
                seconds, f"no column tells the time; `{name}`, the seconds of one {what}, is added up"
            )
    return Clock(np.full(len(steps.value), np.nan))


def _in_seconds(name: str, value: NDArray[np.float64]) -> NDArray[np.float64]:
    known = value[np.isfinite(value)]
    unit = next((_UNITS[word] for word in words_of(name) if word in _UNITS), 1.0)
    typical = float(np.median(known)) if len(known) else 0.0
    for since, one in ((_NANOSECONDS, 1e-9), (_MICROSECONDS, 1e-6), (_MILLISECONDS, 1e-3)):
        if typical >= since:
            return value * one
    return value * unit


def _as_clock(seconds: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Give the seconds as those of one clock that goes on after restarts; None where they are no clock's."""
    known = np.isfinite(seconds)
    told, at = seconds[known], steps[known]
    by = np.diff(told)
    if not len(told) or (len(by) and not by.any()):
        return None
    is_moment = told[0] >= _MOMENT
    with np.errstate(invalid="ignore"):
        is_restart = (by < 0) & ((np.diff(at) < 0) | ((told[1:] <= _ANEW * told[:-1]) & (not is_moment)))
    if (by > 0).sum() < _UPS_A_RESTART * (by < 0).sum() or ((by < 0) & ~is_restart).sum() > _RARELY * len(by):
        return None
    if not is_moment and _stands_still(told, at):
        return None
    if not is_moment:
        told = told + np.concatenate(([0.0], np.cumsum(np.where(is_restart, -by, 0.0))))
    clock = seconds.copy()
    stretches = np.split(told, np.flatnonzero(np.diff(told) < -_SET_BACK) + 1)
    clock[known] = np.concatenate([np.maximum.accumulate(stretch) for stretch in stretches])
    return clock


def _stands_still(told: NDArray[np.float64], at: NDArray[np.float64]) -> bool:
    """Give whether the steps went far on while a few numbers, taken for seconds, hardly did."""
    if len(told) >= _SHORT or len(told) < 2 or not np.isfinite(at).all():  # noqa: PLR2004 - from one to another
        return False
    first, last = max(1.0, float(at[0])), float(at[-1])
    return last >= _MANY_STEPS * first and told[-1] < _LITTLE_TIME * told[0]


def _steps_each(
    name: str, names: Sequence[str], steps: StepAxis, known: NDArray[np.bool_]
) -> NDArray[np.float64] | None:
    """Give how many times a duration passed before each row; None where that cannot be told.

    `time` alone may be that of a step or that of a row. It is told where every step has a row, or many steps of an
    environment lie between two; and where other columns, which detectron2 and MMEngine write, say that it is a step's.
    """
    rows = len(steps.value)
    if is_time_of_a_row(name):
        return np.ones(rows)
    is_of_a_step = is_time_of_a_step(name) or bool(_OF_ONE_STEP & {each.rsplit("/", 1)[-1] for each in names})
    counted = steps.inner if steps.inner is not None else steps.value
    if steps.inner is None and (steps.kind is None or not steps.kind.counts_updates):
        return None if is_of_a_step else np.ones(rows)
    at = np.flatnonzero(known & np.isfinite(counted))
    by = np.diff(counted[at])
    typical = float(np.median(by[by > 0])) if (by > 0).any() else 1.0
    if typical > 1 and not is_of_a_step:
        return None
    each = np.full(rows, typical)
    if steps.inner is None:
        each[at[1:]] = np.where(by > 0, by, typical)
    return each
