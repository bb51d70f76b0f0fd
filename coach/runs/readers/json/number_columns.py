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


def _by_row(numbers: Numbers, rows: int) -> NDArray[np.float64]:
    """Give float64[row], NaN where an object does not have the number."""
    value = np.full(rows, np.nan)
    value[numbers.row] = numbers.value
    return value
