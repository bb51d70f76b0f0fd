"""Curves near a claim of which the claim would be false: numbers, signs, tasks and moments."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from coach.runs.detectors.losses.one_task import are_of_one_task
from coach.runs.quantities import Quantity, meanings_of
from tests.runs.builders import run, series
from tests.runs.detectors.cases import FALL, of, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

N = np.arange(200)
TUNED = 0.2 * np.exp(N / 100)


class TestEntropyLoss:
    """Claim: the tag is the negated entropy."""

    def test_beside_a_temperature_that_is_tuned_it_is_the_temperatures_loss(self) -> None:
        given = run(
            series("Loss / Entropy loss", ramp(-5, -11)), series("Coefficient / Entropy coefficient", TUNED)
        )
        assert "Loss / Entropy loss" not in meanings_of(given)
        assert symptoms(given, "entropy-growth") == []

    def test_beside_values_of_actions_as_well(self) -> None:
        given = run(series("Loss / Entropy loss", ramp(-5, -11)), series("Q-network / Q1 (mean)", ramp(0, 9)))
        assert "Loss / Entropy loss" not in meanings_of(given)

    @pytest.mark.parametrize(
        "beside",
        [
            {"train/clip_fraction": noisy(0.1, 0.01), "train/ent_coef": TUNED},
            {"train/ent_coef": np.full(200, 0.01)},
        ],
        ids=["an on-policy agent", "a fixed coefficient"],
    )
    def test_elsewhere_it_is(self, beside: dict[str, np.ndarray]) -> None:
        parts = [series("train/entropy loss", ramp(-5, -1)), *(series(tag, v) for tag, v in beside.items())]
        assert meanings_of(run(*parts))["train/entropy loss"].quantity is Quantity.ENTROPY


class TestFirstLoss:
    """Claim: the first answers are far out of scale."""

    @pytest.mark.parametrize("first", [0.33, 0.6])
    def test_a_loss_under_that_of_guessing_is_in_scale(self, first: float) -> None:
        loss = then([first], np.full(99, 0.002))
        assert symptoms(of(loss=loss), "initial-loss-high") == []
        assert only(of(loss=1000 * loss), "initial-loss-high").severity is Severity.WARN

    @pytest.mark.parametrize("beside", ["loss_ctc", "loss_att", "ocr/accuracy"])
    def test_a_loss_of_whole_sequences_is_a_sum(self, beside: str) -> None:
        loss = then([400.0], np.full(99, 2.0))
        assert (
            symptoms(run(series("loss", loss), series(beside, ramp(0.1, 0.6, 100))), "initial-loss-high")
            == []
        )

    def test_an_entropy_of_attention_says_nothing_of_the_loss(self) -> None:
        loss = then([400.0], np.full(99, 2.0))
        given = run(series("loss", loss), series("attention_entropy", ramp(2, 1, 100)))
        assert only(given, "initial-loss-high").severity is Severity.WARN

    def test_one_that_stays_high_while_answers_are_right_is_a_sum(self) -> None:
        given = of(loss=then([90.0], ramp(60, 20, 99)), accuracy=ramp(0.01, 0.9, 100))
        assert symptoms(given, "initial-loss-high") == []


class TestSigns:
    """Claim: the loss reaches such a number."""

    def test_a_loss_that_falls_without_end_is_told_with_its_sign(self) -> None:
        loss = then(noisy(ramp(30, 19, 100), 0.3, 100), 19 - 20 * np.arange(100.0) ** 2)
        said = only(of(loss=loss), "absurd-magnitude").says
        assert "falls under -1,000" in said
        assert "reaches -1.96e+05" in said


class TestHeldOutFarWorse:
    """Claim: what is learnt does not hold on held-out data at all."""

    def test_not_where_the_training_loss_was_masked(self) -> None:
        train = then(ramp(44, 27, 50), np.zeros(100))
        held_out = series("val_loss", then(ramp(42, 28, 10), np.full(20, 28.0)), step=5 * np.arange(30))
        assert symptoms(run(series("loss", train), held_out), "validation-far-worse") == []

    def test_not_where_held_out_data_kept_pace_until_something_went_wrong(self) -> None:
        train = then(ramp(3.4, 2, 100), ramp(1.5, 0.01, 50))
        held_out = series("val_loss", then(ramp(3.3, 2.1, 20), ramp(2.2, 4, 10)), step=5 * np.arange(30))
        assert symptoms(run(series("loss", train), held_out), "validation-far-worse") == []

    def test_where_held_out_data_never_gained_anything(self) -> None:
        train, held_out = ramp(0.7, 0.01, 150), series("val_loss", ramp(0.7, 1.9, 30), step=5 * np.arange(30))
        assert only(run(series("loss", train), held_out), "validation-far-worse").severity is Severity.WARN


class TestSpikes:
    """Claim: the loss is back."""

    def test_what_comes_down_far_over_what_was_usual_is_not_back(self) -> None:
        loss = then(np.full(100, 1.5), 3.3 + 21 * np.exp(-np.arange(80) / 10))
        assert symptoms(of(loss=noisy(loss, 0.02, 180)), "loss-spike") == []

    def test_what_is_usual_after_a_lasting_jump_is_no_measure(self) -> None:
        loss = then(np.full(100, 1.5), np.full(50, 9.0), [24.0], np.full(49, 9.0))
        assert symptoms(of(loss=noisy(loss, 0.02)), "loss-spike") == []
        spiked = then(np.full(150, 9.0), [24.0], np.full(49, 9.0))
        assert "back after 1 point" in only(of(loss=noisy(spiked, 0.02)), "loss-spike").says

    def test_what_comes_down_from_a_jump_did_not_fall_steadily(self) -> None:
        loss = then(ramp(3.4, 1.5, 100), ramp(24, 5.4, 21), np.full(60, 5.0))
        rate = then(np.full(121, 1e-2), np.full(60, 1e-3))
        given = of(loss=noisy(loss, 0.02, 181), learning_rate=rate)
        assert symptoms(given, "plateau-at-rate-change") == []
        steady = of(loss=noisy(then(ramp(24, 5.4, 121), np.full(60, 5.0)), 0.02, 181), learning_rate=rate)
        assert only(steady, "plateau-at-rate-change").severity is Severity.WARN


class TestOneTask:
    """Claim: held-out data score better, or worse, than training's."""

    @pytest.mark.parametrize(
        ("one", "other", "is_one"),
        [
            ("train_acc", "val_acc", True),
            ("accuracy", "val/clean_top1", True),
            ("train_nce_top1", "val_knn_top1", False),
            ("train_acc", "val_linear_probe_acc", False),
        ],
    )
    def test_names_with_words_of_their_own_are_of_two_tasks(
        self, one: str, other: str, *, is_one: bool
    ) -> None:
        assert are_of_one_task(one, other) is is_one

    @pytest.mark.parametrize(
        ("high", "detector"),
        [("val_knn_top1", "held-out-better"), ("train_nce_top1", "validation-far-worse")],
    )
    def test_scores_of_two_tasks_are_not_compared(self, high: str, detector: str) -> None:
        curves = {tag: ramp(0.3, 0.9 if tag == high else 0.4) for tag in ("train_nce_top1", "val_knn_top1")}
        assert symptoms(of(**curves), detector) == []


def test_a_loss_that_hardly_falls_is_told_with_the_digits_that_fall_and_better_answers_as_such() -> None:
    loss, right = ramp(4.1586, 4.1580), noisy(ramp(0.016, 0.037), 0.001)
    given = of(loss=loss, accuracy=right)
    said = only(given, "slow-from-start").says
    assert "from 4.159 to 4.158, " in said
    assert "0.035, where guessing gets about 0.016" in said
    guessing = only(of(loss=loss, accuracy=noisy(0.016, 0.001)), "slow-from-start").says
    assert "as good as guessing" in guessing


def test_a_loss_that_levels_off_over_a_few_points_is_not_said_to_stop_at_one() -> None:
    loss = noisy(then(ramp(45, 31, 8), [29.6, 28.6, 28.3], np.full(139, 28.0)), 0.25, 150)
    said = only(of(loss=loss), "sudden-standstill").says
    assert "from one point to the next" not in said
    assert "runs into a bound" in said


def test_a_return_of_which_nothing_says_what_is_good_is_not_called_good() -> None:
    given = of(entropy=then(ramp(1.4, 0.001, 100), np.full(100, 0.001)), reward=noisy(ramp(0.1, 0.55), 0.01))
    said = only(given, "entropy-collapse").says
    assert "was good" not in said
    assert "is about 0.526 in the end: a deterministic optimum if that is as good as it gets" in said


@pytest.mark.parametrize(
    ("tag", "detector"), [("val_loss", "validation-turn"), ("val_accuracy", "best-lost")]
)
def test_a_mean_of_looks_is_not_said_to_be_one_look(tag: str, detector: str) -> None:
    looks = noisy(then(ramp(1, 0.2, 12), ramp(0.25, 1.5, 28)), 0.01, 40)
    given = of(loss=ramp(1, 0.1, 40), **{tag: looks if tag == "val_loss" else 1.6 - looks})
    assert "on average" in only(given, detector).says


def test_evaluations_first_made_when_training_had_risen_are_no_plateau_from_the_start() -> None:
    trained = series("train/episode_reward", noisy(then(ramp(-5, 8, 10), np.full(90, 8.3)), 0.4, 100))
    looks = series("eval/episode_reward", noisy(8.3, 0.3, 17), step=12 + 5 * np.arange(17))
    seen = [each for each in symptoms(run(trained, looks), "plateau-from-start") if "eval" in each.tag]
    assert [each.severity for each in seen] == [Severity.INFO]
    low = series("eval/episode_reward", noisy(-5, 0.3, 17), step=12 + 5 * np.arange(17))
    assert Severity.WARN in {each.severity for each in symptoms(run(trained, low), "plateau-from-start")}


@pytest.mark.parametrize(("scale", "found"), [(1.0, 1), (0.02, 0)])
def test_swings_of_a_policy_that_is_certain_are_no_finding(scale: float, found: int) -> None:
    entropy = scale * (1 + 0.9 * np.sin(np.arange(200) / 4))
    assert len(symptoms(of(entropy=entropy), "entropy-swings")) == found


@pytest.mark.parametrize(("beside", "severity"), [("loss_q0", Severity.INFO), ("loss_a", Severity.WARN)])
def test_the_loss_of_a_denoiser_hardly_falls(beside: str, severity: Severity) -> None:
    flat = noisy(0.05, 0.005)
    said = [
        each for each in symptoms(of(loss=flat, **{beside: flat}), "plateau-from-start") if each.tag == "loss"
    ]
    assert [each.severity for each in said] == [severity]


def test_a_loss_once_lower_is_not_said_to_be_higher_at_points_where_it_is_not() -> None:
    lower = then(ramp(40, 18.5, 76), [18.3, 17.4, 18.2, 19], ramp(21, 28, 20), np.full(50, 28.0))
    said = only(of(loss=noisy(lower, 0.05, 150)), "loss-divergence").says
    assert "whole second half" not in said
    assert "nearly every point since" in said


def test_falling_curves_keep_their_verdicts() -> None:
    assert symptoms(of(loss=FALL, val_loss=1.05 * FALL), "validation-far-worse") == []
