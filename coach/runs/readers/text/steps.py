"""At which step each line of a console text was printed.

Counters within an epoch go on over the epochs where the epochs and their length are known. Lines that do not count, or
count something coarser than most do, were printed at the step of the line above them that does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.rows import LARGEST_STEP
from coach.runs.readers.text.names import Counter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.runs.readers.text.line_tables import Table

_MOSTLY = 0.5  # of the lines
_AT_THE_END = 0.9  # of a total: from there on a counter that starts anew has come to the end of its epoch
_FINEST_FIRST = (Counter.FRAME, Counter.STEP, Counter.BATCH, Counter.EPISODE, Counter.EPOCH)
LINES = "line"
"""What is counted where nothing on the lines does."""


class Counted(NamedTuple):
    """The steps of one table.

    Attributes:
        unit: what its lines count.
        column: where; -1 for none.
        step: float64[row].
        planned: the last step there is to be; None where the lines do not say.
    """

    unit: str
    column: int
    step: NDArray[np.float64]
    planned: int | None


class Steps(NamedTuple):
    """The steps of all tables of a text.

    Attributes:
        unit: what is counted.
        by_table: float64[row] for each table.
        columns: which column of each table was taken; -1 for none.
        planned: the last step there is to be; None where the lines do not say.
        epochs: how many epochs there are to be; None where the lines do not say.
    """

    unit: str
    by_table: list[NDArray[np.float64]]
    columns: list[int]
    planned: int | None
    epochs: int | None


def steps_of(tables: Sequence[Table], others: Sequence[Table]) -> Steps:
    """Give the steps of the tables of a training.

    Args:
        tables: of the training, at least one.
        others: what else was printed; `Epoch 3/10` on a line of its own counts for the lines below it.
    """
    epochs = _epochs((*tables, *others))
    counted = [_counted(table, epochs) for table in tables]
    alone = [each for table in others if (each := _counted(table, epochs)).column >= 0]
    found = [each for each in counted if each.column >= 0] or alone
    if not found:
        return _lines(tables)
    main = min(found, key=lambda each: (_FINEST_FIRST.index(Counter(each.unit)), -len(each.step)))
    lines, steps = _reached((*tables, *others), epochs, main.unit)
    by_table = [
        each.step if each.unit == main.unit else _carried(table.joined().line, lines, steps)
        for table, each in zip(tables, counted, strict=True)
    ]
    columns = [each.column if each.unit == main.unit else -1 for each in counted]
    return Steps(main.unit, by_table, columns, main.planned, epochs.planned)


class _Epochs(NamedTuple):
    """Lines that name an epoch: int64[line], float64[line], the first number counting from 0; how many are planned."""

    line: NDArray[np.int64]
    epoch: NDArray[np.float64]
    planned: int | None


def _epochs(tables: Sequence[Table]) -> _Epochs:
    marks, planned = [], set()
    for table in tables:
        for at, column in enumerate(table.columns):
            number = table.numbers(at)
            if column.counter is Counter.EPOCH and _are_steps(number):
                marks.append((table.joined().line, number))
                totals = table.totals(at)
                planned |= set() if totals is None else set(totals.tolist())
    if not marks:
        return _Epochs(np.zeros(0, dtype=np.int64), np.zeros(0), None)
    line, epoch = (np.concatenate(column) for column in zip(*marks, strict=True))
    order = np.argsort(line, kind="stable")
    base = 0.0 if epoch.min() <= 0 else 1.0
    return _Epochs(line[order], epoch[order] - base, int(planned.pop()) if len(planned) == 1 else None)


def _counted(table: Table, epochs: _Epochs) -> Counted:
    """Give what the lines of a table count: the finest of their counters that orders them."""
    line = table.joined().line
    candidates = [(at, each.counter) for at, each in enumerate(table.columns) if each.counter is not None]
    for counter in _FINEST_FIRST:
        for at in (at for at, each in candidates if each is counter):
            number, total = table.numbers(at), _constant(table.totals(at))
            if not _are_steps(number):
                continue
            if counter in (Counter.STEP, Counter.BATCH):
                through = _through_epochs(line, number, total, epochs, is_batch=counter is Counter.BATCH)
                if through is not None:
                    return Counted(Counter.STEP, at, *through)
            elif _orders(number):
                return Counted(counter, at, number, int(total) if total else None)
    return Counted("", -1, np.zeros(0), None)


def _through_epochs(
    line: NDArray[np.int64], number: NDArray[np.float64], total: float | None, epochs: _Epochs, *, is_batch: bool
) -> tuple[NDArray[np.float64], int | None] | None:
    """Give the steps over all epochs, and the last one planned; None where the counter orders nothing."""
    back = np.flatnonzero(np.diff(number) < 0)
    if not len(back):
        is_one_epoch = is_batch and epochs.planned not in (None, 1)
        return (number, None if total is None or is_one_epoch else int(total)) if _orders(number) else None
    length = total if total is not None else float(number.max()) + (1.0 if number.min() == 0 else 0.0)
    epoch = _epoch_at(line, epochs)
    if epoch is None and (total is None or np.mean(number[back] >= _AT_THE_END * length) <= _MOSTLY):
        return number, None if total is None else int(total)  # a training begun anew rather than another epoch
    if epoch is not None and not (np.diff(epoch)[back] > 0).any():
        return (number, None) if _orders(number) else None
    if epoch is None:
        epoch = np.concatenate(([0.0], np.cumsum(np.diff(number) < 0)))
    planned = None if epochs.planned is None else int(epochs.planned * length)
    return epoch * length + number, planned


def _epoch_at(line: NDArray[np.int64], epochs: _Epochs) -> NDArray[np.float64] | None:
    """Give float64[row], the epoch last named at or above each line; None where none is."""
    at = np.searchsorted(epochs.line, line, side="right") - 1
    return epochs.epoch[np.maximum(at, 0)] if len(epochs.line) else None


def _reached(
    tables: Sequence[Table], epochs: _Epochs, unit: str
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the lines that count in a unit, and the step of each."""
    marks = [
        (table.joined().line, each.step) for table in tables if (each := _counted(table, epochs)).unit == unit
    ]
    line, step = (np.concatenate(column) for column in zip(*marks, strict=True))
    order = np.argsort(line, kind="stable")
    return line[order], step[order]


def _carried(
    line: NDArray[np.int64], lines: NDArray[np.int64], steps: NDArray[np.float64]
) -> NDArray[np.float64]:
    return steps[np.maximum(np.searchsorted(lines, line, side="right") - 1, 0)]


def _lines(tables: Sequence[Table]) -> Steps:
    """Count the lines of the longest table; the others were printed at its lines above them."""
    lines = max(tables, key=lambda table: table.rows).joined().line
    steps = np.arange(len(lines), dtype=np.float64)
    return Steps(LINES, [_carried(table.joined().line, lines, steps) for table in tables], [-1] * len(tables), None, None)


def _are_steps(number: NDArray[np.float64]) -> bool:
    return bool((np.isfinite(number) & (np.abs(number) < LARGEST_STEP) & (number % 1 == 0)).all())


def _orders(number: NDArray[np.float64]) -> bool:
    """Give whether a counter tells most lines from the ones before them."""
    return len(number) == 1 or bool((np.diff(number) != 0).mean() > _MOSTLY)


def _constant(totals: NDArray[np.float64] | None) -> float | None:
    """Give the total that all lines name; None where they do not."""
    if totals is None or not len(totals) or not (totals == totals[0]).all() or not totals[0] > 0:
        return None
    return float(totals[0])
