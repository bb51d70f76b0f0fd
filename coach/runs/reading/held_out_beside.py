"""Runs in folders such as `train` and `validation` of one place: one training, on two parts of the data."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.runs.quantities.run_meanings import HELD_OUT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.run import Run

_PART = re.compile(
    r"(?P<stem>.*?)[-_. ]*(?<![a-z])"
    r"(?:(?P<train>train|training)|(?P<other>val|valid|validation|eval|evaluation|test|dev))",
    re.IGNORECASE,
)


def with_held_out_told(runs: Sequence[Run]) -> list[Run]:
    """Give the runs, those marked that hold the held-out part of a training which lies beside them.

    Beside it, or around it, as an estimator of TensorFlow has it. Only where both are of one format and share a tag: a
    folder called `test` alone may be anything.
    """
    training = {
        (run.format, *place): run
        for run in runs
        if (place := _place(run.path, "train")) is not None and run.series
    }
    whole = {(run.format, run.path): run for run in runs if run.series}
    given = []
    for run in runs:
        place = _place(run.path, "other")
        beside = (
            None
            if place is None
            else training.get((run.format, *place), whole.get((run.format, run.path.parent)))
        )
        if beside is not None and run.series.keys() & beside.series.keys():
            run = replace(run, metadata={**run.metadata, HELD_OUT: str(beside.path)})  # noqa: PLW2901
        given.append(run)
    return given


def _place(path: Path, part: str) -> tuple[Path, str] | None:
    """Give the folder and the rest of the name of a run that is about one part of the data."""
    found = _PART.fullmatch(path.name)
    return None if found is None or found[part] is None else (path.parent, found["stem"].lower())
