"""Five marks for a likelihood, read against how often a thing is seen anyway."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.session.likelihood_marks import (
    CANNOT,
    HARDLY,
    MARKS,
    MUST,
    NOTHING,
    WOULD,
    Mark,
    mark_of,
    probability_of,
    stepped,
)

usual = st.floats(0.04, 0.84)
"""How often what catalogues speak of is seen anyway."""


@pytest.mark.parametrize(
    ("probability", "anyway", "mark"),
    [
        (None, 0.3, NOTHING),
        (0.3, 0.3, NOTHING),
        (0.302, 0.3, NOTHING),
        (0.97, 0.3, MUST),
        (0.3, 0.05, WOULD),
        (0.2, 0.5, HARDLY),
        (0.02, 0.09, CANNOT),
        (0.05, 0.06, HARDLY),
    ],
)
def test_a_mark_says_whether_a_thing_is_seen_more_or_less_often_than_anyway(
    probability: float | None, anyway: float, mark: Mark
) -> None:
    assert mark_of(probability, anyway) is mark


@given(usual, st.sampled_from(MARKS))
def test_a_mark_stands_for_a_number_that_is_read_as_that_mark(anyway: float, mark: Mark) -> None:
    assert mark_of(probability_of(mark, anyway), anyway) is mark


@given(st.floats(0.01, 0.95))
def test_would_and_must_never_speak_against_a_cause_nor_hardly_and_cannot_for_it(anyway: float) -> None:
    cannot, hardly, nothing, would, must = (probability_of(mark, anyway) for mark in MARKS)
    assert nothing is None
    assert 0.01 <= cannot <= hardly <= anyway <= would <= must < 1  # type: ignore[operator]


@given(usual, st.one_of(st.none(), st.floats(0.01, 0.99)))
def test_a_step_up_never_makes_a_thing_less_expected_and_comes_to_an_end(
    anyway: float, probability: float | None
) -> None:
    here = probability
    for _ in MARKS:
        following = stepped(here, anyway, up=True)
        assert (anyway if following is None else following) >= (anyway if here is None else here) - 1e-9
        here = following
    assert mark_of(here, anyway) is MUST
    for _ in MARKS:
        here = stepped(here, anyway, up=False)
    assert mark_of(here, anyway) is CANNOT
