"""When each line of a console text was printed, where no line bears a time of day.

Lines may name the seconds since the start; progress bars show those since they began, which are added up over the
bars; lines may say how long one step, or all that a line is about, has taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import as_step_name, clock_rank, words_of
from coach.runs.readers.clock import Clock, clock_of
from coach.runs.readers.step_axis import StepAxis
from coach.runs.readers.text.names import Counter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.runs.readers.text.bars import Bars
    from coach.runs.readers.text.line_tables import Table
    from coach.runs.readers.text.steps import Steps

_FEWEST = 3  # lines that tell the time; fewer are results
_TIME = "time"
_BARS = "no line tells the time; the seconds behind its progress bars are added up"


class _Told(NamedTuple):
    """Lines that tell the time: int64[line], float64[line] seconds."""

    line: NDArray[np.int64]
    seconds: NDArray[np.float64]

    def at(self, line: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the seconds of other lines: of the last line at or above that tells them, NaN before the first."""
        at = np.searchsorted(self.line, line, side="right") - 1
        return np.where(at >= 0, self.seconds[np.maximum(at, 0)], np.nan)

    def below(self, line: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the seconds of lines of a block whose end tells the time."""
        at = np.searchsorted(self.line, line)
        return np.where(at < len(self.line), self.seconds[np.minimum(at, len(self.line) - 1)], np.nan)


class _Behind(NamedTuple):
    """The seconds behind the bars of a training, and whether it has more than one."""

    told: _Told
    are_several: bool


def elapsed(
    tables: Sequence[Table], others: Sequence[Table], steps: Steps, bars: Bars
) -> tuple[list[NDArray[np.float64]], str]:
    """Give float64[row] for each table, seconds since the start, NaN where nothing tells them; and what was added up.

    Args:
        tables: of the training, at least one.
        others: what else was printed.
        steps: of the tables.
        bars: what the progress bars of tqdm say.
    """
    lines = [table.joined().line for table in tables]
    if (named := _named(tables, others, steps)) is not None:
        return [_along(named, line) for line in lines], ""
    by_bars = [bars.clock(line) for line in lines]
    if any(np.isfinite(seconds).any() for seconds in by_bars):
        return by_bars, ""
    if (behind := _behind_bars(tables)) is not None:
        return [behind.told.at(line) for line in lines], _BARS if behind.are_several else ""
    at = max(range(len(tables)), key=lambda each: tables[each].rows)
    lasting = _lasting(tables[at], steps.by_table[at], steps.unit)
    if not np.isfinite(lasting.seconds).any():
        return [np.full(len(line), np.nan) for line in lines], ""
    told = _Told(lines[at], lasting.seconds)
    return [told.at(line) for line in lines], lasting.says.replace("column", "line", 1)


def _along(told: _Told, line: NDArray[np.int64]) -> NDArray[np.float64]:
    comes_last = line[0] < told.line[0] and len(line) <= len(told.line) + 1
    return told.below(line) if comes_last else told.at(line)


def _named(tables: Sequence[Table], others: Sequence[Table], steps: Steps) -> _Told | None:
    """Give the seconds since the start that lines name: `Total time: 12.4s`, `elapsed 0:03:10`."""
    axis = _steps_by_line(tables, steps)
    for table in (*tables, *others):
        at = {
            each.tag: n
            for n, each in enumerate(table.columns)
            if each.counter is None and clock_rank(each.tag) is not None and as_step_name(each.tag) is None
        }
        if table.rows < _FEWEST or not at:
            continue
        line = table.joined().line
        clock = clock_of(
            at,
            lambda name, table=table, at=at: table.numbers(at[name]),  # type: ignore[misc]
            StepAxis("", axis.at(line), "", None),
        )
        if np.isfinite(clock.seconds).any() and not clock.says:
            return _Told(line, clock.seconds)
    return None


def _steps_by_line(tables: Sequence[Table], steps: Steps) -> _Told:
    line = np.concatenate([table.joined().line for table in tables])
    step = np.concatenate(steps.by_table)
    order = np.argsort(line, kind="stable")
    return _Told(line[order], step[order])


def _behind_bars(tables: Sequence[Table]) -> _Behind | None:
    """Give the seconds that stand behind bars which are whole, or in a `total`, each bar's added to those before."""
    own = [table for table in tables if _column(table) is not None and table.rows >= _FEWEST]
    if not own:
        return None
    chosen = max(own, key=lambda each: each.rows)
    seconds, line = chosen.numbers(_column(chosen) or 0), chosen.joined().line
    counter = next((chosen.numbers(at) for at, each in enumerate(chosen.columns) if each.total >= 0), None)
    added = _added_up(seconds, counter, line)
    return _Behind(_Told(line, added), are_several=bool((added != seconds).any()))


def _column(table: Table) -> int | None:
    return next((at for at, each in enumerate(table.columns) if each.counter is Counter.ELAPSED), None)


def _added_up(
    seconds: NDArray[np.float64], counter: NDArray[np.float64] | None, line: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give the seconds over all bars; a new one begins where the seconds or what the bar counts do not go on.

    A bar that is drawn again on the next line as it was is the same one.
    """
    is_new = np.diff(seconds) < 0
    if counter is not None:
        is_next = np.diff(line) == 1
        is_new |= (np.diff(counter) < 0) | ((np.diff(counter) == 0) & ~is_next)
    return seconds + np.concatenate(([0.0], np.cumsum(np.where(is_new, seconds[:-1], 0.0))))


def _lasting(table: Table, step: NDArray[np.float64], unit: str) -> Clock:
    """Give the time that a line says one step, or all it is about, has taken, added up.

    What is shorter than another time on the line is a part of that, as ESPnet's `iter_time`, which loads the data.
    """
    at = {each.tag: n for n, each in enumerate(table.columns) if each.counter is None}
    lasts = {name: float(np.nanmedian(table.numbers(n))) for name, n in at.items() if _TIME in words_of(name)}
    longest = max(lasts.values(), default=0.0)
    known = [name for name in at if lasts.get(name, longest) >= longest]
    return clock_of(known, lambda name: table.numbers(at[name]), StepAxis("", step, "", as_step_name(unit)))
