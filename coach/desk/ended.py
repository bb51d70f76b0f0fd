"""Whether runs have ended, judged by their own clocks: how long they were silent against how long they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.run_state import LONGER_THAN_USUAL, QUIET_H, clocks, usual_gap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coach.runs import Run


def are_over(runs: Sequence[Run], now: datetime, *, run_hours: float) -> bool:
    """Give whether runs have ended: a run without a clock counts as ended.

    A run is given the length that was planned, and beyond that a silence of `QUIET_H` hours or three times a
    usual gap between two of its records, whichever is longer.

    Args:
        runs: the runs a claim is about.
        now: the present moment.
        run_hours: how long one run was said to take.
    """
    times = [clock for run in runs for clock in clocks(run)]
    if not times:
        return True
    newest = max(clock[-1] for clock in times)
    logged_h = (newest - min(clock[0] for clock in times)) / 3600
    patience_h = max(QUIET_H, LONGER_THAN_USUAL * usual_gap(times) / 3600, run_hours - logged_h)
    return now.timestamp() - newest > 3600 * patience_h


def newest_record(runs: Sequence[Run]) -> float | None:
    """Give the newest record's time, seconds since 1970; None where no log has a clock."""
    return max((clock[-1] for run in runs for clock in clocks(run)), default=None)
