"""How often `coach triage` shows the true cause of published bugs, from their symptom's text through the front door.

Usage: python tests/benchmarks/recall.py BUGS.JSONL [--each]

Each line of the file is a bug with `id`, `symptom` and, where the playbooks know its cause, codes in
tests/playbook/coded_cases.py, or `right` (ids of failure modes) and `class` of its own. No case of the playbooks may
come from the same thread as a bug that is asked about: the benchmark stops where one does (leave one out).
"""

from __future__ import annotations

import json
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[2]))

from coach.cli.main import main
from coach.desk import packs
from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from tests.playbook.coded_cases import CASES, INFERRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DEPTHS = (1, 3, 5, 10)


class Bug(NamedTuple):
    """A published bug whose cause the playbooks hold."""

    id: str
    symptom: str
    symptom_class: str
    right: frozenset[str]
    is_stated: bool


class Shown(NamedTuple):
    """What the program said of a bug: the causes in order, and the cause whose check it would do first."""

    causes: tuple[str, ...]
    first: str


def read_bugs(path: Path) -> list[Bug]:
    """Give the bugs of a file whose cause the playbooks hold."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        coded = CASES.get(entry["id"]) or INFERRED.get(entry["id"])
        right = coded.right if coded else frozenset(entry.get("right", ()))
        symptom_class = coded.symptom_class if coded else entry.get("class", "")
        if right:
            is_stated = entry.get("symptom_basis", "stated") == "stated"
            found.append(Bug(entry["id"], entry["symptom"], symptom_class, right, is_stated))
    return found


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


def rank(bug: Bug, shown: Shown) -> int | None:
    """Give the place of the first right cause from 1; None where none is shown."""
    return next((place for place, each in enumerate(shown.causes, 1) if each in bug.right), None)


def recall(ranks: Sequence[int | None]) -> str:
    """Give the shares of bugs whose cause is among the first 1, 3, 5 and 10."""
    shares = (sum(each is not None and each <= depth for each in ranks) / len(ranks) for depth in DEPTHS)
    return "  ".join(f"@{depth} {share:4.0%}" for depth, share in zip(DEPTHS, shares, strict=True))


def refuse_cases_of(bugs_text: str, links: Iterable[str]) -> None:
    """Stop where a case of the playbooks comes from a thread that the bugs come from.

    Raises:
        SystemExit: one does.
    """
    known = [link for link in links if link.lower() in bugs_text.lower()]
    if known:
        raise SystemExit(f"these cases are asked about and stand in a playbook: {', '.join(known)}")


def report(title: str, bugs: Sequence[Bug], *, with_class: bool, each: bool) -> None:
    """Print one line of figures, and where wanted one line a bug."""
    began = time.perf_counter()
    shown = [ask(bug, with_class=with_class) for bug in bugs]
    took = (time.perf_counter() - began) / len(bugs)
    ranks = [rank(bug, said) for bug, said in zip(bugs, shown, strict=True)]
    first = sum(said.first in bug.right for bug, said in zip(bugs, shown, strict=True)) / len(bugs)
    print(
        f"{title:34} n={len(bugs):3}  {recall(ranks)}  first check is the right one {first:4.0%}  {took:.2f} s"
    )
    if each:
        for bug, place, said in zip(bugs, ranks, shown, strict=True):
            print(
                f"    {place or '-':>3}  {bug.id:20} {' '.join(sorted(bug.right))} | {' '.join(said.causes[:3])}"
            )


def run(path: Path, *, each: bool) -> None:
    """Print every figure."""
    compiled = cache(catalogue_for)
    setattr(packs, "catalogue_for", compiled)  # noqa: B010 - the playbooks stay the same for all bugs
    shelf = find_playbooks()
    cases = (
        case.link for file in shelf for mode in compiled(file.id, shelf).failure_modes for case in mode.cases
    )
    refuse_cases_of(path.read_text(encoding="utf-8"), cases)
    bugs = read_bugs(path)
    for name, chosen in (
        ("", bugs),
        (", symptom stated by its source", [bug for bug in bugs if bug.is_stated]),
    ):
        report(f"text alone{name}", chosen, with_class=False, each=each and not name)
        report(f"text and class{name}", chosen, with_class=True, each=False)


if __name__ == "__main__":
    run(Path(sys.argv[1]), each="--each" in sys.argv)
