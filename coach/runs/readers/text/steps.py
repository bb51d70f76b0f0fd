"""At which step each line of a console text was printed.

Counters within an epoch go on over the epochs where the epochs and their length are known. Lines that do not count, or
count something coarser than most do, were printed at the step of the line above them that does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import words_of
from coach.runs.readers.rows import LARGEST_STEP
from coach.runs.readers.text.line_tables import Part, Table
from coach.runs.readers.text.names import Counter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_MOSTLY = 0.5  # of the lines
_SELDOM = 0.2  # of the lines: more steps back are lengths of episodes and the like (editorial)
_OF_AN_UPDATE = frozenset({"loss", "losses", "lr", "rate", "reward", "rewards", "return"})
_SHORTEST = 3  # lines of a training among several
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
        length: steps of an epoch where the lines count within epochs; 0 where they count on.
    """

    unit: str
    column: int
    step: NDArray[np.float64]
    planned: int | None = None
    length: float = 0.0

    def counts_like(self, other: Counted) -> bool:
        """Give whether two tables are on one axis; batches of the validation are none of the training's."""
        return self.unit == other.unit and self.length == other.length


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
    marks = [*zip(tables, counted, strict=True), *_alone(tables, others, epochs)]
    most = _MOSTLY * max(table.rows for table in _of_updates(tables))
    found = [each for each in counted if each.column >= 0 and len(each.step) >= most]
    found = found or [each for _, each in marks[len(tables) :]]
    if not found:
        return _lines(tables)
    main = min(found, key=lambda each: (_FINEST_FIRST.index(Counter(each.unit)), -len(each.step)))
    axis = _Axis.of([(table.joined().line, each.step) for table, each in marks if each.counts_like(main)])
    if main.column < 0 or (axis.step == axis.step[0]).all():
        return _lines(tables)  # a setting, such as the epochs of an update, rather than a counter
    is_own = [each.counts_like(main) for each in counted]
    by_table = [
        each.step if own else axis.at(table.joined().line)
        for table, each, own in zip(tables, counted, is_own, strict=True)
    ]
    columns = [each.column if own else -1 for each, own in zip(counted, is_own, strict=True)]
    if _goes_on_outside(max(tables, key=lambda table: table.rows), (*tables, *others)):
        return Steps(main.unit, by_table, columns, None, None)
    return Steps(main.unit, by_table, columns, main.planned, epochs.planned)


def _of_updates(tables: Sequence[Table]) -> Sequence[Table]:
    """Give the tables that name what an update has; Darknet prints what each of its layers found besides."""
    words = [{word for name in table.names for word in words_of(name)} for table in tables]
    return [table for table, each in zip(tables, words, strict=True) if each & _OF_AN_UPDATE] or tables


def _goes_on_outside(main: Table, tables: Sequence[Table]) -> bool:
    """Give whether a rarer counter that began before the main lines has a total it did not come to.

    Three of three epochs of the first of forty iterations are no end.
    """
    begins = main.joined().line[0]
    for table in tables:
        if table.rows >= main.rows or table.joined().line[0] >= begins:
            continue
        for at, column in enumerate(table.columns):
            total = _constant(table.totals(at))
            if column.counter and total is not None and table.numbers(at)[-1] < _AT_THE_END * total:
                return True
    return False


class _Axis(NamedTuple):
    """The lines that count, in their order: int64[line], float64[line]."""

    line: NDArray[np.int64]
    step: NDArray[np.float64]

    @classmethod
    def of(cls, parts: Sequence[tuple[NDArray[np.int64], NDArray[np.float64]]]) -> _Axis:
        line, step = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(line, kind="stable")
        return cls(line[order], step[order])

    def at(self, line: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the steps of lines that do not count: of the counting line above, or below where that comes last."""
        comes_last = line[0] < self.line[0] and len(line) > _MOSTLY * len(self.line)
        at = (
            np.searchsorted(self.line, line)
            if comes_last
            else np.searchsorted(self.line, line, side="right") - 1
        )
        return self.step[np.clip(at, 0, len(self.line) - 1)]


def _alone(tables: Sequence[Table], others: Sequence[Table], epochs: _Epochs) -> list[tuple[Table, Counted]]:
    """Give the counters that stand on lines of their own, progress bars among them."""
    line = np.sort(np.concatenate([table.joined().line for table in tables]))
    alone = []
    for other in others:
        for table in (*_bars(other, line), other):
            counted = _counted(table, epochs)
            if counted.column >= 0:
                alone.append((table, counted))
                break
    return alone


def _bars(table: Table, line: NDArray[np.int64]) -> list[Table]:
    """Give the drawings of the progress bar that advances with the lines of a training, out of those of all bars."""
    unnamed = (at for at, column in enumerate(table.columns) if not column.tag)
    totals = next((each for at in unnamed if (each := table.totals(at)) is not None), None)
    if totals is None or (totals == totals[0]).all():
        return []
    part = table.joined()
    above = np.searchsorted(part.line, line, side="right") - 1
    shown, times = np.unique(totals[above[above >= 0]], return_counts=True)
    if not len(shown):
        return []
    chosen = totals == shown[np.argmax(times)]
    return [Table(table.columns, table.rank, [Part(*(column[chosen] for column in part))])]


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
    for counter in _FINEST_FIRST:
        for at, column in enumerate(table.columns):
            number, total = table.numbers(at), _constant(table.totals(at))
            if column.counter is not counter or not _are_steps(number) or _is_of_no_epoch(table, at):
                continue
            if counter in (Counter.STEP, Counter.BATCH):
                counted = _within_epochs(at, line, number, total, epochs)
                counted = counted or (
                    Counted(Counter.STEP, at, number, _whole(total)) if _orders(number) else None
                )
                if counted is not None:
                    return counted
            elif _orders(number) or (counter is Counter.EPOCH and _begins_anew(number)):
                return Counted(counter, at, number, _whole(total))
    return Counted("", -1, np.zeros(0))


def _is_of_no_epoch(table: Table, at: int) -> bool:
    """Give whether a count is out of another total on most lines: right answers, not batches of an epoch."""
    totals = table.totals(at)
    is_batch = table.columns[at].counter is Counter.BATCH
    return (
        is_batch
        and totals is not None
        and len(totals) > 1
        and bool(np.diff(totals).astype(bool).mean() > _MOSTLY)
    )


def _within_epochs(
    at: int, line: NDArray[np.int64], number: NDArray[np.float64], total: float | None, epochs: _Epochs
) -> Counted | None:
    """Give steps over all epochs where the counter begins anew in each; None where it does not."""
    gone = np.diff(number)
    back = gone < 0
    epoch = _epoch_at(line, epochs)
    is_anew = back.any() or (total is not None and not gone.any() and len(number) > 1)
    if epoch is None:
        ended = number[:-1][back] >= _AT_THE_END * total if total is not None else np.zeros(0)
        if not len(ended) or ended.mean() <= _MOSTLY:
            return None  # a training begun anew rather than another epoch
        epoch = np.concatenate(([0.0], np.cumsum(back)))
    elif not is_anew or not (np.diff(epoch)[back] != 0).all():
        return None
    length = total if total is not None else float(number.max()) + (1.0 if number.min() == 0 else 0.0)
    step = epoch * length + number
    planned = None if epochs.planned is None else int(epochs.planned * length)
    return Counted(Counter.STEP, at, step, planned, length) if _orders(step) else None


def _epoch_at(line: NDArray[np.int64], epochs: _Epochs) -> NDArray[np.float64] | None:
    """Give float64[row], the epoch last named at or above each line; None where none is."""
    at = np.searchsorted(epochs.line, line, side="right") - 1
    return epochs.epoch[np.maximum(at, 0)] if len(epochs.line) else None


def _lines(tables: Sequence[Table]) -> Steps:
    """Count the lines of the longest table; the others were printed at its lines above them."""
    lines = max(tables, key=lambda table: table.rows).joined().line
    axis = _Axis(lines, np.arange(len(lines), dtype=np.float64))
    return Steps(LINES, [axis.at(table.joined().line) for table in tables], [-1] * len(tables), None, None)


def _are_steps(number: NDArray[np.float64]) -> bool:
    return bool((np.isfinite(number) & (np.abs(number) < LARGEST_STEP) & (number % 1 == 0)).all())


def _orders(number: NDArray[np.float64]) -> bool:
    """Give whether a counter tells most lines from those before them, and seldom goes back."""
    gone = np.diff(number)
    return len(number) == 1 or bool((gone != 0).mean() > _MOSTLY and (gone < 0).mean() < _SELDOM)


def _begins_anew(number: NDArray[np.float64]) -> bool:
    """Give whether a counter goes up by one and begins again where it began: short trainings, one after the other."""
    gone = np.diff(number)
    starts = number[1:][gone < 0]
    runs = np.diff(np.flatnonzero(gone < 0), prepend=-1)
    is_long = len(runs) > 0 and int(runs.min()) >= _SHORTEST
    return is_long and bool((gone[gone >= 0] == 1).all() and (starts == number[0]).all())


def _whole(total: float | None) -> int | None:
    return None if total is None else int(total)


def _constant(totals: NDArray[np.float64] | None) -> float | None:
    """Give the total that all lines name; None where they do not."""
    if totals is None or not len(totals) or not (totals == totals[0]).all() or not totals[0] > 0:
        return None
    return float(totals[0])
