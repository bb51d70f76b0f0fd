"""The implied Bayes factor of a table, in words."""

from __future__ import annotations

from coach.session.bayes_factor_words import strength
from coach.session.form import Option, Table

ROWS = (Option("a", "the scale"), Option("b", "the rate"), Option("c", "luck"))
ONE = Table(rows=ROWS, columns=(Option("seen", "would be"),), compares=True, no_idea=True)
TWO = Table(
    rows=ROWS, columns=(Option("wide", "wide"), Option("normal", "normal")), compares=True, sums_to_one=True
)


def test_the_two_rows_that_differ_most_are_compared() -> None:
    said = strength(ONE, {"a": ["97%"], "b": ["even"], "c": ["12.5%"]}, 0).says
    assert said.startswith("It speaks for “the scale” over “luck” 7.8 to 1 (positive, 8.9 dB)")


def test_a_sign_that_is_weak_when_seen_can_be_strong_when_missing() -> None:
    said = strength(ONE, {"a": ["97%"], "b": ["even"], "c": ["no idea"]}, 0).says
    assert "1.9 to 1 (bare mention" in said
    assert "without it, the other way round, 17 to 1 (positive)" in said


def test_each_outcome_says_its_own() -> None:
    cells = {"a": ["90%"], "b": ["30%", "70%"], "c": ["", ""]}
    assert "for “the scale” over “the rate” 3 to 1" in strength(TWO, cells, 0).says
    assert "for “the rate” over “the scale” 7 to 1" in strength(TWO, cells, 1).says


def test_on_a_low_screen_one_short_line_says_it() -> None:
    said = strength(ONE, {"a": ["97%"], "b": ["even"], "c": ["no idea"]}, 0).in_short
    assert said == "seen: 1.9 to 1 (bare mention); not seen: 17 to 1 (positive)"


def test_what_all_expect_alike_tells_nothing() -> None:
    assert "tells nothing" in strength(ONE, {"a": ["even"], "b": ["even"], "c": ["even"]}, 0).says


def test_one_judged_row_has_nothing_to_be_compared_with() -> None:
    assert strength(ONE, {"a": ["even"], "b": ["nonsense"], "c": [""]}, 0) == ("", "")
