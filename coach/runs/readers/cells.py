"""Text tables cut into lines and cells, the same way for every format that is one."""

from __future__ import annotations

import csv
import re

_LINE_END = re.compile(r"\r\n|\n|\r")
_LONGEST_CELL = (1 << 31) - 1  # the whole file is in memory by then, so that a limit would save nothing


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
