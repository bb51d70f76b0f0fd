from __future__ import annotations

import pytest

from coach.playbook.kin import MOST_KIN, PARTS, kin_of
from coach.playbook.words import shared_words, words_of
from tests.playbook.test_words import OTHERS, mode

STEAM = {"says": "Steam from the kettle blows the fuse."}


def said(*names: str) -> list[dict[str, str]]:
    return [{**dict.fromkeys(PARTS, ""), "name": name} for name in names]


def test_those_that_share_a_word_are_kin_whatever_its_form() -> None:
    found = kin_of(said("kettles whistle", "a whistling pot", "the pot boils", "lamp"), words_of)

    assert {(one, other) for one, other, _ in found} == {(0, 1), (1, 0), (1, 2), (2, 1)}


def test_a_seldom_word_makes_nearer_kin_than_a_common_one() -> None:
    found = kin_of(
        said("steam pipe", "steam hammer", "pipe organ", *(f"pipe n{'x' * at}" for at in range(9))), words_of
    )
    share = {other: share for one, other, share in found if one == 0}

    assert share[1] > share[2]


@pytest.mark.parametrize(("modes", "kin", "whole"), [(MOST_KIN + 20, MOST_KIN, 1.0), (9, 8, 8 / MOST_KIN)])
def test_only_the_nearest_count_and_few_count_less_than_many(modes: int, kin: int, whole: float) -> None:
    found = kin_of(said(*["steam pipe"] * modes), words_of)

    for one in range(modes):
        shares = [share for each, _, share in found if each == one]
        assert len(shares) == kin
        assert sum(shares) == pytest.approx(whole)


def test_of_two_modes_that_share_as_much_the_one_whose_kin_share_something_too_comes_first() -> None:
    modes = (
        mode("lonely", name="Whistle lamp", says="Velvet."),
        mode("of-a-family", name="Whistle kettle", says="Velvet."),
        mode("kin", name="Kettle steam", says="Velvet."),
    )

    found = shared_words("a whistle and steam", (*modes, *OTHERS), {})

    assert found["of-a-family"].score > found["lonely"].score


def test_kin_alone_bring_no_mode_in_that_shares_no_word() -> None:
    modes = (mode("told", name="Whistle kettle"), mode("kin", name="Kettle lamp"))

    assert set(shared_words("whistle", (*modes, *OTHERS), {})) == {"told"}


def test_of_two_modes_that_share_one_word_the_one_that_holds_much_of_another_comes_first() -> None:
    modes = (
        mode("alike", says="The kettle is overfilled."),
        mode("unlike", says="The kettle is unplugged."),
    )

    found = shared_words("kettle filling", (*modes, *OTHERS), {})

    assert found["alike"].score > found["unlike"].score
