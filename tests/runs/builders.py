"""Small runs and small files for the tests of this room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from coach.runs.run import Run
from coach.runs.series import Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike

STARTED = 1_700_000_000.0
EVENTS = "events.out.tfevents.1700000000.host.1.0"


def series(
    tag: str,
    value: ArrayLike,
    *,
    step: ArrayLike | None = None,
    seconds_a_step: float | None = 1.0,
    wall_time: ArrayLike | None = None,
    segment: ArrayLike | None = None,
) -> Series:
    """Give a series; steps count from 0 and a step takes a second unless it is said otherwise."""
    values = np.asarray(value, dtype=np.float64)
    steps = np.arange(len(values)) if step is None else np.asarray(step)
    if wall_time is None:
        wall_time = (
            np.full(len(values), np.nan) if seconds_a_step is None else STARTED + seconds_a_step * steps
        )
    return Series(
        tag,
        steps.astype(np.int64),
        np.asarray(wall_time, dtype=np.float64),
        values,
        np.zeros(len(values), dtype=np.int32) if segment is None else np.asarray(segment, dtype=np.int32),
    )


def run(*parts: Series, name: str = "run") -> Run:
    """Give a run of these series."""
    return Run(
        name=name,
        path=Path(name),
        format="test",
        files=1,
        fingerprint="",
        series={part.tag: part for part in parts},
    )


def write_log(
    folder: Path,
    values: Mapping[str, Sequence[float]],
    *,
    name: str = EVENTS,
    first_step: int = 0,
    started: float = STARTED,
) -> Path:
    """Write an event file with one point a step of each tag; give its path."""
    folder.mkdir(parents=True, exist_ok=True)
    length = max(map(len, values.values()), default=0)
    rows = [
        Scalar(tag, first_step + index, started + index, column[index])
        for index in range(length)
        for tag, column in values.items()
        if index < len(column)
    ]
    path = folder / name
    write_scalars(path, rows)
    return path
