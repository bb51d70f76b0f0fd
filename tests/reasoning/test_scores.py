"""Scores, calibration and recalibration of resolved forecasts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import BeliefError
from coach.reasoning.calibration import calibration_curve
from coach.reasoning.recalibration import recalibrate
from coach.reasoning.scores import (
    Forecast,
    brier_score,
    log_score,
    mean_log_score,
    murphy_decomposition,
    p_value_too_sure,
    spiegelhalter_z,
)

TEN = tuple(
    Forecast(p, bool(x))
    for p, x in zip(
        (0.9, 0.8, 0.7, 0.6, 0.5, 0.9, 0.8, 0.2, 0.1, 0.95), (1, 1, 0, 1, 0, 1, 0, 0, 0, 1), strict=True
    )
)
TOO_SURE = tuple(
    Forecast(p, at < came_true)
    for p, count, came_true in ((0.9, 20, 13), (0.7, 10, 6), (0.5, 6, 3), (0.3, 8, 3))
    for at in range(count)
)
FORECASTS = st.lists(
    st.builds(Forecast, st.sampled_from((0.03, 0.125, 0.5, 0.875, 0.97)), st.booleans()),
    min_size=1,
    max_size=60,
)


def test_ten_forecasts_have_their_known_scores() -> None:
    assert brier_score(TEN) == pytest.approx(0.16525, abs=1e-6)
    assert mean_log_score(TEN) == pytest.approx(0.483105, abs=1e-6)
    assert spiegelhalter_z(TEN) == pytest.approx(0.237125, abs=1e-6)
    assert murphy_decomposition(TEN) == pytest.approx((0.11525, 0.2, 0.25), abs=1e-6)


def test_one_who_is_too_sure_is_found_out_and_recalibrated() -> None:
    assert spiegelhalter_z(TOO_SURE) == pytest.approx(3.5007, abs=1e-4)
    assert brier_score(TOO_SURE) == pytest.approx(0.266364, abs=1e-6)
    found = recalibrate(TOO_SURE)
    assert found == pytest.approx((-0.13316, 0.45899), abs=1e-5)
    assert found.apply(0.9) == pytest.approx(0.70586, abs=1e-5)


def test_without_forecasts_recalibration_changes_nothing() -> None:
    assert recalibrate(()).apply(0.8) == pytest.approx(0.8)


def test_twenty_five_claims_of_ninety_percent_expose_seventy() -> None:
    assert p_value_too_sure(19, 25, 0.9) < 0.05 < p_value_too_sure(20, 25, 0.9)
    seventy = sum(math.comb(25, k) * 0.7**k * 0.3 ** (25 - k) for k in range(20))
    assert seventy == pytest.approx(0.81, abs=0.005)


def test_a_cause_nobody_listed_scores_what_the_catch_all_got() -> None:
    belief = {"a": 0.6, "b": 0.3, "other": 0.1}
    assert log_score(belief, "a") == pytest.approx(-math.log(0.6))
    assert log_score(belief, "found later") == pytest.approx(-math.log(0.1))
    assert log_score({"a": 1.0, "other": 0.0}, "b") == math.inf


def test_nothing_is_scored_before_something_is_resolved() -> None:
    with pytest.raises(BeliefError, match="resolved"):
        brier_score(())
    with pytest.raises(BeliefError):
        brier_score((Forecast(1.5, came_true=True),))
    with pytest.raises(BeliefError):
        p_value_too_sure(3, 2, 0.9)
    with pytest.raises(BeliefError):
        recalibrate((Forecast(1.0, came_true=True),))


def test_under_thirty_forecasts_there_is_no_curve() -> None:
    assert calibration_curve(TOO_SURE[:29]) is None
    assert calibration_curve(TOO_SURE) is not None


def test_the_curve_of_one_who_is_too_sure_leaves_the_band() -> None:
    curve = calibration_curve(TOO_SURE)
    assert curve is not None
    assert [point.stated for point in curve.points] == [0.3, 0.5, 0.7, 0.9]
    assert [point.forecasts for point in curve.points] == [8, 6, 10, 20]
    assert curve.points[-1].came_true < curve.points[-1].low
    assert curve == calibration_curve(TOO_SURE[::-1])


@settings(max_examples=60, deadline=None)
@given(FORECASTS)
def test_the_parts_of_the_brier_score_add_up(forecasts: list[Forecast]) -> None:
    parts = murphy_decomposition(forecasts)
    assert parts.reliability - parts.resolution + parts.uncertainty == pytest.approx(
        brier_score(forecasts), abs=1e-9
    )
    assert min(parts) >= 0


@settings(max_examples=20, deadline=None)
@given(FORECASTS)
def test_a_calibration_curve_rises_and_its_band_holds_what_is_stated(forecasts: list[Forecast]) -> None:
    curve = calibration_curve(forecasts * 30)
    assert curve is not None
    rates = [point.came_true for point in curve.points]
    assert rates == sorted(rates)
    assert all(0 <= point.low <= point.high <= 1 for point in curve.points)


def within_the_band(forecasts: int, *, too_sure: float, people: int = 80) -> float:
    """Give which share of the points of simulated people's curves lies within its band.

    Args:
        forecasts: of each.
        too_sure: 0 where things come as often as stated, 1 where they come half of the time whatever is stated.
        people: how many are simulated.
    """
    chance = np.random.default_rng(7)
    held = []
    for person in range(people):
        stated = chance.choice((0.1, 0.3, 0.5, 0.7, 0.9), size=forecasts)
        came = chance.random(forecasts) < stated + too_sure * (0.5 - stated)
        made = [Forecast(p, came_true=bool(x)) for p, x in zip(stated.tolist(), came, strict=True)]
        curve = calibration_curve(made, seed=person)
        assert curve is not None
        held += [point.low <= point.came_true <= point.high for point in curve.points]
    return sum(held) / len(held)


@pytest.mark.slow
@pytest.mark.parametrize("forecasts", [30, 200])
def test_the_band_holds_the_curve_of_one_who_is_right_nine_times_in_ten(forecasts: int) -> None:
    assert 0.87 <= within_the_band(forecasts, too_sure=0.0) <= 0.99


@pytest.mark.slow
def test_the_band_does_not_hold_the_curve_of_one_who_is_too_sure() -> None:
    assert within_the_band(200, too_sure=0.5) < 0.6


@settings(max_examples=40, deadline=None)
@given(FORECASTS, st.floats(0.01, 0.98))
def test_recalibration_is_a_probability_and_stays_finite(forecasts: list[Forecast], stated: float) -> None:
    assert 0 < recalibrate(forecasts).apply(stated) < 1


def test_the_scores_agree_with_scoringrules() -> None:
    oracle = pytest.importorskip("scoringrules")
    mean = sum(float(oracle.brier_score(float(x), p)) for p, x in TEN) / len(TEN)
    assert brier_score(TEN) == pytest.approx(mean)
