"""Numbers that a console text holds twice: progress bars drawn again, results repeated in words."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.text.line_tables import Part, Table
from coach.runs.readers.text.shape import is_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.runs.readers.columns import Columns

_NEAR = 10  # lines
_MOVED_ON = (
    1  # what is done between the two drawings; a bar that is drawn rarely shows the same numbers by chance
)


def without_redrawn(tables: Sequence[Table]) -> list[Table]:
    """Give the tables without the drawings of a progress bar whose numbers the next drawing shows again.

    A bar is drawn once when its numbers are set and once more when it has moved on, at the step they belong to.
    """
    bars = [at for at, table in enumerate(tables) if _is_bar(table)]
    drawn = sorted((int(line), at, row) for at in bars for row, line in enumerate(tables[at].joined().line))
    stale: dict[int, list[int]] = {at: [] for at in bars}
    is_fresh = True
    for (line, at, row), (next_line, next_at, next_row) in pairwise(drawn):
        moved = _done(tables[next_at], next_row) - _done(tables[at], row)
        is_again = next_line == line + 1 and is_fresh and moved <= _MOVED_ON
        if is_again and _numbers(tables[at], row, tables[next_at]) == _numbers(
            tables[next_at], next_row, tables[at]
        ):
            stale[at].append(row)
            is_fresh = False
        else:
            is_fresh = True
    fresh = [_without(table, stale.get(at, [])) for at, table in enumerate(tables)]
    return [table for table in fresh if table.rows]


def said_once(columns: Columns, line: NDArray[np.int64], is_counted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give bool[point], false for a point of a line that counts nothing where a counting line near by said it already.

    Args:
        columns: the points of one tag by line.
        line: int64[point].
        is_counted: bool[point], whether the line of each counts steps or epochs.
    """
    kept = np.ones(len(line), dtype=bool)
    last: dict[tuple[int, float], int] = {}
    for at, key in enumerate(zip(columns.step.tolist(), columns.value.tolist(), strict=True)):
        first = last.setdefault(key, at)
        if is_counted[first] and not is_counted[at] and line[at] - line[first] <= _NEAR:
            kept[at] = False
        else:
            last[key] = at
    return kept


def _is_bar(table: Table) -> bool:
    return any(each.counter is None and is_rate(each.tag) for each in table.columns) and any(
        each.counter is not None and each.total >= 0 for each in table.columns
    )


def _done(table: Table, row: int) -> float:
    """Give how much of the whole a bar says is done."""
    at = next(n for n, each in enumerate(table.columns) if each.counter is not None and each.total >= 0)
    return float(table.numbers(at)[row])


def _numbers(table: Table, row: int, other: Table) -> tuple[float, ...] | None:
    """Give the numbers of a row that the other table has too; None where there are none."""
    shared = sorted(table.names & other.names)
    numbers = table.joined().number[row]
    found = {
        each.tag: float(numbers[at])
        for at, each in enumerate(table.columns)
        if each.counter is None and not is_rate(each.tag)
    }
    return tuple(found[name] for name in shared if name in found) or None


def _without(table: Table, rows: list[int]) -> Table:
    if not rows:
        return table
    part = table.joined()
    kept = np.ones(len(part.line), dtype=bool)
    kept[rows] = False
    return Table(table.columns, table.rank, [Part(part.line[kept], part.seconds[kept], part.number[kept])])
