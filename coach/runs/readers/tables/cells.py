"""Text tables cut into lines and cells, the same way for every format that is one; and cells read as numbers."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.data_splits import SPLITS
from coach.runs.readers.spelt_time import seconds_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LINE_END = re.compile(r"\r\n|\n|\r")
_LONGEST_CELL = (1 << 31) - 1  # the whole file is in memory by then, so that a limit would save nothing
_PERCENT = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)) ?%")
_NOT_LOGGED = frozenset({"", "na", "n/a", "none", "null"})  # Keras writes NA where a metric was not computed


def lines_of(text: str) -> list[str]:
    """Give the lines without their ends; a form feed or a line separator of Unicode inside a cell ends none."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def cells_of(line: str, delimiter: str = ",") -> list[str]:
    """Give the cells of one line; a quoted line break does not occur in logs and would swallow the rest."""
    if '"' not in line:
        return line.split(delimiter) if line else []
    csv.field_size_limit(_LONGEST_CELL)
    return next(csv.reader([line], delimiter=delimiter), [])


def is_number(cell: str) -> bool:
    """Give whether a cell holds a number; NaN and infinities are some."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _spelt_out(cell: str) -> float | None:
    """Give the seconds of a moment or a duration, and the per cent of `93.5 %`; None for other text."""
    percent = _PERCENT.fullmatch(cell.strip())
    return float(percent[1]) if percent else seconds_in(cell)


class Cells(NamedTuple):
    """The cells of one column: float64[row], and bool[row] for a number and for text; the others are empty.

    A moment or a duration that is spelt out is a number of seconds, a share in per cent as many per cent. Text that
    names a part of the data has the number of that part as its value (`data_splits.SPLITS`), all other text NaN.
    """

    value: NDArray[np.float64]
    is_number: NDArray[np.bool_]
    is_text: NDArray[np.bool_]

    @classmethod
    def of(cls, cells: Sequence[str]) -> Cells:
        """Read the cells of a column."""
        column = cls.empty(len(cells))
        for row, cell in enumerate(cells):
            if cell.strip().lower() in _NOT_LOGGED:
                continue
            try:
                column.value[row] = float(cell)
            except ValueError:
                number = _spelt_out(cell)
                if number is None:
                    column.is_text[row] = True
                    column.value[row] = SPLITS.get(cell.strip().lower(), np.nan)
                    continue
                column.value[row] = number
            column.is_number[row] = True
        return column

    @property
    def numbers(self) -> NDArray[np.float64]:
        """float64[row], NaN where there is no number."""
        return np.where(self.is_number, self.value, np.nan)

    @property
    def names_splits(self) -> bool:
        """Whether every cell names a part of the data."""
        return bool(len(self.value) and self.is_text.all() and np.isfinite(self.value).all())

    def where(self, chosen: NDArray[np.bool_]) -> Cells:
        """Give the cells of the chosen rows, bool[row]."""
        return Cells(self.value[chosen], self.is_number[chosen], self.is_text[chosen])

    @classmethod
    def empty(cls, rows: int) -> Cells:
        """Give so many cells in which nothing was logged."""
        return cls(np.full(rows, np.nan), np.zeros(rows, dtype=np.bool_), np.zeros(rows, dtype=np.bool_))

    @classmethod
    def joined(cls, parts: Sequence[Cells]) -> Cells:
        """Give the cells of the parts one after the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            np.concatenate([np.zeros(0), *(part.value for part in parts)]),
            np.concatenate([np.zeros(0, dtype=np.bool_), *(part.is_number for part in parts)]),
            np.concatenate([np.zeros(0, dtype=np.bool_), *(part.is_text for part in parts)]),
        )
