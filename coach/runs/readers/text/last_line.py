"""The last line of a text without a line end: whether it is whole, and whether anything is lost without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.readers.text.clock import stamped
from coach.runs.readers.text.launchers import NO_RANK
from coach.runs.readers.text.shape import Shape, is_rate, shape_of
from coach.runs.readers.text.tokens import Cut, cut

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from coach.runs.readers.text.line_tables import Table

_FEWEST = 5  # rows with the same number of digits: fewer may end in a nought by chance
_MOST_DIGITS = 8  # behind the point: floats written in full have as many as they need


def is_whole(line: str, tables: Mapping[Any, Table]) -> bool:
    """Give whether a line is a row like those before it, to the last digit.

    A number that ends the line may be cut short unless it has the digits behind the point that all before it have.
    """
    read, shape = _read(line)
    table = tables.get((NO_RANK, *shape.signature))
    if table is None or table.rows < _FEWEST:
        return False
    if read.words[-1].strip():
        return True
    at = next((at for at, each in enumerate(shape.columns) if each.at == len(read.numbers) - 1), None)
    if at is None or shape.columns[at].counter is not None or shape.columns[at].scale != 1:
        return False
    digits = max(_digits(repr(float(number))) for number in table.numbers(at))
    return 0 < digits <= _MOST_DIGITS and _digits(read.numbers[-1]) == digits


def measures(line: str) -> bool:
    """Give whether a line holds more than counters and the speed of a progress bar."""
    return any(each.counter is None and not is_rate(each.tag) for each in _read(line)[1].columns)


def _read(line: str) -> tuple[Cut, Shape]:
    read = cut(stamped(line).rest)
    return read, shape_of(read.words) if read.numbers else Shape(())


def _digits(number: str) -> int:
    """Give how many digits stand behind the point; 0 for what is written with an exponent."""
    return 0 if "e" in number.lower() else len(number.partition(".")[2])
