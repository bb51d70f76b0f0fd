"""Where a level changed, how surely, what moved first, and what moved together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.runs.describing.change_point import change_point, change_range
from coach.runs.describing.onset_order import onset_order, shared_moments
from coach.runs.describing.run_for_detectors import RunForDetectors
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms


def shifted(
    at: int, size: float, noise: float = 1.0, n: int = 400, seed: int = 0
) -> np.typing.NDArray[np.float64]:
    return noisy(np.where(np.arange(n) < at, 0.0, size), noise, n, seed)


class TestChangeRange:
    def test_it_holds_the_true_place_about_as_often_as_it_says(self) -> None:
        held = 0
        for seed in range(200):
            values = shifted(200, 1.5, seed=seed)
            first, last = change_range(values, 200 + int(np.random.default_rng(seed).integers(0, 6)))
            held += first <= 199 and last >= 200
        assert held >= 186

    def test_a_larger_shift_is_placed_more_surely(self) -> None:
        small, large = (change_range(shifted(200, size), 200) for size in (1.0, 8.0))
        assert large.last - large.first < small.last - small.first
        assert large == (199, 200)

    def test_without_noise_it_is_the_gap_before_the_point(self) -> None:
        assert change_range(np.repeat([0.0, 1.0], 50), 50) == (49, 50)
        assert change_range(np.array([1.0, 2.0]), 1) == (0, 1)
        assert change_range(np.array([np.nan] * 20), 0) == (0, 0)

    @given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=80), st.integers(0, 79))
    @settings(max_examples=100, deadline=None)
    def test_it_always_holds_the_point_itself_and_stays_inside(self, values: list[float], at: int) -> None:
        at %= len(values)
        first, last = change_range(np.array(values), at)
        assert 0 <= first <= at <= last < len(values)


class TestChangePoint:
    @pytest.mark.parametrize(("at", "size"), [(150, 3.0), (200, 1.5), (320, -4.0)])
    def test_a_shift_is_found_close_to_its_place(self, at: int, size: float) -> None:
        found = change_point(shifted(at, size, noise=0.2))
        assert found is not None
        assert abs(found - at) <= 3

    @pytest.mark.parametrize("seed", range(10))
    def test_noise_slopes_and_decays_have_none(self, seed: int) -> None:
        decay = np.exp(-np.linspace(0, 6, 400))
        for curve in (np.zeros(400), ramp(0, 10, 400), decay):
            assert change_point(noisy(curve, 0.02, 400, seed)) is None
            assert change_point(curve) is None

    def test_a_spike_that_comes_back_is_no_change(self) -> None:
        values = noisy(0, 0.1, 400)
        values[200:212] += 5
        assert change_point(values) is None


class TestOrder:
    PARTS = (
        series("policy/entropy", shifted(150, -2.0, 0.05)),
        series("reward", shifted(240, -9.0, 0.3)),
        series("steady", noisy(0, 1, 400)),
    )

    def test_what_moved_first_comes_first_with_its_range(self) -> None:
        first, second = onset_order(RunForDetectors(run(*self.PARTS)))
        assert (first.tag, second.tag) == ("policy/entropy", "reward")
        assert first.earliest <= 150 <= first.latest < second.earliest
        assert first.before > first.after

    def test_changes_of_one_moment_are_one_symptom(self) -> None:
        parts = [series(f"t{size}", shifted(200, size, 0.05)) for size in (1.0, -2.0, 3.0)]
        symptom = only(run(*parts, *self.PARTS), "shared-change")
        assert "3 quantities" in symptom.says
        assert abs((symptom.onset_step or 0) - 200) <= 2
        assert symptom.onset_range is not None
        assert symptom.onset_range[0] <= 200 <= symptom.onset_range[1]

    def test_two_are_not_enough_and_one_curve_under_three_names_is_one(self) -> None:
        assert symptoms(run(*self.PARTS), "shared-change") == []
        same = shifted(200, 2.0, 0.05)
        assert symptoms(run(*(series(tag, same) for tag in "abc")), "shared-change") == []

    def test_moments_apart_are_not_shared(self) -> None:
        changes = onset_order(RunForDetectors(run(*self.PARTS)))
        assert shared_moments(changes, 400, fewest=2) == ()


def test_every_symptom_with_an_onset_says_between_which_steps() -> None:
    climbing = np.concatenate([2 * np.exp(-np.linspace(0, 3, 200)), noisy(2.0, 0.1, 100)])
    symptom = only(run(series("loss", climbing)), "loss-divergence")
    assert symptom.onset_range is not None
    assert symptom.onset_range[0] <= (symptom.onset_step or 0) <= symptom.onset_range[1]
    assert symptom.onset_range[0] <= 200 <= symptom.onset_range[1]


def test_a_ripple_on_a_curve_that_had_risen_at_once_is_no_change() -> None:
    risen = np.concatenate([ramp(-5, 9, 30), np.full(370, 9.0)])
    rippled = risen - np.where((np.arange(400) > 150) & (np.arange(400) < 172), 0.25, 0.0)
    rippled[172:] += 0.13
    assert change_point(noisy(rippled, 0.001, 400)) is None
    later = risen + np.where(np.arange(400) > 200, -4.0, 0.0)
    assert change_point(noisy(later, 0.001, 400)) is not None
