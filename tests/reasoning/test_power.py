"""How many seeds a comparison needs."""

from __future__ import annotations

import pytest

from coach.errors import BeliefError
from coach.reasoning.power import (
    paired_power,
    seeds_for_pairs,
    seeds_for_two_arms,
    two_arm_power,
    welch_power,
)


@pytest.mark.parametrize(
    ("shift", "at_80", "at_90"),
    [(0.5, 64, 86), (0.8, 26, 34), (1, 17, 23), (1.5, 9, 11), (2, 6, 7), (3, 4, 4)],
)
def test_seeds_an_arm_for_a_shift(shift: float, at_80: int, at_90: int) -> None:
    assert seeds_for_two_arms(shift) == at_80
    assert seeds_for_two_arms(shift, power=0.9) == at_90


def test_three_seeds_an_arm_see_a_shift_of_one_spread_one_time_in_six() -> None:
    assert [two_arm_power(1, seeds) for seeds in (3, 5, 10)] == pytest.approx([0.159, 0.286, 0.562], abs=1e-3)


@pytest.mark.parametrize(("correlation", "pairs"), [(0, 18), (0.5, 10), (0.8, 6)])
def test_sharing_seeds_is_the_cheapest_power(correlation: float, pairs: int) -> None:
    assert seeds_for_pairs(1, correlation) == pairs


def test_arms_of_different_spread_need_many_seeds() -> None:
    missed = [1 - welch_power(1382, 1341, 990, seeds) for seeds in (5, 10, 15, 20)]
    assert missed == pytest.approx([0.635, 0.306, 0.129, 0.050], abs=1e-3)


def test_without_a_difference_power_is_the_false_alarm_rate() -> None:
    assert two_arm_power(0, 12) == pytest.approx(0.05, abs=1e-6)


def test_differences_no_seeds_can_show_are_refused() -> None:
    with pytest.raises(BeliefError, match="this small"):
        seeds_for_two_arms(0)
    with pytest.raises(BeliefError, match="correlation"):
        paired_power(1, 5, 1.0)
    with pytest.raises(BeliefError, match="power"):
        seeds_for_two_arms(1, power=1.0)


def test_the_power_agrees_with_statsmodels() -> None:
    oracle = pytest.importorskip("statsmodels.stats.power")
    for shift, seeds in ((0.5, 20), (1, 5), (2, 4)):
        assert two_arm_power(shift, seeds) == pytest.approx(
            oracle.TTestIndPower().power(shift, seeds, 0.05), abs=1e-6
        )
