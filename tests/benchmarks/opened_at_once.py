"""A thousand sessions opened in one second of the clock by a hundred processes: is ever one overwritten by another?

`python -m tests.benchmarks.opened_at_once [PROCESSES] [SESSIONS OF EACH]` (100 and 10 by default). Every process has
the same clock, which stands still, and a journal of its own over the same folder. Exit status 1 when one is lost.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal

PROCESSES, EACH = 100, 10
AT = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)


def desk(place: Path) -> Coach:
    """Give a desk whose clock stands still."""
    return Coach(Journal.at(place), Stamp(by="array", now=lambda: AT))


def begin(place: Path, number: int, each: int) -> None:
    """Begin so many sessions."""
    own = desk(place)
    for at in range(each):
        own.begin("premortem", title=f"task {number}.{at}", playbook="deep-learning")


def main(processes: int, each: int) -> int:
    """Print how many of them are kept; 1 when not all are."""
    wanted = {f"task {number}.{at}" for number in range(processes) for at in range(each)}
    with tempfile.TemporaryDirectory() as folder:
        begun, spawn = time.perf_counter(), get_context("fork")
        started = [spawn.Process(target=begin, args=(Path(folder), at, each)) for at in range(processes)]
        for process in started:
            process.start()
        for process in started:
            process.join()
        taken = time.perf_counter() - begun
        kept = [each.title for each in desk(Path(folder)).summaries()]
    failed = sum(process.exitcode != 0 for process in started)
    print(
        f"{len(wanted):,} sessions of one second by {processes} processes: {len(set(kept)):,} kept, "
        f"{len(wanted - set(kept))} lost, {failed} processes failed; {taken:.1f} s"
    )
    return int(set(kept) != wanted or len(kept) != len(wanted) or failed > 0)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [PROCESSES, EACH][len(given) :])))
