"""Logs written row by row (JSON lines, SQLite, episodes): numbers taken out of rows, rows turned into columns."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.readers.spelt_time import seconds_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DEEPEST = 6
_OF = re.compile(r"(\d{1,15})/(\d{1,15})")
LARGEST_STEP = 2**62
_SPELT_OUT = {"nan": np.nan, "inf": np.inf, "infinity": np.inf, "-inf": -np.inf, "-infinity": -np.inf}


class Row(NamedTuple):
    """Everything logged at one step; `wall_time` in seconds, NaN where none is logged."""

    step: int
    wall_time: float
    values: Mapping[str, float]


def columns_of(rows: Iterable[Row]) -> dict[str, Columns]:
    """Give the points by tag, tags in order of first appearance."""
    points: defaultdict[str, tuple[list[int], list[float], list[float]]] = defaultdict(lambda: ([], [], []))
    for row in rows:
        for tag, value in row.values.items():
            step, wall_time, values = points[tag]
            step.append(row.step)
            wall_time.append(row.wall_time)
            values.append(value)
    return {
        tag: Columns(
            np.array(step, dtype=np.int64),
            np.array(wall_time, dtype=np.float64),
            np.array(value, dtype=np.float64),
        )
        for tag, (step, wall_time, value) in points.items()
    }


def numbers_in(record: Mapping[str, Any], *, without: frozenset[str] = frozenset()) -> dict[str, float]:
    """Give the numbers of a parsed JSON object; names of nested objects are joined by `/`.

    Trackers that must write valid JSON spell NaN and infinities as words; those are read back. `"step/all": "3/20"` is
    two numbers with two names.

    Args:
        record: the parsed object.
        without: top-level names to leave out.
    """
    found: dict[str, float] = {}
    pending = [(str(name), value, 1) for name, value in reversed(list(record.items())) if name not in without]
    while pending:
        name, value, depth = pending.pop()
        if isinstance(value, dict) and depth < _DEEPEST:
            pending.extend(
                (f"{name}/{inner}", each, depth + 1) for inner, each in reversed(list(value.items()))
            )
        number = as_number(value)
        if number is not None:
            found[name] = number
        elif isinstance(value, str) and (both := _OF.fullmatch(value)) and name.count("/") == 1:
            found |= dict(zip(name.split("/"), map(float, both.groups()), strict=True))
    return found


def as_number(value: Any) -> float | None:
    """Give the number a JSON value means; None for everything else, true and false included.

    A moment or a duration that is spelt out means its seconds.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            return float(value)
        except OverflowError:
            return np.inf if value > 0 else -np.inf
    if not isinstance(value, str):
        return None
    number = _SPELT_OUT.get(value.lower())
    return seconds_in(value) if number is None else number


def as_step(value: float | None) -> int | None:
    """Give a number as a step; None where it cannot be one."""
    if value is None or not np.isfinite(value) or abs(value) >= LARGEST_STEP:
        return None
    return int(value)
