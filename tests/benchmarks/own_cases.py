"""How often the words of the playbooks' own known cases find the failure mode they are cases of, each left out in turn.

Usage: python tests/benchmarks/own_cases.py [--each]

Each case's text (`says`) is asked about as `coach triage` is, with no playbook chosen, while every case of the same
thread is out of the playbooks. Weights of words are chosen on these texts alone: the lists of bugs of
tests/benchmarks/bugs.py are for looking how it went. The log score is the mean logarithm of the share that the true
cause gets, in nats, no share counted as less than one in a thousand.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from coach.desk.triage import Told, triage
from coach.playbook import compile as compiling
from coach.playbook.shelf import find_playbooks
from tests.benchmarks.bugs import Bug, Shelf, rank_of, recall
from tests.benchmarks.told_cases import Told as Coded

LEAST = 0.001
"""Share that a cause counts as having, though it got less, or stands in no playbook that was consulted."""


class Asked(NamedTuple):
    """What was said of one case: the place of its failure mode, from 1, and the share it got."""

    mode: str
    rank: int | None
    share: float
    first: str


def own_cases() -> list[Bug]:
    """Give the known cases of the built-in playbooks; one thread may be a case of several failure modes."""
    right: dict[tuple[str, str], set[str]] = {}
    for file in find_playbooks():
        for mode in compiling.catalogue_for(file.id, find_playbooks()).failure_modes:
            for case in mode.cases:
                right.setdefault((case.link, case.says), set()).add(mode.id)
    return [
        Bug(link, says, "", frozenset(modes), Coded(), line=link) for (link, says), modes in right.items()
    ]


def asked(case: Bug, shelf: Shelf) -> Asked:
    """Give what triage says of a case's text without the case."""
    shelf.leave_out(case)
    files = find_playbooks()
    made = [compiling.catalogue_for(each.id, files) for each in files]
    made.sort(key=lambda each: len(each.failure_modes))
    found = triage(Told(text=case.symptom), made, is_chosen=False).causes.causes
    rank = rank_of(case.right, [each.mode.id for each in found])
    share = sum(each.share for each in found if each.mode.id in case.right)
    return Asked(min(case.right), rank, share, found[0].mode.id)


def main() -> None:
    """Print the figures, and where wanted one line a case."""
    cases, shelf = own_cases(), Shelf()
    found = [asked(case, shelf) for case in cases]
    score = sum(math.log(max(each.share, LEAST)) for each in found) / len(found)
    print(
        f"own cases, each left out  n={len(found)}  {recall([each.rank for each in found])}  {score:.3f} nats"
    )
    if "--each" in sys.argv:
        for case, each in zip(cases, found, strict=True):
            print(f"    {each.rank or '-':>3}  {each.mode:28} {each.first:28} {case.symptom[:90]}")


if __name__ == "__main__":
    main()
