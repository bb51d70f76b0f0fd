"""Where a straight course bends, where a growth began, and what a curve would have gained."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs.describing.bend import bend
from coach.runs.describing.fall_expected import fall_expected
from coach.runs.describing.lasting_jump import lasting_jump
from coach.runs.describing.ramp import ramp_began
from coach.runs.describing.runaway import runaway

NOISE = 0.05


def rising_from(at: int, slope: float, n: int, seed: int) -> np.typing.NDArray[np.float64]:
    """Give a level that rises from a point on, with noise."""
    scatter = np.random.default_rng(seed).normal(0, NOISE, n)
    return np.asarray(1 + slope * np.maximum(0, np.arange(n) - at) + scatter, dtype=np.float64)


class TestBend:
    @pytest.mark.parametrize("seed", range(10))
    def test_it_lies_within_three_points_of_where_the_slope_changed(self, seed: int) -> None:
        found = bend(rising_from(130, 0.03, 300, seed))
        assert found is not None
        assert abs(found.at - 130) <= 3
        assert found.first <= found.at <= found.last
        assert found.before == pytest.approx(0, abs=0.005)
        assert found.after == pytest.approx(0.03, abs=0.005)

    @pytest.mark.parametrize("seed", range(5))
    def test_a_straight_line_a_level_and_a_handful_of_points_have_none(self, seed: int) -> None:
        assert bend(rising_from(0, 0.02, 200, seed)) is None
        assert bend(rising_from(0, 0.0, 200, seed)) is None
        assert bend(np.ones(200)) is None
        assert bend(np.full(200, 0.1)) is None
        assert bend(rising_from(4, 1.0, 8, seed)) is None


class TestGrowthBegan:
    FALLING = 0.5 + 2 * np.exp(-np.arange(300) / 20)

    @pytest.mark.parametrize("seed", range(10))
    def test_a_loss_that_doubles_slowly_began_to_grow_earlier_than_it_is_seen(self, seed: int) -> None:
        loss = self.FALLING * rising_from(150, 0.02, 300, seed)
        found = ramp_began(loss, int(np.argmax(loss[150:] > 1.2)) + 150, 1)
        assert found is not None
        assert abs(found.at - 150) <= 4

    def test_a_step_is_dated_where_it_is_seen_and_so_is_what_has_no_logarithm(self) -> None:
        stepped = self.FALLING * np.where(np.arange(300) < 150, 1.0, 4.0)
        assert ramp_began(stepped, 150, 1) is None
        assert ramp_began(stepped - 10, 150, 1) is None


class TestRunaway:
    GROWN = 10 * np.exp(np.maximum(0, np.arange(300) - 180) / 10)

    def test_a_size_that_multiplies_itself_runs_away_whatever_its_sign(self) -> None:
        for values in (self.GROWN, -self.GROWN):
            found = runaway(values)
            assert found is not None
            assert abs(found.at - 180) <= 3
            assert found.gains_speed
            assert found.factor > 1e4

    def test_a_handful_of_points_counts_when_the_last_is_a_hundred_times_as_large(self) -> None:
        found = runaway(np.array([10.0, 12.0, 11.0, 40.0, 500.0, 9e3, 1e6]))
        assert found is not None
        assert (found.at, found.before, found.now) == (2, 11.0, 1e6)
        assert runaway(np.array([10.0, 12.0, 11.0, 40.0, 90.0, 200.0, 900.0])) is None
        assert runaway(np.array([10.0, 12.0, 11.0, 40.0, 500.0, 9e3, 1e6, 9e5])) is None
        assert runaway(np.array([10.0, 12.0, 11.0, 40.0, 500.0, 1752.0, 2567.0, 2904.0])) is None

    @pytest.mark.parametrize(
        "values",
        [
            100 * (1 - np.exp(-np.arange(300) / 50)),
            np.concatenate([GROWN[:240], GROWN[240:][::-1]]),
            np.random.default_rng(0).normal(5, 1, 300),
            np.full(300, 7.0),
            GROWN[175:190],
        ],
        ids=["it saturates", "it comes back", "noise", "a level", "few points"],
    )
    def test_what_does_not_grow_without_end(self, values: np.typing.NDArray[np.float64]) -> None:
        assert runaway(values) is None


class TestLastingJump:
    def test_it_is_told_with_the_level_before_it(self) -> None:
        found = lasting_jump(np.array([0.21, 0.2, 0.22, 0.21, 5.0, 5.2, 5.1]), 2.0)
        assert found is not None
        assert found.at == 4
        assert found.before == pytest.approx(0.21)
        assert not found.goes_on

    def test_one_that_goes_on_rising_is_told_apart(self) -> None:
        found = lasting_jump(np.array([0.5, 0.6, 1.2, 5.0, 40.0, 300.0]), 2.0)
        assert found is not None
        assert found.goes_on

    @pytest.mark.parametrize(
        "values",
        [
            [0.2, 0.21, 0.2, 5.0, 0.2, 0.21, 0.2],
            [0.2, 0.21, 0.2, 0.2, 5.0, 5.1],
            [0.2, 0.3, 0.5, 0.9, 1.6, 2.9, 5.0],
            [-0.2, -0.2, -0.2, 5.0, 5.0, 5.0],
            [1.0, 1.0, 1.0, 1.9, 1.9, 1.9],
        ],
        ids=["it comes back", "two points say little", "it grows", "under zero", "less than twice"],
    )
    def test_what_is_no_such_jump(self, values: list[float]) -> None:
        assert lasting_jump(np.array(values), 2.0) is None


class TestFallExpected:
    def test_an_exponential_would_have_fallen_on_to_its_floor(self) -> None:
        curve = 1 + 2 * np.exp(-np.arange(200) / 100)
        assert fall_expected(curve[:80], 120) == pytest.approx(curve[80] - curve[199], rel=0.1)

    def test_a_level_promises_nothing_and_a_handful_of_points_do_not_tell(self) -> None:
        assert fall_expected(np.full(80, 2.0), 120) == pytest.approx(0, abs=1e-9)
        assert fall_expected(np.linspace(3, 2, 10), 120) is None


class TestWhereItBegan:
    @pytest.mark.parametrize("seed", range(3))
    def test_a_jump_with_a_slower_rise_after_it_begins_at_the_jump(self, seed: int) -> None:
        scatter = np.random.default_rng(seed).normal(0, 0.001, 27)
        fall = 0.028 + 6 * np.exp(-np.arange(27) / 3) + scatter
        began = ramp_began(np.array([*fall, 0.15, 0.3, 0.45, 0.56, 0.68, 0.72, 0.74, 0.77, 0.93]), 30, 1)
        assert began is not None
        assert began.at == 27

    def test_a_growth_by_factors_after_a_calm_half_begins_where_it_leaves_it(self) -> None:
        calm = 1.7 * (1 - np.exp(-np.arange(15) / 4))
        growth = runaway(np.array([*calm, *(2 + 25 * np.arange(1, 16.0) ** 2)]))
        assert growth is not None
        assert growth.at == 14

    def test_one_that_grew_by_the_same_factor_all_along_begins_with_the_run(self) -> None:
        growth = runaway(np.exp(np.arange(60) / 5))
        assert growth is not None
        assert growth.at == 0
