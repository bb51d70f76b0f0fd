from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest

from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from coach.session.symptom_ids import current_id
from tests.benchmarks.bugs import is_same_thread
from tests.benchmarks.coverage import UNSEEN, level

BUGS: list[dict[str, Any]] = [json.loads(line) for line in UNSEEN.read_text(encoding="utf-8").splitlines()]


def test_every_bug_and_every_thread_stands_once_in_the_list() -> None:
    assert len({each["id"] for each in BUGS}) == len(BUGS)
    assert len({each["source"] for each in BUGS}) == len(BUGS)


class Held(NamedTuple):
    """What all built-in playbooks hold: ids, and the threads that they cite as cases."""

    modes: frozenset[str]
    symptoms: frozenset[str]
    classes: frozenset[str]
    cited: frozenset[str]


@pytest.fixture(scope="module")
def held() -> Held:
    shelf = find_playbooks()
    catalogues = [catalogue_for(file.id, shelf) for file in shelf]
    modes = [mode for each in catalogues for mode in each.failure_modes]
    return Held(
        frozenset(mode.id for mode in modes),
        frozenset(symptom for each in catalogues for symptom in each.symptoms),
        frozenset(name for each in catalogues for name in each.symptom_classes),
        frozenset(case.link for mode in modes for case in mode.cases),
    )


@pytest.mark.parametrize("bug", BUGS, ids=[each["id"] for each in BUGS])
def test_a_bug_is_coded_with_what_the_catalogue_holds(bug: dict[str, Any], held: Held) -> None:
    assert {*bug["exact"], *bug["near"]} <= held.modes
    assert {current_id(each) for each in bug.get("seen", ())} <= held.symptoms
    assert bug["class"] in held.classes
    assert bug["right"] == bug["exact"]


def test_no_playbook_cites_a_thread_of_the_list_as_a_case(held: Held) -> None:
    assert not [
        (link, bug["id"]) for link in held.cited for bug in BUGS if is_same_thread(link, bug["source"])
    ]


@pytest.mark.parametrize(
    ("exact", "near", "expected"),
    [(["a"], ["b"], "exact"), ([], ["b"], "near"), ([], [], "none")],
)
def test_a_cause_counts_as_exact_then_near_then_none(
    *, exact: list[str], near: list[str], expected: str
) -> None:
    assert level({"exact": exact, "near": near}) == expected
