"""Whether runs have ended, judged by their own clocks: how long they were silent against how long they may be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from coach.runs import Run

QUIET_H = 0.5
"""Least hours of silence before a run counts as ended (editorial)."""
LONGER_THAN_ANY_GAP = 3.0
"""A silence this many times the longest gap between two records ends a run too (editorial)."""


def are_over(runs: Sequence[Run], now: datetime, *, run_hours: float) -> bool:
    """Give whether runs have ended: a run without a clock counts as ended.

    A run is given the length that was planned, and beyond that a silence of `QUIET_H` hours or three times the
    longest gap between two of its records, whichever is longer.

    Args:
        runs: the runs a claim is about.
        now: the present moment.
        run_hours: how long one run was said to take.
    """
    clocks = [clock for run in runs for clock in _clocks(run)]
    if not clocks:
        return True
    newest = max(clock[-1] for clock in clocks)
    logged_h = (newest - min(clock[0] for clock in clocks)) / 3600
    longest_gap_h = max(
        (b - a for clock in clocks for a, b in zip(clock, clock[1:], strict=False)), default=0.0
    )
    patience_h = max(QUIET_H, LONGER_THAN_ANY_GAP * longest_gap_h / 3600, run_hours - logged_h)
    return now.timestamp() - newest > 3600 * patience_h


def newest_record(runs: Sequence[Run]) -> float | None:
    """Give the newest record's time, seconds since 1970; None where no log has a clock."""
    return max((clock[-1] for run in runs for clock in _clocks(run)), default=None)


def _clocks(run: Run) -> Iterator[list[float]]:
    for series in run.series.values():
        times = sorted(moment for moment in series.wall_time.tolist() if math.isfinite(moment))
        if times:
            yield times
