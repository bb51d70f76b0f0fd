from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from tests.benchmarks.bugs import is_same_thread
from tests.benchmarks.coverage import UNSEEN

HERE = Path(__file__).parent


def lines_of(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


HELD: list[dict[str, Any]] = [json.loads(line) for line in lines_of("second_unseen_bugs.jsonl")]
TUNED_ON: list[dict[str, Any]] = [json.loads(line) for line in lines_of("second_developed_bugs.jsonl")]
BOTH = [*HELD, *TUNED_ON]


def test_every_thread_stands_once_in_the_list_that_the_hash_of_its_link_says() -> None:
    assert len({each["source"] for each in BOTH}) == len({each["id"] for each in BOTH}) == len(BOTH)
    for each in BOTH:
        is_even = hashlib.sha256(each["source"].encode()).digest()[0] % 2 == 0
        assert each["half"] == ("tune" if is_even else "held"), each["id"]
    assert {each["half"] for each in HELD} == {"held"}
    assert {each["half"] for each in TUNED_ON} == {"tune"}


def test_no_thread_of_it_stands_in_an_earlier_list() -> None:
    earlier = [*UNSEEN.read_text(encoding="utf-8").splitlines(), *lines_of("developed_bugs.jsonl")]

    assert [each["id"] for each in BOTH for line in earlier if is_same_thread(each["source"], line)] == []


def test_it_is_coded_with_what_the_catalogue_holds() -> None:
    shelf = find_playbooks()
    catalogues = [catalogue_for(file.id, shelf) for file in shelf]
    modes = {mode.id for each in catalogues for mode in each.failure_modes}
    classes = {name for each in catalogues for name in each.symptom_classes}

    assert {mode for each in BOTH for mode in (*each["exact"], *each["near"])} <= modes
    assert {each["class"] for each in BOTH} <= classes
    assert [each["id"] for each in BOTH if each["right"] != each["exact"]] == []


def test_no_playbook_cites_a_thread_of_the_held_half_as_a_case() -> None:
    shelf = find_playbooks()
    cited = {
        case.link
        for file in shelf
        for mode in catalogue_for(file.id, shelf).failure_modes
        for case in mode.cases
    }

    assert [
        (link, each["id"]) for link in cited for each in HELD if is_same_thread(link, each["source"])
    ] == []
