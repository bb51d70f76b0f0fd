from __future__ import annotations

import math
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.runs.describing.sparkline import sparkline


def test_a_rising_curve_rises() -> None:
    assert sparkline([float(n) for n in range(80)], width=8) == "▁▂▃▄▅▆▇█"


def test_a_flat_curve_is_flat() -> None:
    assert sparkline([3.0] * 5) == "▁▁▁▁▁"


def test_where_nothing_finite_was_logged_there_is_a_cross() -> None:
    assert sparkline([0.0, math.nan, 1.0, math.inf]) == "▁x█x"


def test_no_points_give_no_line() -> None:
    assert sparkline([]) == ""


@pytest.mark.parametrize("points", [1, 3, 7])
@pytest.mark.parametrize("largest", [sys.float_info.max, -sys.float_info.max, 1.797e308])
def test_points_at_the_end_of_what_a_number_can_be_are_drawn(points: int, largest: float) -> None:
    assert sparkline([largest] * points, width=1) == "▁"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(), max_size=200), st.integers(1, 80))
def test_any_curve_is_as_wide_as_asked_and_no_wider_than_its_points(values: list[float], width: int) -> None:
    assert len(sparkline(values, width)) == min(width, len(values))
