"""Clones of a project that pull a session from one another in random orders, by real git.

`python -m tests.benchmarks.pulling [CLONES] [ORDERS]` (8 and 2 by default): each clone has written; in each order every
clone pulls from every other one, twice. Exit status 1 when two files differ, or a pull had a conflict.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path

from coach.journal.journal import Journal
from tests.journal.sessions import ONE, noted
from tests.journal.test_git_merge import clone, keep, project, pull


def converge(folder: Path, clones: int, chance: random.Random) -> int:
    """Give how many different files there are in the end."""
    names = [f"c{number}" for number in range(clones)]
    project(folder / names[0])
    for name in names[1:]:
        clone(folder / names[0], folder / name)
    for number, name in enumerate(names):
        journal = Journal.at(folder / name / ".coach")
        journal.append(ONE, [noted(10 + 3 * number, f"of {number}", by=f"p{number}")])
        keep(folder / name)
    pairs = [(one, other) for one in names for other in names if one != other]
    for _ in range(2):
        for one, other in chance.sample(pairs, len(pairs)):
            pull(folder / one, folder / other)
    return len({(folder / name / ".coach" / "sessions" / f"{ONE}.json").read_bytes() for name in names})


def main(clones: int = 8, orders: int = 2) -> int:
    """Pull and print; gives the exit status."""
    for who in ("AUTHOR", "COMMITTER"):
        os.environ |= {f"GIT_{who}_NAME": "mira", f"GIT_{who}_EMAIL": "mira@example.org"}
    different = 1
    for order in range(orders):
        with tempfile.TemporaryDirectory(prefix="coach-pulling-") as folder:
            different = max(different, converge(Path(folder), clones, random.Random(order)))  # noqa: S311 - an order
    print(f"{clones} clones, {orders} orders: {different} different file(s) in the end")
    return int(different > 1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
