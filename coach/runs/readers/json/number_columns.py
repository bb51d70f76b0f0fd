"""Numbers out of JSON by name, put against what counts the steps among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import as_step_name
from coach.runs.readers.clock import clock_of
from coach.runs.readers.columns import Columns
from coach.runs.readers.data_splits import by_split
from coach.runs.readers.step_axis import step_axis
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


SPLIT = "\0split"
"""Name of the numbers that say which part of the data an object is about; no log has a tag of this name."""


class Numbers(NamedTuple):
    """One name's numbers: int64[number], which object each stands in, and float64[number]."""

    row: NDArray[np.int64]
    value: NDArray[np.float64]

    @classmethod
    def joined(cls, parts: Sequence[Numbers]) -> Numbers:
        """Give the numbers of the parts one after the other."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            np.concatenate([part.row for part in parts]), np.concatenate([part.value for part in parts])
        )


class Points(NamedTuple):
    """Points by tag, the object each stands in, what counts the steps, and how many objects have no step."""

    columns: dict[str, Columns]
    rows: dict[str, NDArray[np.int64]]
    step_tag: str
    lost: int
    says: tuple[str, ...]

    def notes(self, path: Path, rows: str) -> list[Note]:
        """Say what the steps are and what is without one; `rows` is what the objects are called."""
        notes = [Note(NoteKind.AXIS, path, said) for said in self.says if said and self.columns]
        if self.lost:
            notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"{self.lost:,} {rows} have no step; skipped"))
        return notes


def points_of(found: Mapping[str, Numbers], rows: int) -> Points:
    """Give the points of the objects that have a step.

    Which name counts the steps is asked of all objects together, since not each has all names.
    """
    split = _by_row(found[SPLIT], rows) if SPLIT in found else np.full(rows, np.nan)
    found = {name: numbers for name, numbers in found.items() if name != SPLIT}
    aside = _aside(found, rows)

    def step_of(name: str) -> NDArray[np.float64]:
        value = _by_row(found[name], rows)
        return value if name not in aside else np.where(aside[name], np.nan, value)

    steps = step_axis(found, step_of, rows)
    if steps.name in aside:
        without, told = f"rows without `{steps.name}`", f"rows whose `{steps.name}` counts something else"
        steps = steps._replace(says=steps.says.replace(without, told))
    if steps.name in aside and (lost := aside[steps.name] & ~np.isfinite(steps.value)).any():
        says = f"{int(lost.sum()):,} rows whose `{steps.name}` counts something else stand at that of the row above"
        value = _at_the_row_above(steps.value, ~lost)
        steps = steps._replace(value=value, says=f"{steps.says}; {says}" if steps.says else says)
    clock = clock_of(found, lambda name: _by_row(found[name], rows), steps)
    is_step = np.isfinite(steps.value)
    columns, kept = {}, {}
    for tag, numbers in found.items():
        chosen = is_step[numbers.row]
        row = numbers.row[chosen]
        if tag == steps.name or not len(row):
            continue
        points = Columns(steps.value[row].astype(np.int64), clock.seconds[row], numbers.value[chosen])
        for name, part in by_split(tag, split[row]):
            columns[name] = points.where(part)
            kept[name] = row[part]
    return Points(columns, kept, steps.name, int((~is_step).sum()), (steps.says, clock.says))


def _aside(found: Mapping[str, Numbers], rows: int) -> dict[str, NDArray[np.bool_]]:
    """Give the rows of another kind by the columns that count something else in them.

    So MMDetection and MMSegmentation write the looks at held-out data: `iter` is how many batches each took, the same
    every time, where it goes up in all other rows, or starts again with every epoch.

    Returns:
        bool[row] by name.
    """
    counters = [name for name in found if as_step_name(name) is not None]
    if not counters or all(len(numbers.row) == rows for numbers in found.values()):
        return {}
    kind = np.zeros(rows, dtype=np.uint64)
    weights = np.random.default_rng(0).integers(1, 2**63, len(found), dtype=np.uint64)
    for weight, numbers in zip(weights, found.values(), strict=True):
        kind[numbers.row] += weight
    kinds, counts = np.unique(kind, return_counts=True)
    main = kind == kinds[np.argmax(counts)]
    value = {name: _by_row(found[name], rows) for name in counters}
    return {name: ~main & np.isfinite(value[name]) for name in counters if _counts_else(value, name, main)}


def _counts_else(value: Mapping[str, NDArray[np.float64]], name: str, main: NDArray[np.bool_]) -> bool:
    """Give whether a column is one number in the rows of other kinds, that lies under where the main ones are."""
    own = value[name][~main & np.isfinite(value[name])]
    if not 1 < len(own) < main.sum() or not (own == own[0]).all() or not np.isfinite(value[name][main]).all():
        return False
    back = np.diff(value[name][main]) <= 0
    others = [each[main] for other, each in value.items() if other != name]
    is_counting = not back.any() or any((np.diff(each)[back] > 0).all() for each in others)
    before = np.maximum.accumulate(np.where(main, np.arange(len(main)), 0))
    return bool(is_counting and (value[name][before] > value[name])[~main].any())


def _at_the_row_above(step: NDArray[np.float64], counts: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give float64[row]: the step of each row that counts, and of the last one of these for the others."""
    above = np.maximum.accumulate(np.where(counts & np.isfinite(step), np.arange(len(step)), -1))
    return np.where(counts, step, np.where(above >= 0, step[above], 0.0))


def _by_row(numbers: Numbers, rows: int) -> NDArray[np.float64]:
    """Give float64[row], NaN where an object does not have the number."""
    value = np.full(rows, np.nan)
    value[numbers.row] = numbers.value
    return value
