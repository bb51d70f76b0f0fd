"""A lab trained, asked about and printed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.benchmarks.fault_lab.figures import failures, summary, table
from tests.benchmarks.fault_lab.groups import between_runs
from tests.benchmarks.fault_lab.halves import is_held_out
from tests.benchmarks.fault_lab.measuring import judge_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.fault_lab.lab import Lab


def print_lab(lab: Lab, words: Sequence[str]) -> None:
    """Train, ask, print: single runs and sentences of the tuning half alone, figures of both halves, apart.

    What was trained before by the same code is taken from a folder below the system's temporary one.

    Args:
        lab: the trainings.
        words: only the tuning half is asked about, and only runs whose name holds one of them; all where there is none.
    """
    begun = time.perf_counter()
    everything = lab.run()
    trained = time.perf_counter()
    wanted = [
        each
        for each in everything
        if not words or (any(word in each.job.name for word in words) and not is_held_out(each.job))
    ]
    judged = judge_all(wanted, everything)
    asked = time.perf_counter()
    tuning = [each for each in judged if not is_held_out(each.trained.job)]
    held_out = [each for each in judged if is_held_out(each.trained.job)]
    print("\n".join((*table(tuning), "", *failures(tuning), "")))
    halves = (("TUNING HALF", tuning), ("HELD-OUT HALF", held_out), ("BOTH", judged))
    for name, some in halves[: 1 if words else 3]:
        print("\n".join((name, *summary(some), "")))
    if not words:
        print("\n".join(between_runs(everything)))
    print(
        f"{len(everything)} trainings in {trained - begun:.0f} s, {len(wanted)} asked about in {asked - trained:.0f} s"
    )


def print_figures(lab: Lab) -> None:
    """Train, ask, print the figures and no single run: for a lab that is held out as a whole."""
    begun = time.perf_counter()
    everything = lab.run()
    trained = time.perf_counter()
    judged = judge_all(everything, everything)
    print("\n".join(summary(judged)))
    print(
        f"{len(everything)} trainings in {trained - begun:.0f} s, asked about in {time.perf_counter() - trained:.0f} s"
    )
