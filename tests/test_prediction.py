"""What people may write as a prediction, and what it means."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import AnswerError
from coach.prediction import (
    Comparison,
    Prediction,
    Seeds,
    Statistic,
    looks_like_prediction,
    parse_prediction,
)


@pytest.mark.parametrize(
    ("text", "prediction"),
    [
        (
            "final(eval/return) >= 18",
            Prediction(tag="eval/return", comparison=Comparison.AT_LEAST, threshold=18),
        ),
        (
            "max(train/grad_norm) < 100 by 200k",
            Prediction(
                tag="train/grad_norm",
                comparison=Comparison.BELOW,
                threshold=100,
                statistic=Statistic.MAX,
                deadline=200_000,
            ),
        ),
        (
            "mean(rollout/ep_rew_mean, last 10%) > 15 in 3 of 5 seeds",
            Prediction(
                tag="rollout/ep_rew_mean",
                comparison=Comparison.ABOVE,
                threshold=15,
                statistic=Statistic.MEAN,
                window=0.1,
                seeds=Seeds(3, 5),
            ),
        ),
        (
            "train/entropy > 0.1 throughout",
            Prediction(tag="train/entropy", comparison=Comparison.ABOVE, threshold=0.1, throughout=True),
        ),
        (
            "Environment/Cumulative Reward ≥ -1.5e3 by step 1.5M",
            Prediction(
                tag="Environment/Cumulative Reward",
                comparison=Comparison.AT_LEAST,
                threshold=-1500,
                deadline=1_500_000,
            ),
        ),
        (
            'MIN("loss (val), smoothed") <= .5',
            Prediction(
                tag="loss (val), smoothed",
                comparison=Comparison.AT_MOST,
                threshold=0.5,
                statistic=Statistic.MIN,
            ),
        ),
        ("eval/return>10k", Prediction(tag="eval/return", comparison=Comparison.ABOVE, threshold=10_000)),
    ],
)
def test_predictions_are_written_the_way_people_say_them(text: str, prediction: Prediction) -> None:
    assert parse_prediction(text) == prediction
    assert looks_like_prediction(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("eval/return >= 18.0", "final(eval/return) >= 18"),
        ("a > 0.1 throughout in 2/3 runs by 1500000", "a > 0.1 by 1.5M throughout in 2 of 3 seeds"),
        ("mean( a ,last 12.5 % )<1e-9", "mean(a, last 12.5%) < 1e-9"),
    ],
)
def test_the_canonical_text_is_the_same_for_every_spelling(text: str, canonical: str) -> None:
    assert str(parse_prediction(text)) == canonical


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("final(eval/return >= 18", 19),
        ("eval/return != 3", 14),
        ("eval/return > lots", 15),
        ("eval/return > 80%", 15),
        ("eval/return > 3 by noon", 20),
        ("eval/return > 3 by 0.5", 20),
        ("eval/return > 3 by 1k by 2k", 23),
        ("eval/return > 3 tomorrow", 17),
        ('"eval > 3', 1),
        ("max(train/entropy) > 0.1 throughout", 36),
    ],
)
def test_a_fault_is_named_by_its_character_and_comes_with_an_example(text: str, position: int) -> None:
    with pytest.raises(AnswerError) as caught:
        parse_prediction(text)
    assert f"at character {position}," in caught.value.message
    assert "final(eval/return) >= 18" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    ["a > 1 in 4 of 3 seeds", "final(a, last 5%) > 1", "mean(a, last 0%) > 1", "a > 1e999", "a > 1 by 0"],
)
def test_fields_that_contradict_one_another_are_refused(text: str) -> None:
    with pytest.raises(AnswerError):
        parse_prediction(text)


@pytest.mark.parametrize(
    "text",
    [
        "the return climbs past the baseline",
        "I think the loss will be lower, say < 1",
        "seed 3 -> same as before",
        "entropy stays healthy",
        "",
    ],
)
def test_a_sentence_for_people_is_told_from_the_grammar(text: str) -> None:
    assert not looks_like_prediction(text)


def test_a_megabyte_of_text_is_refused_at_once() -> None:
    with pytest.raises(AnswerError):
        parse_prediction("a" * 1_000_000)


TAGS = st.one_of(st.from_regex(r"[a-z]+/[a-z_]+", fullmatch=True), st.text(min_size=1, max_size=20))
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def predictions(draw: st.DrawFn) -> Prediction:
    throughout = draw(st.booleans())
    statistic = Statistic.FINAL if throughout else draw(st.sampled_from(Statistic))
    has_window = statistic is not Statistic.FINAL and draw(st.booleans())
    n = draw(st.integers(1, 20))
    return Prediction(
        tag=draw(TAGS),
        comparison=draw(st.sampled_from(Comparison)),
        threshold=draw(FINITE),
        statistic=statistic,
        window=draw(st.floats(1e-12, 1)) if has_window else None,
        deadline=draw(st.one_of(st.none(), st.integers(1, 2**63 - 1))),
        throughout=throughout,
        seeds=draw(st.one_of(st.none(), st.builds(Seeds, st.integers(1, n), st.just(n)))),
    )


@given(predictions())
@settings(max_examples=300, deadline=None)
def test_every_prediction_survives_being_written_and_read(prediction: Prediction) -> None:
    assert parse_prediction(str(prediction)) == prediction


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_prediction_or_an_answer_error(text: str) -> None:
    try:
        assert isinstance(parse_prediction(text), Prediction)
    except AnswerError as error:
        assert error.hint  # noqa: PT017


@given(FINITE, FINITE)
def test_exactly_one_of_two_opposite_comparisons_holds(value: float, threshold: float) -> None:
    assert Comparison.AT_LEAST.holds(value, threshold) != Comparison.BELOW.holds(value, threshold)
    assert Comparison.AT_MOST.holds(value, threshold) != Comparison.ABOVE.holds(value, threshold)


def test_nan_satisfies_no_comparison() -> None:
    assert not any(comparison.holds(math.nan, 0.0) for comparison in Comparison)
