"""The ways to be bad, whatever the curve: what is found lasts to the end, and what stays as it was is never found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.runs.detectors.diagnostics.shapes import SHAPES, above, below, counts, falls, grows, leaps, zero
from tests.runs.detectors.shapes import noisy

CHANGES = ("grows", "falls", "leaps", "leaps-up", "leaps-down")
CURVES = st.lists(st.floats(0, 1e6), min_size=10, max_size=120)
LIMITS = st.floats(0.001, 1000)


@given(CURVES, st.sampled_from(sorted(SHAPES)), LIMITS)
@settings(max_examples=400, deadline=None)
def test_no_curve_breaks_a_shape_and_what_is_found_lies_in_it(
    curve: list[float], shape: str, limit: float
) -> None:
    value = np.array(curve)
    found = SHAPES[shape](value, limit)
    if found is not None:
        assert 0 <= found.at < len(value)
        assert np.isfinite(found.now)


@given(st.floats(0.001, 1e6), st.integers(10, 200), st.sampled_from(CHANGES), st.floats(1.1, 100))
@settings(max_examples=200, deadline=None)
def test_what_never_moves_has_not_changed(level: float, points: int, shape: str, times: float) -> None:
    limit = 1 / times if shape == "falls" else times
    assert SHAPES[shape](np.full(points, level), limit) is None


@given(st.integers(0, 50), st.sampled_from(CHANGES), st.floats(1.5, 100))
@settings(max_examples=150, deadline=None)
def test_noise_around_a_level_is_no_change(seed: int, shape: str, times: float) -> None:
    limit = 1 / times if shape == "falls" else times
    assert SHAPES[shape](noisy(1.0, 0.05, 150, seed), limit) is None


@given(CURVES, LIMITS)
@settings(max_examples=300, deadline=None)
def test_what_is_above_a_limit_is_so_in_the_median_and_at_the_end(curve: list[float], limit: float) -> None:
    value = np.array(curve)
    found = above(value, limit)
    if found is not None:
        assert found.now >= limit
        assert (value[-3:] >= limit).all()
        assert below(value, limit * 0.999) is None


@given(st.integers(20, 150), st.floats(0.1, 0.6), st.sampled_from([0.25, 2.0, 1024.0]))
@settings(max_examples=150, deadline=None)
def test_the_size_of_the_numbers_is_no_matter_to_a_change(points: int, part: float, factor: float) -> None:
    cut = int(part * points)
    value = np.concatenate([np.full(cut, 1.0), np.full(points - cut, 9.0)])
    for shape in ("grows", "leaps", "leaps-up"):
        one, other = SHAPES[shape](value, 3), SHAPES[shape](factor * value, 3)
        assert (one is None) is (other is None)


@pytest.mark.parametrize("at", [60, 100, 140])
def test_a_leap_is_dated_where_it_is(at: int) -> None:
    value = np.concatenate([noisy(1, 0.05, at), noisy(5, 0.05, 200 - at, 1)])
    found = leaps(value, 2)
    assert found is not None
    assert abs(found.at - at) <= 2
    assert (round(found.before or 0), round(found.now)) == (1, 5)


def test_a_level_that_is_reached_late_is_dated_there() -> None:
    found = above(np.concatenate([np.full(60, 0.1), np.full(140, 0.95)]), 0.9)
    assert found is not None
    assert (found.at, found.before) == (60, 0.1)


def test_a_level_that_was_reached_and_left_is_none() -> None:
    assert above(np.concatenate([np.full(150, 0.95), np.full(50, 0.1)]), 0.9) is None
    assert zero(np.concatenate([np.zeros(150), np.ones(50)]), 0) is None


def test_a_level_that_is_reached_at_the_very_end_does_not_last() -> None:
    assert above(np.concatenate([np.full(180, 0.1), np.full(20, 0.95)]), 0.9) is None


def test_what_sank_and_rose_again_has_not_sunk() -> None:
    assert falls(np.concatenate([np.ones(80), np.full(80, 0.01), np.ones(40)]), 0.1) is None


def test_a_total_that_stops_rising_is_over() -> None:
    assert counts(np.minimum(np.arange(200.0), 80), 5) is None
    assert counts(np.arange(200.0), 5) is not None


def test_numbers_an_interval_count_where_they_are_over_zero_again_and_again() -> None:
    often = np.tile([0.0, 2.0, 1.0], 60)
    rare = np.zeros(180)
    rare[::20] = 1
    assert counts(often, 5) is not None
    assert counts(rare, 5) is None


def test_what_rises_and_comes_back_does_not_grow() -> None:
    assert grows(np.concatenate([np.linspace(1, 50, 100), np.linspace(50, 1, 100)]), 5) is None
