"""What people may write as a prediction, and what it means."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import AnswerError
from coach.prediction import (
    Comparison,
    Point,
    Prediction,
    Reference,
    Seeds,
    Statistic,
    Unit,
    Window,
    last_share,
    looks_like_prediction,
    parse_prediction,
    seconds_in,
    share_of,
    steps,
)
from coach.prediction.built import taken_apart

RETURN = Prediction(tag="eval/return", comparison=Comparison.ABOVE, threshold=3)


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
                deadline=steps(200_000),
            ),
        ),
        (
            "mean(rollout/ep_rew_mean, last 10%) > 15 in 3 of 5 seeds",
            Prediction(
                tag="rollout/ep_rew_mean",
                comparison=Comparison.ABOVE,
                threshold=15,
                statistic=Statistic.MEAN,
                window=last_share(0.1),
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
                deadline=steps(1_500_000),
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
        (
            "median(loss, from 100k to 200k) < 0.5",
            Prediction(
                tag="loss",
                comparison=Comparison.BELOW,
                threshold=0.5,
                statistic=Statistic.MEDIAN,
                window=Window(start=steps(100_000), end=steps(200_000)),
            ),
        ),
        (
            "std(return, first 90 min) <= 2",
            Prediction(
                tag="return",
                comparison=Comparison.AT_MOST,
                threshold=2,
                statistic=Statistic.STD,
                window=Window(end=seconds_in(5400)),
            ),
        ),
        (
            "slope(loss, last 2h) < 0 after 10%",
            Prediction(
                tag="loss",
                comparison=Comparison.BELOW,
                threshold=0,
                statistic=Statistic.SLOPE,
                window=Window(last=seconds_in(7200)),
                after=share_of(0.1),
            ),
        ),
        (
            "train/kl never > 0.1 after 5k steps by 1d",
            Prediction(
                tag="train/kl",
                comparison=Comparison.AT_MOST,
                threshold=0.1,
                after=steps(5000),
                deadline=seconds_in(86_400),
                throughout=True,
            ),
        ),
        (
            "mean(eval/return, from 20% to 40%) >= baseline + 10%",
            Prediction(
                tag="eval/return",
                comparison=Comparison.AT_LEAST,
                threshold=0.1,
                statistic=Statistic.MEAN,
                window=Window(start=share_of(0.2), end=share_of(0.4)),
                beside=Reference(is_relative=True),
            ),
        ),
        (
            "eval/loss < run seeds/ppo-17 - 0.5 in 2 of 3 seeds",
            Prediction(
                tag="eval/loss",
                comparison=Comparison.BELOW,
                threshold=-0.5,
                seeds=Seeds(2, 3),
                beside=Reference("seeds/ppo-17"),
            ),
        ),
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
        ("best(acc) >= 0.9", "max(acc) >= 0.9"),
        ("BEST(loss, last 10k) < 0.1", "min(loss, last 10k) < 0.1"),
        ("a never > 3", "a <= 3 throughout"),
        ("never a > 3", "a <= 3 throughout"),
        ("a > 3 never", "a <= 3 throughout"),
        ('"a b" never < 3', "a b >= 3 throughout"),
        ("a > 3 in all seeds", "final(a) > 3"),
        ("a > 3 by 90min", "final(a) > 3 by 1.5h"),
        ("a > 3 by 100 minutes", "final(a) > 3 by 100min"),
        ("a > 3 by 7 seconds", "final(a) > 3 by 7s"),
        ("a > 3 by 2 days after 12 hours", "final(a) > 3 after 12h by 48h"),
        ("mean(a, first 10%) > the baseline", "mean(a, first 10%) > baseline"),
        ("a > baseline + 0%", "final(a) > baseline"),
        ('a > run "old runs" -2', 'final(a) > run "old runs" - 2'),
    ],
)
def test_the_canonical_text_is_the_same_for_every_spelling(text: str, canonical: str) -> None:
    assert str(parse_prediction(text)) == canonical
    assert str(parse_prediction(canonical)) == canonical


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("final(eval/return >= 18", 19),
        ("eval/return != 3", 14),
        ("eval/return > lots", 15),
        ("eval/return > 80%", 15),
        ("eval/return > nan", 15),
        ("eval/return > run ", 19),
        ("eval/return > 3 by noon", 20),
        ("eval/return > 3 by 0.5", 20),
        ("eval/return > 3 by 5m", 20),
        ("eval/return > 3 after soon", 23),
        ("eval/return > 3 by 1k by 2k", 23),
        ("eval/return > 3 after 1k after 2k", 26),
        ("eval/return > 3 tomorrow", 17),
        ("mean(a, from 10k) > 3", 17),
        ("mean(a, last) > 3", 7),
        ('"eval > 3', 1),
        ("max(train/entropy) > 0.1 throughout", 36),
        ("max(train/entropy) > 0.1 never", 31),
        ("a > 3 throughout never", 23),
    ],
)
def test_a_fault_is_named_by_its_character_and_comes_with_an_example(text: str, position: int) -> None:
    with pytest.raises(AnswerError) as caught:
        parse_prediction(text)
    assert f"at character {position}," in caught.value.message
    assert "final(eval/return) >= 18" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("a > 1 in 4 of 3 seeds", 7, "do not add up"),
        ("a > 1 in 0 of 3 seeds", 7, "do not add up"),
        ("final(a, last 5%) > 1", 8, "no window"),
        ("mean(a, last 0%) > 1", 7, "share"),
        ("mean(a, last 101%) > 1", 7, "share"),
        ("a > 1e999", 5, "finite"),
        ("a > 1 by 0", 7, "after 0"),
        ("a > 1 by 0h", 7, "after its start"),
        ("a > 1 by 10k after 10k", 14, "earlier"),
        ("a > 1 by 2h after 180min", 13, "earlier"),
        ("mean(a, from 20k to 10k) > 1", 7, "ends after it begins"),
        ("mean(a, from 10% to 10k) > 1", 7, "same unit"),
        ("std(a) >= 0", 11, "never below 0"),
        ("std(a) < 0", 10, "never below 0"),
        ("std(a) > -1", 10, "never below 0"),
        ("a > baseline throughout", 5, "compare a statistic"),
    ],
)
def test_what_no_run_could_decide_is_refused_with_the_reason(text: str, position: int, reason: str) -> None:
    with pytest.raises(AnswerError, match=reason) as caught:
        parse_prediction(text)
    assert caught.value.message.startswith(f"at character {position}: ")


@pytest.mark.parametrize("text", ["std(a) > 0", "std(a) <= 0", "std(a) < baseline"])
def test_a_standard_deviation_can_be_held_against_what_it_can_be(text: str) -> None:
    assert str(parse_prediction(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "the return climbs past the baseline",
        "I think the loss will be lower, say < 1",
        "seed 3 -> same as before",
        "entropy stays healthy",
        "it never comes back > see the logs",
        "",
    ],
)
def test_a_sentence_for_people_is_told_from_the_grammar(text: str) -> None:
    assert not looks_like_prediction(text)


def test_a_megabyte_of_text_is_refused_at_once() -> None:
    with pytest.raises(AnswerError):
        parse_prediction("a" * 1_000_000)


TAGS = st.one_of(st.from_regex(r"[a-z]+/[a-z_]+", fullmatch=True), st.text(min_size=1, max_size=20))
AWKWARD_TAGS = st.sampled_from(
    ["never", "never x", "x never", "a never b", "baseline", "run 3", "max", "last"]
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
PLACES = st.one_of(
    st.integers(1, 2**63 - 1).map(steps),
    st.floats(1e-12, 1).map(share_of),
    st.floats(1e-6, 1e9).map(seconds_in),
)
BETWEEN = st.tuples(st.integers(1, 10**9), st.integers(1, 10**9)).filter(lambda ends: ends[0] < ends[1])
WINDOWS = st.one_of(
    PLACES.map(lambda place: Window(last=place)),
    PLACES.map(lambda place: Window(end=place)),
    BETWEEN.map(lambda ends: Window(start=steps(ends[0]), end=steps(ends[1]))),
    BETWEEN.map(lambda ends: Window(start=seconds_in(ends[0]), end=seconds_in(ends[1]))),
)
BESIDE = st.one_of(st.just(""), TAGS).flatmap(
    lambda run: st.one_of(st.just(Reference(run)), st.just(Reference(run, is_relative=True)))
)


@st.composite
def predictions(draw: st.DrawFn) -> Prediction:
    throughout = draw(st.booleans())
    statistic = Statistic.FINAL if throughout else draw(st.sampled_from(Statistic))
    has_window = statistic is not Statistic.FINAL and draw(st.booleans())
    beside = None if throughout else draw(st.one_of(st.none(), BESIDE))
    threshold = draw(FINITE)
    if beside is not None:
        threshold = draw(st.integers(-1000, 1000)) / 8  # an offset that a share of 100 says exactly
        beside = beside._replace(is_relative=beside.is_relative and threshold != 0)
    elif statistic is Statistic.STD:
        threshold = abs(threshold) + 1
    n = draw(st.integers(1, 20))
    after, deadline = (draw(st.one_of(st.none(), PLACES)) for _ in range(2))
    if after and deadline and after.unit is deadline.unit and after.amount >= deadline.amount:
        after = None
    return Prediction(
        tag=draw(st.one_of(TAGS, AWKWARD_TAGS)),
        comparison=draw(st.sampled_from(Comparison)),
        threshold=threshold,
        statistic=statistic,
        window=draw(WINDOWS) if has_window else None,
        after=after,
        deadline=deadline,
        throughout=throughout,
        seeds=draw(st.one_of(st.none(), st.builds(Seeds, st.integers(1, n), st.just(n)))),
        beside=beside,
    )


@given(predictions())
@settings(max_examples=500, deadline=None)
def test_every_prediction_survives_being_written_and_read(prediction: Prediction) -> None:
    assert parse_prediction(str(prediction)) == prediction


@given(predictions())
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_known_to_be_meant_in_the_grammar(prediction: Prediction) -> None:
    if not prediction.throughout:
        assert looks_like_prediction(str(prediction))


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_prediction_or_an_answer_error(text: str) -> None:
    try:
        assert isinstance(parse_prediction(text), Prediction)
    except AnswerError as error:
        assert error.hint  # noqa: PT017


@given(FINITE, FINITE)
def test_exactly_one_of_two_opposite_comparisons_holds(value: float, threshold: float) -> None:
    for comparison in Comparison:
        assert comparison.holds(value, threshold) != comparison.opposite.holds(value, threshold)
        assert comparison.opposite.opposite is comparison


def test_nan_satisfies_no_comparison() -> None:
    assert not any(comparison.holds(math.nan, 0.0) for comparison in Comparison)


def test_an_offset_from_a_negative_number_is_still_an_improvement() -> None:
    assert Reference(is_relative=True).threshold(-200.0, 0.1) == pytest.approx(-180)
    assert Reference("a").threshold(-200.0, -5.0) == pytest.approx(-205)


@pytest.mark.parametrize("place", [Point(0.5, Unit.STEPS), Point(-1, Unit.SECONDS), Point(2, Unit.SHARE)])
def test_a_place_outside_every_run_is_refused(place: Point) -> None:
    with pytest.raises(AnswerError):
        Prediction(tag="a", comparison=RETURN.comparison, threshold=1, after=place)


@pytest.mark.parametrize(
    "text", ['"odd tag (x)" > 0.1 throughout', '"a, b" never > 3', '"loss" <= baseline + 5%']
)
def test_a_claim_that_begins_with_a_quoted_tag_is_taken_for_one(text: str) -> None:
    assert looks_like_prediction(text)
    parse_prediction(text)


@given(predictions())
@settings(max_examples=200, deadline=None)
def test_a_claim_taken_apart_and_put_together_again_is_the_same_and_known_to_be_one(
    prediction: Prediction,
) -> None:
    text = taken_apart(prediction).text
    assert parse_prediction(text) == prediction
    assert looks_like_prediction(text)
