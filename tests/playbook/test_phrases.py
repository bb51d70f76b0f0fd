from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.playbook.phrases import Phrases
from coach.playbook.stems import stems_of
from coach.session.matching import NEARLY_NAMED
from coach.session.recognising import meant
from tests.session.typed_causes import HELD_OUT

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue
    from coach.session.recognising import Meant
    from tests.session.typed_causes import Typed

BOTH_SPELLINGS = {
    "normalised": "normal",
    "normalized": "normal",
    "normalising": "normal",
    "shuffles": "shuffl",
}


@pytest.fixture(scope="module")
def phrases(catalogues: dict[str, Catalogue]) -> dict[str, Phrases]:
    return {playbook: Phrases(catalogue) for playbook, catalogue in catalogues.items()}


@pytest.fixture(scope="module")
def taken(phrases: dict[str, Phrases]) -> list[tuple[Typed, Meant]]:
    return [(typed, meant(phrases[typed.playbook], typed.text)) for typed in HELD_OUT]


def test_a_stem_is_the_same_whatever_the_form_and_spelling_of_a_word() -> None:
    assert stems_of(BOTH_SPELLINGS) == BOTH_SPELLINGS


def test_a_clear_match_is_mostly_right(taken: list[tuple[Typed, Meant]]) -> None:
    clear = [typed.right.issuperset(may.failure_modes) for typed, may in taken if may.is_clear]
    assert sum(clear) >= 0.85 * len(clear)
    assert len(clear) >= 60


def test_a_line_that_nearly_says_a_name_mostly_means_it(
    phrases: dict[str, Phrases], taken: list[tuple[Typed, Meant]]
) -> None:
    nearly = [
        may.failure_modes[0] in typed.right
        for typed, may in taken
        if may.is_clear
        for near in phrases[typed.playbook].near(typed.text)
        if near.failure_mode == may.failure_modes[0] and near.score >= NEARLY_NAMED
    ]
    assert len(nearly) >= 40
    assert sum(nearly) >= 0.85 * len(nearly)


def test_what_people_type_for_a_failure_mode_is_found_and_never_taken_for_another(
    taken: list[tuple[Typed, Meant]],
) -> None:
    held = [(typed.right, may) for typed, may in taken if typed.right]
    assert sum(bool(right.intersection(may.failure_modes)) for right, may in held) >= 0.85 * len(held)
    assert [may for right, may in held if may.is_clear and not right.intersection(may.failure_modes)] == []


def test_what_no_catalogue_holds_is_mostly_left_alone(taken: list[tuple[Typed, Meant]]) -> None:
    strange = [may for typed, may in taken if not typed.right]
    assert sum(not may.failure_modes for may in strange) >= 0.7 * len(strange)


@pytest.mark.parametrize(
    ("typed", "failure_mode"),
    [
        ("Learning rate too high", "lr-too-high"),
        ("the LR is too large", "lr-too-high"),
        ("LR too low", "lr-too-low"),
        ("inputs aren\u2019t normalized", "unnormalised-inputs"),
        ("inputs normalised twice", "double-normalisation"),
        ("it's overfitting", "overfitting"),
    ],
)
def test_small_words_and_spelling_decide_between_neighbours(
    phrases: dict[str, Phrases], typed: str, failure_mode: str
) -> None:
    assert meant(phrases["deep-learning"], typed) == ((failure_mode,), True)


@pytest.mark.parametrize(
    ("typed", "failure_mode"),
    [
        ("the fine-tuned model answers in another language", "overfitting"),
        ("the reward keeps increasing", "throughput-decay"),
        ("the reward keeps increasing", "gradients-not-zeroed"),
        ("not in my code", "wrong-code-ran"),
    ],
)
def test_words_that_only_give_a_direction_or_belong_together_name_no_cause(
    phrases: dict[str, Phrases], typed: str, failure_mode: str
) -> None:
    assert failure_mode not in meant(phrases["deep-learning"], typed).failure_modes


@pytest.mark.parametrize(
    "typed",
    ["", "the loss", "?!", "0.001", "gradients", "code", "bug in the code", "increasing", "x" * 100_000],
)
def test_one_common_word_or_none_is_no_match(phrases: dict[str, Phrases], typed: str) -> None:
    assert meant(phrases["deep-learning"], typed) == ((), False)


def test_what_people_see_tells_how_likely_a_mode_is_and_names_no_cause(
    catalogues: dict[str, Catalogue],
) -> None:
    general = catalogues["deep-learning"]
    told = {mode.id: mode.complaints for mode in general.failure_modes}
    without = replace(
        general, failure_modes=tuple(replace(mode, complaints=()) for mode in general.failure_modes)
    )
    ours, bare = Phrases(general), Phrases(without)

    for mode_id, complaints in told.items():
        for complaint in complaints:
            assert ours.near(complaint) == bare.near(complaint), (mode_id, complaint)
    assert all(
        ours.scores(each[0])[mode_id] > bare.scores(each[0]).get(mode_id, 0) for mode_id, each in told.items()
    )


def test_a_key_is_answered_within_five_milliseconds(phrases: dict[str, Phrases]) -> None:
    line = "the learning rate of the critic is far too high for this batch"
    phrases["policy-gradient"].near("warm")
    took = []
    for end in range(1, len(line) + 1):
        began = time.perf_counter()
        meant(phrases["policy-gradient"], line[:end])
        took.append(time.perf_counter() - began)
    assert sorted(took)[len(took) // 2] < 0.005


@pytest.mark.parametrize("text", ["Lowered the learning rate", "The learning rate of the policy is 3e-4"])
def test_what_a_number_decides_is_asked_about_and_never_taken_as_said(
    phrases: dict[str, Phrases], text: str
) -> None:
    spoken = {each.symptom: each.is_plain for each in phrases["reinforcement-learning"].symptoms(text)}
    assert spoken["rate-large"] is False
