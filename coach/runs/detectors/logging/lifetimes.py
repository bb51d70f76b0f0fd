"""Tags that begin late or fall silent early, and the pauses of a log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import STEP_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.axes import Axis
    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

_FEWEST = 20
_LATE = 0.2  # of the run
_SILENT = 0.7
_LONG = 600.0  # seconds
_TIMES = 20.0
_MOST_PAUSES = 5
_HOUR = 3600.0  # seconds
_MOST_NAMED = 3


class Defect(NamedTuple):
    """What is odd, in words, and the step it is seen at."""

    says: str
    step: int


def lifetimes(seen: RunForDetectors, main: Series) -> Iterator[Defect]:
    """Yield what is odd about when tags were logged.

    Args:
        seen: the run.
        main: the series that stands for its clock.
    """
    for axis in dict.fromkeys(seen.axes.values()):
        yield from _late_or_silent(seen, axis)
    yield from _pauses(main)


def _late_or_silent(seen: RunForDetectors, axis: Axis) -> Iterator[Defect]:
    first, last = axis.first, axis.last
    span = last - first
    known = {
        tag: series
        for tag in axis.tags
        if len(series := seen.timelines[tag]) >= _FEWEST and tag.lower() not in STEP_NAMES
    }
    late = {tag: int(each.step[0]) for tag, each in known.items() if each.step[0] - first > _LATE * span}
    silent = {
        tag: int(each.step[-1]) for tag, each in known.items() if each.step[-1] - first < _SILENT * span
    }
    if late and span:
        yield Defect(f"{_named(late)} first logged at step {min(late.values()):,}", min(late.values()))
    if silent and span:
        step = min(silent.values())
        yield Defect(
            f"{_named(silent)} last logged at step {step:,}, while the run went on to {last:,}", step
        )


def _named(tags: dict[str, int]) -> str:
    ordered = sorted(tags, key=lambda tag: tags[tag])
    more = f" and {len(ordered) - _MOST_NAMED} more" if len(ordered) > _MOST_NAMED else ""
    return f"{', '.join(ordered[:_MOST_NAMED])}{more} {'was' if len(ordered) == 1 else 'were'}"


def _pauses(main: Series) -> Iterator[Defect]:
    """Yield the pauses inside a segment that are far longer than usual."""
    gap = np.diff(main.wall_time)
    inside = np.diff(main.segment) == 0
    known = gap[np.isfinite(gap) & inside & (gap > 0)]
    if len(known) < _FEWEST:
        return
    usual = float(np.median(known))
    long = np.flatnonzero(inside & np.isfinite(gap) & (gap > max(_LONG, _TIMES * usual)))
    if len(long) > _MOST_PAUSES:
        long = long[
            gap[long] > _HOUR
        ]  # shorter ones that come often are a way of working, such as evaluations
    if len(long):
        worst = int(long[np.argmax(gap[long])])
        step = int(main.step[worst])
        said = f"the log pauses for {gap[worst] / _HOUR:.1f} h after step {step:,}"
        times = f"{len(long) - 1} more time{'s' if len(long) > 2 else ''}"  # noqa: PLR2004 - one more than once
        yield Defect(f"{said} and {times}" if len(long) > 1 else said, step)
