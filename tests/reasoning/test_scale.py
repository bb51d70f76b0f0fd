"""How probabilities are read, and what a Bayes factor is called."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import AnswerError
from coach.reasoning.scale import (
    SURPRISE,
    WORDS,
    bayes_factor,
    decibans,
    elicited_likelihood,
    format_probability,
    kass_raftery,
    nearest_word,
    notch,
    parse_probability,
)


@pytest.mark.parametrize(
    ("text", "probability"),
    [
        ("likely", 0.675),
        ("  Very   Likely ", 0.875),
        ("very-unlikely", 0.125),
        ("almost_no_chance", 0.03),
        ("even", 0.5),
        ("unl", 0.325),
        ("vl", 0.875),
        ("vu", 0.125),
        ("ac", 0.97),
        ("30%", 0.3),
        ("30 %", 0.3),
        ("12.5 percent", 0.125),
        ("0.3", 0.3),
        (".3", 0.3),
        ("0,3", 0.3),
        ("1:3", 0.25),
        ("3:1", 0.75),
        ("1 to 20", 1 / 21),
        ("+10 dB", 10 / 11),
        ("-10db", 1 / 11),
        ("\N{MINUS SIGN}3 decibans", 1 / (1 + 10**0.3)),
        ("0 dB", 0.5),
        ("impossible", 0.001),
        ("certain", 0.999),
    ],
)
def test_every_way_of_saying_a_probability_is_read(text: str, probability: float) -> None:
    assert parse_probability(text) == pytest.approx(probability, abs=1e-12)


@pytest.mark.parametrize(
    "text", ["", "perhaps", "very", "almost", "1.2.3", "-0.2", "nan", "inf", "1:", "0:0", "150%"]
)
def test_what_is_no_probability_is_refused_with_the_forms_that_are(text: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse_probability(text)
    assert "30%" in caught.value.hint


@pytest.mark.parametrize("text", ["0", "1", "0%", "100", "100%", "0:1", "1:0"])
def test_zero_and_one_are_refused_and_the_words_for_them_offered(text: str) -> None:
    with pytest.raises(AnswerError) as caught:
        parse_probability(text)
    assert "impossible" in caught.value.hint


@pytest.mark.parametrize(("text", "probability"), [("30", 0.3), ("2.5", 0.025), ("99", 0.99), ("0.3", 0.3)])
def test_a_bare_number_above_one_is_in_a_hundred(text: str, probability: float) -> None:
    assert parse_probability(text) == pytest.approx(probability)


@given(st.text(max_size=30))
def test_any_text_gives_a_probability_inside_the_interval_or_an_answer_error(text: str) -> None:
    try:
        value = parse_probability(text)
    except AnswerError:
        return
    assert 0 < value < 1


def test_a_megabyte_of_text_is_refused_in_a_short_message() -> None:
    with pytest.raises(AnswerError) as caught:
        parse_probability("9" * 1_000_000)
    assert len(caught.value.message) < 200


@pytest.mark.parametrize(
    ("given", "if_seen", "if_not", "in_decibans", "word"),
    [
        ((0.97, 0.03), 32.3, 0.031, 15.1, "strong"),
        ((0.97, 0.125), 7.76, 0.034, 8.9, "positive"),
        ((0.875, 0.125), 7.00, 0.143, 8.5, "positive"),
        ((0.875, 0.325), 2.69, 0.185, 4.3, "bare mention"),
        ((0.675, 0.325), 2.08, 0.481, 3.2, "bare mention"),
        ((0.97, 0.5), 1.94, 0.060, 2.9, "bare mention"),
    ],
)
def test_the_bayes_factor_of_two_words_and_its_asymmetry(
    given: tuple[float, float], if_seen: float, if_not: float, in_decibans: float, word: str
) -> None:
    given_h, given_rival = given
    seen = bayes_factor(given_h, given_rival)
    assert seen == pytest.approx(if_seen, rel=0.01)
    assert bayes_factor(1 - given_h, 1 - given_rival) == pytest.approx(if_not, rel=0.02)
    assert decibans(seen) == pytest.approx(in_decibans, abs=0.06)
    assert kass_raftery(seen) == word


def test_a_bayes_factor_against_reads_like_its_inverse() -> None:
    assert [kass_raftery(1 / x) for x in (2, 10, 100, 1000)] == [kass_raftery(x) for x in (2, 10, 100, 1000)]
    assert kass_raftery(0) == "very strong"
    assert bayes_factor(0.5, 0) == math.inf


def test_notches_walk_the_seven_words_and_stop_at_the_ends() -> None:
    walked = [WORDS[0].probability]
    while (up := notch(walked[-1], up=True)) != walked[-1]:
        walked.append(up)
    assert walked == [word.probability for word in WORDS]
    assert notch(WORDS[0].probability, up=False) == WORDS[0].probability
    assert notch(0.6, up=True) == 0.675
    assert notch(0.6, up=False) == 0.5


@given(st.floats(0.001, 0.999))
def test_the_nearest_word_is_no_further_than_any_other(probability: float) -> None:
    nearest = nearest_word(probability)
    assert all(
        abs(nearest.probability - probability) <= abs(w.probability - probability) + 1e-9 for w in WORDS
    )


def test_percent_is_never_shown_as_none_or_all() -> None:
    shown = [format_probability(p) for p in (0.0, 0.004, 0.0123, 0.3, 0.99, 0.9999, 1.0)]
    assert shown == ["<1 %", "<1 %", "1 %", "30 %", "99 %", ">99 %", ">99 %"]


def test_elicited_likelihoods_stay_off_the_ends_except_for_the_typed_extremes() -> None:
    assert [elicited_likelihood(p) for p in (0.002, 0.5, 0.998, 0.001, 0.999)] == [
        0.01,
        0.5,
        0.99,
        0.001,
        0.999,
    ]


def test_the_surprise_ladder_falls_from_shrug_to_shock() -> None:
    chances = [level.probability for level in SURPRISE]
    assert len(chances) == 5
    assert chances == sorted(chances, reverse=True)
