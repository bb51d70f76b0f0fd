"""Which lines of a text are worth asking for secrets: of lines that differ in their digits only, one is looked at.

A training prints the same line thousands of times with other numbers. What tells whether a line may hold a secret
(`MAY_HOLD_A_FORMAT`, `MAY_HOLD_ONE`) asks for no digit in particular, so that what holds for one holds for all of them.
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from coach.redaction.formats import MAY_HOLD_A_FORMAT
from coach.redaction.named_values import LINES_AFTER, MAY_HOLD_ONE

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALL_DIGITS_ALIKE = {digit: ord("0") for digit in range(ord("0"), ord("9") + 1)}
_MOST = 4096
_LONGEST = 512
"""How many lines are remembered, and of how many characters at most: two megabytes (editorial)."""

_hold_none: set[str] = set()


def lines_worth_asking(text: str) -> Iterator[tuple[str, bool]]:
    """Take a text apart into runs of lines that may hold a secret, with the lines after them, and lines that hold none."""
    lines = text.splitlines(keepends=True)
    near = [False] * (len(lines) + LINES_AFTER)
    for at, alike in enumerate(text.translate(_ALL_DIGITS_ALIKE).splitlines()):
        if alike not in _hold_none and _may_hold_one(lines[at], alike):
            near[at : at + 1 + LINES_AFTER] = [True] * (1 + LINES_AFTER)
    for may_hold_one, some in groupby(zip(near, lines, strict=False), itemgetter(0)):
        yield "".join(line for _, line in some), may_hold_one


def _may_hold_one(line: str, alike: str) -> bool:
    if MAY_HOLD_A_FORMAT.search(line) or MAY_HOLD_ONE.search(line):
        return True
    if len(alike) <= _LONGEST:
        if len(_hold_none) >= _MOST:
            _hold_none.clear()
        _hold_none.add(alike)
    return False
