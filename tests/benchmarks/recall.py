"""How often `coach triage` shows the true cause of published bugs, from their symptom's text through the front door.

Usage: python tests/benchmarks/recall.py BUGS.JSONL [--each] [--half HALF]

The file is described in tests/benchmarks/bugs.py; `--half` takes the lines of that half of it. A case
of the playbooks that comes from the thread that is asked about is left out.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[2]))

from coach.cli.main import main
from tests.benchmarks.bugs import Shelf, rank_of, read_bugs, recall, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.bugs import Bug


class Shown(NamedTuple):
    """What the program said of a bug: the causes in order, and the cause whose check it would do first."""

    causes: tuple[str, ...]
    first: str


def ask(bug: Bug, *, with_class: bool) -> Shown:
    """Give what `coach triage` says of a bug's symptom."""
    options = ["--class", bug.symptom_class] if with_class and bug.symptom_class else []
    said = CliRunner().invoke(main, ["triage", "--json", *options, "--", bug.symptom], standalone_mode=False)
    if said.exception is not None:
        raise said.exception
    found = json.loads(said.stdout)
    return Shown(
        tuple(each["id"] for each in found["causes"]), found["recommend"]["id"].removeprefix("check-")
    )


def report(title: str, bugs: Sequence[Bug], shelf: Shelf, *, with_class: bool, each: bool) -> None:
    """Print the figures of the front door, and where wanted one line a bug."""
    began = time.perf_counter()
    shown = []
    for bug in bugs:
        shelf.leave_out(bug)
        shown.append(ask(bug, with_class=with_class))
    took = (time.perf_counter() - began) / len(bugs)
    ranks = [rank_of(bug.right, said.causes) for bug, said in zip(bugs, shown, strict=True)]
    first = share([said.first in bug.right for bug, said in zip(bugs, shown, strict=True)])
    print(f"{title:54} n={len(bugs):3}  {recall(ranks)}")
    print(f"    first check is the right one      {first}  {took:.2f} s")
    if each:
        for bug, place, said in zip(bugs, ranks, shown, strict=True):
            print(
                f"    {place or '-':>3}  {bug.id:20} {' '.join(sorted(bug.right))} | {' '.join(said.causes[:3])}"
            )


def run(path: Path, *, each: bool, half: str = "") -> None:
    """Print every figure."""
    bugs = [bug for bug in read_bugs(path) if json.loads(bug.line).get("half", "") == half or not half]
    shelf = Shelf()
    for name, chosen in (
        ("", bugs),
        (", symptom stated by its source", [bug for bug in bugs if bug.is_stated]),
    ):
        report(f"triage, text alone{name}", chosen, shelf, with_class=False, each=each and not name)
        report(f"triage, text and class{name}", chosen, shelf, with_class=True, each=False)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        raise SystemExit(print(__doc__))
    chosen_half = sys.argv[sys.argv.index("--half") + 1] if "--half" in sys.argv else ""
    run(Path(sys.argv[1]), each="--each" in sys.argv, half=chosen_half)
