"""Two people's beliefs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import BeliefError
from coach.reasoning.cells import Cell, with_cell
from coach.reasoning.pooling import differences, disagreement_bits, linear_pool, log_pool, notches_apart
from tests.reasoning.test_robustness import NARROW
from tests.reasoning.worked import worked_session

ONE = {"a": 0.6, "b": 0.3, "c": 0.1}
TWO = {"a": 0.2, "b": 0.3, "c": 0.5}


def test_two_beliefs_pooled_both_ways() -> None:
    assert linear_pool((ONE, TWO)) == pytest.approx({"a": 0.4, "b": 0.3, "c": 0.3})
    assert log_pool((ONE, TWO)) == pytest.approx({"a": 0.39816, "b": 0.34482, "c": 0.25701}, abs=1e-5)
    assert disagreement_bits((ONE, TWO)) == pytest.approx(0.180482, abs=1e-6)


def test_two_who_agree_pool_to_what_they_say() -> None:
    assert log_pool((ONE, ONE)) == pytest.approx(ONE)
    assert disagreement_bits((ONE, ONE)) == pytest.approx(0)


def test_beliefs_over_different_lists_are_not_pooled() -> None:
    with pytest.raises(BeliefError, match="same hypotheses"):
        linear_pool((ONE, {"a": 1.0}))
    with pytest.raises(BeliefError, match="ruled out"):
        log_pool(({"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 1.0}))


def test_the_crux_is_the_number_that_changes_the_advice() -> None:
    cell = Cell("experiment", "barely pays", "a", "yes")
    idle = Cell("experiment", "barely pays", "b", "yes")
    theirs = with_cell(with_cell(NARROW, cell, 0.5), idle, 0.3)
    crux, other = differences(NARROW, theirs)
    assert crux.cell == cell
    assert crux.regret > 0
    assert (crux.notches, other.notches) == (1, 0)
    assert other.regret == 0


def test_two_who_state_the_same_have_nothing_to_talk_about() -> None:
    assert differences(worked_session(), worked_session()) == ()


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_notches_count_words_and_do_not_depend_on_who_speaks_first(one: float, two: float) -> None:
    assert notches_apart(one, two) == notches_apart(two, one)
    assert 0 <= notches_apart(one, two) <= 6
