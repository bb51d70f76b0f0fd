"""Tables that a training prints under a line of names: skorch, scikit-learn, fastai, YOLO.

      epoch    train_loss    valid_loss     dur
    -------  ------------  ------------  ------
          1        1.0217        0.8862  0.2104

YOLO prints the names anew above each row, and the drawing of a bar behind the row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.readers.text.line_tables import names_a_quantity
from coach.runs.readers.text.names import Counter, counter_in
from coach.runs.readers.text.shape import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = re.compile(r"\s{2,}|\t+")
_NAME = re.compile(r"[A-Za-z][\w@%/.()\- ]*")
_CELL = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|-?inf)(?:/(\d+))?[A-Za-z%:]{0,3}")
_RULE = frozenset("-=+| \u2500")
_FEWEST_NAMES = 3
_LONGEST_NAME = 30
_MOSTLY = 0.5  # of the cells are numbers
_MISFITS = 2  # lines between the names and the rows, or between two rows
_REMAINING = re.compile(r"^(?:remaining time|eta|gpu_mem)$", re.IGNORECASE)


class HeadedRow(NamedTuple):
    """The columns of a row, its numbers as they are written, the totals behind, and of each cell whether it is one.

    What is redrawn, with a bar behind it, stands in place of the row before.
    """

    columns: tuple[Column, ...]
    numbers: list[str]
    is_number: list[bool]
    is_redrawn: bool = False


@dataclass(slots=True)
class Heading:
    """The names that stand above the next rows.

    Attributes:
        names: of the columns; empty where no line of names stands above.
        misfits: lines since the last one that belongs to the table.
        is_number: of each cell of the first row; the others have numbers in the same places.
    """

    names: list[str] = field(default_factory=list)
    misfits: int = 0
    is_number: list[bool] = field(default_factory=list)

    def take(self, line: str) -> bool:
        """Take a line if it is one of names; the rows of another table are none of the one before."""
        names = names_in(line)
        if names is not None:
            self.names, self.misfits, self.is_number = names, 0, []
        return bool(names)

    def row(self, line: str) -> HeadedRow | None:
        """Give a line as a row under the names; None where it is none."""
        cells, width = line.split(), len(self.names)
        is_barred = len(cells) > width and cells[width - 1].endswith(":")
        row = _row(self.names, cells[:width]) if is_barred or len(cells) == width else None
        if row is not None and self.is_number in ([], row.is_number):
            self.misfits, self.is_number = 0, row.is_number
            return row._replace(is_redrawn=is_barred)
        if not set(line) <= _RULE:
            self.misfits += 1
            if self.misfits > _MISFITS:
                self.names = []
        return None


def names_in(line: str) -> list[str] | None:
    """Give the names on a line that may stand above a table; none where no training measures any of them.

    None stands for any other line.
    """
    if not (line.startswith((" ", "\t")) or "  " in line or "\t" in line):
        return None
    names: list[str] = []
    for each in _GAP.split(line.strip()):
        name, is_last, _ = each.partition(":")
        names.append(name.strip())
        if is_last:
            break
    is_named = all(_NAME.fullmatch(name) and len(name) <= _LONGEST_NAME for name in names)
    if len(names) < _FEWEST_NAMES or not is_named:
        return None
    return names if any(names_a_quantity(name) for name in names) else []


def _row(names: Sequence[str], cells: Sequence[str]) -> HeadedRow | None:
    """Give the cells that are numbers as the columns of a row; None where most are none, or one that counts is none."""
    found = [_CELL.fullmatch(cell) for cell in cells]
    counters = [counter_in(name) for name in names]
    is_number = [each is not None for each in found]
    if sum(is_number) < _MOSTLY * len(names) or not all(
        each for each, counter in zip(is_number, counters, strict=True) if counter is not None
    ):
        return None
    told = [
        (each[1], each[2], _told(name, counter), counter)
        for each, name, counter in zip(found, names, counters, strict=True)
        if each is not None and not _REMAINING.match(name)
    ]
    numbers, totals = [each[0] for each in told], [each[1] for each in told if each[1]]
    columns = []
    for at, (_, total, name, counter) in enumerate(told):
        before = sum(bool(each[1]) for each in told[:at])
        place = len(numbers) + before if total else -1
        columns.append(Column(name, at, place, counter, is_joined=True))
    return HeadedRow(tuple(columns), [*numbers, *totals], is_number)


def _told(name: str, counter: Counter | None) -> str:
    return name if counter is None else name.lower()
