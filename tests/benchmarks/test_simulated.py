from __future__ import annotations

import json

import pytest

from coach.playbook.compile import catalogue_for
from coach.playbook.shelf import find_playbooks
from coach.session.symptom_ids import current_id
from tests.benchmarks.bugs import Bug, is_same_thread, rank_of
from tests.benchmarks.told_cases import TOLD, Told
from tests.benchmarks.walk_recall import walk
from tests.playbook.coded_cases import CASES, INFERRED


def test_what_the_texts_state_is_coded_for_every_bug_in_symptoms_that_exist() -> None:
    shelf = find_playbooks()
    known = {symptom for file in shelf for symptom in catalogue_for(file.id, shelf).symptoms}

    assert set(TOLD) == set(CASES) | set(INFERRED)
    assert {current_id(each) for told in TOLD.values() for each in told.seen | told.not_seen} <= known


@pytest.mark.parametrize(
    ("link", "cited", "same"),
    [
        ("https://github.com/a/b/issues/12", "a/b issue 12", True),
        ("https://github.com/a/b/pull/12", "https://github.com/A/B/pull/12#x", True),
        ("https://github.com/a/b/issues/12", "a/b issue 123", False),
        ("https://github.com/a/b/issues/12", "c/d issue 12", False),
        ("https://stackoverflow.com/questions/345/why", "Stack Overflow post 345", True),
        ("https://stackoverflow.com/questions/345/why", "Stack Overflow post 3456", False),
    ],
)
def test_a_case_of_the_thread_that_is_asked_about_is_known_however_it_is_cited(
    *, link: str, cited: str, same: bool
) -> None:
    assert is_same_thread(link, json.dumps({"source": cited})) is same


def test_somebody_who_answers_from_a_report_comes_to_an_advice_with_what_the_report_states() -> None:
    told = Told(seen=frozenset({"memory-growth"}), own="The loader leaks")
    bug = Bug("leak", "memory grows", "crash", frozenset({"memory-leak"}), told, playbook="deep-learning")

    walked = walk(bug, "first")

    assert walked.advised
    assert walked.missed == ()
    assert rank_of(bug.right, walked.causes) == 1
