from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from tests.benchmarks.bugs import is_same_thread
from tests.benchmarks.coverage import UNSEEN

BUGS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "developed_bugs.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_every_thread_stands_once_in_the_half_that_the_hash_of_its_link_says() -> None:
    assert len({each["source"] for each in BUGS}) == len({each["id"] for each in BUGS}) == len(BUGS)
    for each in BUGS:
        is_even = hashlib.sha256(each["source"].encode()).digest()[0] % 2 == 0
        assert each["half"] == ("tune" if is_even else "held"), each["id"]


def test_no_thread_of_it_stands_in_the_unseen_list() -> None:
    unseen = UNSEEN.read_text(encoding="utf-8").splitlines()

    assert [each["id"] for each in BUGS for line in unseen if is_same_thread(each["source"], line)] == []


def test_it_is_coded_with_what_the_catalogue_holds() -> None:
    shelf = find_playbooks()
    catalogues = [catalogue_for(file.id, shelf) for file in shelf]
    modes = {mode.id for each in catalogues for mode in each.failure_modes}
    classes = {name for each in catalogues for name in each.symptom_classes}

    assert {right for each in BUGS for right in each["right"]} <= modes
    assert {each["class"] for each in BUGS} <= classes
