"""Numbers out of JSON by name, put against what counts the steps among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.clock import clock_of
from coach.runs.readers.columns import Columns
from coach.runs.readers.step_axis import step_axis
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray


_FEWEST_KINDS = 2
_ROWS_ASIDE = "rows of another kind with one"


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
    steps = step_axis(found, lambda name: _by_row(found[name], rows), rows)
    if steps.name and (aside := rows_that_count_anew(found, steps.value, rows)) is not None:
        detail = f"{int(aside.sum()):,} {_ROWS_ASIDE} `{steps.name}` of their own stand at that of the row above them"
        says = f"{steps.says}; {detail}" if steps.says else detail
        steps = steps._replace(value=_at_the_row_above(steps.value, ~aside), says=says)
    clock = clock_of(found, lambda name: _by_row(found[name], rows), steps)
    is_step = np.isfinite(steps.value)
    columns, kept = {}, {}
    for tag, numbers in found.items():
        chosen = is_step[numbers.row]
        row = numbers.row[chosen]
        if tag != steps.name and len(row):
            columns[tag] = Columns(
                steps.value[row].astype(np.int64), clock.seconds[row], numbers.value[chosen]
            )
            kept[tag] = row
    return Points(columns, kept, steps.name, int((~is_step).sum()), (steps.says, clock.says))


def rows_that_count_anew(
    found: Mapping[str, Numbers], step: NDArray[np.float64], rows: int
) -> NDArray[np.bool_] | None:
    """Give the rows of another kind whose step is one and the same, while the steps of all others only go up.

    So MMSegmentation writes the looks at held-out data: `iter` is how many batches they took.

    Returns:
        bool[row]; None where there are no such rows.
    """
    if all(len(numbers.row) == rows for numbers in found.values()):
        return None
    kind = np.zeros(rows, dtype=np.uint64)
    weights = np.random.default_rng(0).integers(1, 2**63, len(found), dtype=np.uint64)
    for weight, numbers in zip(weights, found.values(), strict=True):
        kind[numbers.row] += weight
    kind[~np.isfinite(step)] = 0
    kinds, counts = np.unique(kind[kind > 0], return_counts=True)
    if len(kinds) < _FEWEST_KINDS:
        return None
    main = kind == kinds[np.argmax(counts)]
    aside = (kind > 0) & ~main
    own = step[aside]
    goes_up = bool((np.diff(step[main]) > 0).all())
    is_back = aside & (step < np.maximum.accumulate(np.where(main, step, -np.inf)))
    is_one = len(own) > 1 and bool((own == own[0]).all()) and is_back.any()
    return aside if goes_up and is_one and len(own) < main.sum() else None


def _at_the_row_above(step: NDArray[np.float64], counts: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Give float64[row]: the step of each row that counts, and of the last one of these for the others."""
    above = np.maximum.accumulate(np.where(counts & np.isfinite(step), np.arange(len(step)), -1))
    return np.where(counts, step, np.where(above >= 0, step[above], 0.0))


def _by_row(numbers: Numbers, rows: int) -> NDArray[np.float64]:
    """Give float64[row], NaN where an object does not have the number."""
    value = np.full(rows, np.nan)
    value[numbers.row] = numbers.value
    return value
