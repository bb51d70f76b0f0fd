"""Whether runs have ended, judged by their own clocks: how long they were silent against how long they may be."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from coach.runs import Run

QUIET_H = 0.5
"""Least hours of silence before a run counts as ended (editorial)."""
LONGER_THAN_USUAL = 3.0
"""A silence has to be this many times the usual gap between two records (editorial)."""
USUAL = 0.95
"""Share of the gaps that are usual: a restart days later is not (editorial)."""


def are_over(runs: Sequence[Run], now: datetime, *, run_hours: float) -> bool:
    """Give whether runs have ended: a run without a clock counts as ended.

    A run is given the length that was planned, and beyond that a silence of `QUIET_H` hours or three times a
    usual gap between two of its records, whichever is longer.

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
    patience_h = max(QUIET_H, LONGER_THAN_USUAL * _usual_gap(clocks) / 3600, run_hours - logged_h)
    return now.timestamp() - newest > 3600 * patience_h


def _usual_gap(clocks: Sequence[list[float]]) -> float:
    gaps = sorted(after - before for clock in clocks for before, after in pairwise(clock))
    return gaps[int(USUAL * (len(gaps) - 1))] if gaps else 0.0


def newest_record(runs: Sequence[Run]) -> float | None:
    """Give the newest record's time, seconds since 1970; None where no log has a clock."""
    return max((clock[-1] for run in runs for clock in _clocks(run)), default=None)


def _clocks(run: Run) -> Iterator[list[float]]:
    for series in run.series.values():
        times = sorted(moment for moment in series.wall_time.tolist() if math.isfinite(moment))
        if times:
            yield times
