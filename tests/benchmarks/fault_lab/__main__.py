"""`python -m tests.benchmarks.fault_lab [WORD...]` trains the lab and prints what the front door sees.

With words, only runs whose name holds one of them are printed. Runs and sentences are printed of the tuning half
alone, figures of both, apart. What was trained before by the same code is taken from a folder below the system's
temporary one. No exit status: it measures.
"""

from __future__ import annotations

import sys
import time

from tests.benchmarks.fault_lab.figures import failures, summary, table
from tests.benchmarks.fault_lab.groups import between_runs
from tests.benchmarks.fault_lab.halves import is_held_out
from tests.benchmarks.fault_lab.lab import run_lab
from tests.benchmarks.fault_lab.measuring import judge_all


def main(words: list[str]) -> None:
    """Train, ask, print."""
    begun = time.perf_counter()
    everything = run_lab()
    trained = time.perf_counter()
    judged = judge_all(everything)
    asked = time.perf_counter()
    wanted = [each for each in judged if not words or any(word in each.trained.job.name for word in words)]
    tuning = [each for each in wanted if not is_held_out(each.trained.job)]
    held_out = [each for each in wanted if is_held_out(each.trained.job)]
    print("\n".join((*table(tuning), "", *failures(tuning), "")))
    for name, some in (("TUNING HALF", tuning), ("HELD-OUT HALF", held_out), ("BOTH", wanted)):
        print("\n".join((name, *summary(some), "")))
    print("\n".join(between_runs(everything)))
    print(f"{len(everything)} trainings in {trained - begun:.0f} s, asked about in {asked - trained:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
