"""Intervals and the multiplier of hours."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coach.errors import BeliefError
from coach.reasoning.intervals import design_effect, mean, rate
from coach.reasoning.multiplier import multiplier


def test_jeffreys_intervals_have_their_known_ends() -> None:
    assert rate(0, 10) == pytest.approx((0.0, 0.0, 0.1708), abs=1e-3)
    assert rate(10, 10) == pytest.approx((1.0, 0.8292, 1.0), abs=1e-3)
    assert rate(5, 10) == pytest.approx((0.5, 0.2600, 0.7400), abs=2e-3)
    assert rate(0, 0) == (0.5, 0.0, 1.0)
    with pytest.raises(BeliefError):
        rate(3, 2)


def test_a_rate_s_interval_holds_the_truth_nine_times_in_ten() -> None:
    chance = np.random.default_rng(3)
    truth, count = 0.3, 40
    intervals = [rate(int(came), count) for came in chance.binomial(count, truth, 600)]
    inside = sum(each.low <= truth <= each.high for each in intervals) / len(intervals)
    assert 0.86 <= inside <= 0.95


def test_the_mean_of_things_that_hang_together_is_less_certain() -> None:
    values = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])
    apart, together = mean(values, np.arange(6)), mean(values, np.array([0, 0, 0, 1, 1, 1]))
    assert apart.value == together.value == 0.5
    assert together.high - together.low == pytest.approx(math.sqrt(3) * (apart.high - apart.low))


def test_one_cluster_says_nothing_of_how_far_a_mean_can_lie() -> None:
    assert mean(np.array([1.0, 2.0]), np.array([0, 0])) == (1.5, -math.inf, math.inf)


def test_terms_that_hang_together_grow_the_spread_of_their_sum_and_others_do_not() -> None:
    values = np.array([1.0, 1.0, -1.0, -1.0])
    assert design_effect(values, np.array([0, 0, 1, 1])) == 2.0
    assert design_effect(values, np.arange(4)) == 1.0
    assert design_effect(values, np.array([0, 1, 0, 1])) == 1.0
    assert design_effect(np.ones(4), np.array([0, 0, 1, 1])) == 1.0


def test_the_multiplier_starts_at_two_and_becomes_one_s_own() -> None:
    assert multiplier(()).value == pytest.approx(2.0)
    assert multiplier((2.0, 2.0)).value == pytest.approx(2.0)
    assert multiplier((1.0,) * 3).value == pytest.approx(math.sqrt(2))
    assert multiplier((1.0,) * 300).value == pytest.approx(1.0, abs=0.01)


def test_the_multiplier_s_interval_narrows_with_what_is_known() -> None:
    none, some, many = multiplier(()), multiplier((3.0,) * 10), multiplier((3.0,) * 100)
    assert none.low < 2 < none.high
    assert none.high / none.low > some.high / some.low > many.high / many.low
    assert (none.estimates, many.estimates) == (0, 100)


@pytest.mark.parametrize("ratio", [0.0, -1.0, math.inf, math.nan])
def test_hours_that_took_no_time_or_for_ever_have_no_ratio(ratio: float) -> None:
    with pytest.raises(BeliefError):
        multiplier((ratio,))
