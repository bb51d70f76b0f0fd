from __future__ import annotations

import pytest

from coach.session.word_score import FEWEST, OF_PLAYBOOK, with_playbooks


def test_each_gets_a_part_of_the_mean_of_its_playbook_and_none_of_another() -> None:
    one, two = [f"a{at}" for at in range(20)], [f"b{at}" for at in range(20)]

    scores = with_playbooks({"a0": 20.0, "a1": 10.0, "b0": 2.0}, {"one": one, "two": two, "silent": ["c"]})

    of_one, of_two = OF_PLAYBOOK * 30 / 20, OF_PLAYBOOK * 2 / 20
    assert scores == pytest.approx(
        {**dict.fromkeys(one, of_one), **dict.fromkeys(two, of_two)}
        | {"a0": 20 + of_one, "a1": 10 + of_one, "b0": 2 + of_two}
    )


def test_a_playbook_of_one_does_not_count_its_own_words_twice() -> None:
    assert with_playbooks({"a": 1.0}, {"mine": ["a"]})["a"] == pytest.approx(1 + OF_PLAYBOOK / FEWEST)


def test_where_nothing_is_said_nothing_is_given() -> None:
    assert with_playbooks({}, {"one": ["a"], "none": []}) == {}
