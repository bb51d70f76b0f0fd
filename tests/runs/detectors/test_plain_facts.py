"""Facts that any eye sees, and what only looks like them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.runs import Run, Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

FLAT = series("reward", noisy(20, 2))
RISING = series("reward", noisy(ramp(0, 100), 2))
FALLING = 0.3 + 2 * np.exp(-np.linspace(0, 5, 200))


def configured(made: Run, **settings: str) -> Run:
    return replace(made, metadata={f"config/{name}": text for name, text in settings.items()})


class TestRates:
    def test_a_rate_of_0_beside_a_loss_that_stays_is_a_warning(self) -> None:
        given = run(series("learning_rate", np.zeros(80)), series("loss", noisy(2.303, 0.02, 80)))
        symptom = only(given, "learning-rate-zero")
        assert symptom.severity is Severity.WARN
        assert "exactly 0 at all 80 points: nothing can be learnt" in symptom.says

    def test_a_rate_that_was_rounded_to_0_cannot_be_the_one_that_was_used(self) -> None:
        given = run(series("learning_rate", np.zeros(200)), series("loss", FALLING))
        symptom = only(given, "learning-rate-zero")
        assert symptom.severity is Severity.INFO
        assert "learns all the same" in symptom.says

    def test_a_rate_of_0_in_the_first_point_or_of_one_group_alone_is_innocent(self) -> None:
        warmed = run(series("learning_rate", ramp(0, 1e-3)))
        group = run(series("lr-0", np.zeros(80)), series("lr-1", np.full(80, 1e-3)))
        assert symptoms(warmed, "learning-rate-zero") + symptoms(group, "learning-rate-zero") == []

    @pytest.mark.parametrize("name", ["lr_decay_style", "sched", "lr_scheduler_name"])
    def test_schedules_are_known_by_more_names(self, name: str) -> None:
        still = run(series("lr", np.full(50, 1e-3)))
        assert only(configured(still, **{name: "cosine"}), "rate-not-as-meant").severity is Severity.WARN
        assert symptoms(configured(still, **{name: "constant"}), "rate-not-as-meant") == []

    @pytest.mark.parametrize("seed", range(5))
    def test_a_rate_cut_while_the_loss_fell_is_told_with_both_and_where_the_loss_stands(
        self, seed: int
    ) -> None:
        fell = 1 + 2 * np.exp(-np.arange(400) / 60)
        fell[150:] = fell[150] - 0.1 * (1 - np.exp(-np.arange(250) / 10))
        rate = np.where(np.arange(400) < 150, 5e-5, 2.5e-6)
        given = run(series("loss", noisy(fell, 0.01, 400, seed)), series("lr", rate))
        symptom = only(given, "rate-cut-early")
        assert symptom.onset_step == 150
        assert "from 5e-05 to 2.5e-06 by step 150, after 38 % of the run" in symptom.says

    @pytest.mark.parametrize(
        "loss",
        [ramp(3, 1, 400), np.full(400, 2.0), 1 + 2 * np.exp(-np.arange(400) / 8)],
        ids=["it falls on", "it never fell", "it had come to rest"],
    )
    def test_a_cut_that_stops_nothing_is_innocent(self, loss: np.typing.NDArray[np.float64]) -> None:
        rate = np.where(np.arange(400) < 150, 5e-5, 2.5e-6)
        given = run(series("loss", noisy(loss, 0.01, 400)), series("lr", rate))
        assert symptoms(given, "rate-cut-early") == []


class TestClipping:
    NORMS = series("train/grad_norm", np.full(300, 40.0))

    def test_a_norm_that_never_moves_is_clipped_each_time_or_logged_too_late(self) -> None:
        symptom = only(run(self.NORMS, FLAT), "always-clipped")
        assert symptom.severity is Severity.WARN
        assert "is 40 at all 300 points" in symptom.says
        assert "after clipping" in symptom.says

    def test_where_the_return_rises_it_is_a_mention(self) -> None:
        assert only(run(self.NORMS, RISING), "always-clipped").severity is Severity.INFO

    def test_the_last_digits_of_a_division_do_not_matter(self) -> None:
        almost = np.full(50, 0.5) - np.random.default_rng(0).uniform(0, 1e-6, 50)
        assert only(run(series("grad_norm", almost)), "always-clipped").severity is Severity.WARN

    def test_norms_of_nothing_are_no_clip(self) -> None:
        assert symptoms(run(series("grad_norm", np.zeros(50))), "always-clipped") == []


class TestConstants:
    def test_a_training_loss_of_one_number_is_an_alarm_from_three_points_on(self) -> None:
        for points in (3, 74):
            symptom = only(run(series("train_loss", np.full(points, 16.7422))), "constant-value")
            assert symptom.severity is Severity.ALARM
            assert f"exactly 16.7422 at all {points} points" in symptom.says

    def test_of_few_points_with_few_digits_it_is_a_mention(self) -> None:
        assert only(run(series("loss", np.full(4, 0.69))), "constant-value").severity is Severity.INFO

    def test_one_of_several_losses_may_be_unused(self) -> None:
        given = run(series("train/box_loss", FALLING), series("train/cls_loss", np.zeros(200)))
        symptom = only(given, "constant-value")
        assert symptom.severity is Severity.INFO
        assert "it is not computed" in symptom.says

    def test_values_of_an_agent_that_freeze_half_way_are_dated_there(self) -> None:
        frozen = np.concatenate([noisy(20, 1, 100), np.full(100, 19.7731)])
        symptom = only(run(series("losses/q_values", frozen), FLAT), "constant-value")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 100)
        assert "at every point since step 100" in symptom.says

    @pytest.mark.parametrize(
        "given",
        [
            run(series("val_loss", np.repeat(noisy(2, 0.2, 5), 40)), series("loss", FALLING)),
            run(series("train/policy_loss", np.zeros(50)), FLAT),
            run(series("val_acc", np.ones(50)), series("loss", FALLING)),
            run(series("configured/width", np.full(50, 256.0)), series("loss", FALLING)),
            run(series("loss", [1.5, 1.5])),
        ],
        ids=["a log that repeats itself", "a loss of nothing", "a solved task", "a setting", "two points"],
    )
    def test_what_may_stand_still(self, given: Run) -> None:
        assert symptoms(given, "constant-value") == []

    def test_an_accuracy_that_never_moves_beside_a_loss_that_does_is_a_warning(self) -> None:
        given = run(series("val_acc", np.full(30, 0.1135)), series("loss", FALLING))
        assert only(given, "constant-value").severity is Severity.WARN


class TestExploration:
    @staticmethod
    def rate(values: np.typing.ArrayLike) -> Run:
        return run(series("rollout/exploration_rate", values), FLAT)

    def test_a_rate_that_stays_at_1_is_a_warning_and_one_of_a_twentieth_is_a_choice(self) -> None:
        symptom = only(self.rate(np.ones(200)), "exploration-rate-stuck")
        assert symptom.severity is Severity.WARN
        assert "stays at 1 at all 200 points" in symptom.says
        assert symptoms(self.rate(np.full(200, 0.05)), "exploration-rate-stuck") == []

    def test_a_rate_in_percent_and_one_that_rises_are_understood(self) -> None:
        percent = run(series("% time spent exploring", np.full(50, 90.0)), FLAT)
        assert "stays at 0.9" in only(percent, "exploration-rate-stuck").says
        assert "rises from 0.05 to 1" in only(self.rate(ramp(0.05, 1)), "exploration-rate-stuck").says

    def test_early_in_the_planned_run_it_is_no_more_than_a_mention(self) -> None:
        given = configured(self.rate(np.ones(200)), total_timesteps="100000")
        assert only(given, "exploration-rate-stuck").severity is Severity.INFO

    def test_a_run_that_ends_with_half_of_its_actions_random_may_have_been_cut_short(self) -> None:
        half = self.rate(ramp(1, 0.7))
        assert only(half, "exploration-rate-stuck").severity is Severity.INFO
        whole = configured(half, total_timesteps="200")
        assert only(whole, "exploration-rate-stuck").severity is Severity.WARN

    def test_exploration_that_takes_a_tenth_of_the_run_is_innocent(self) -> None:
        assert symptoms(self.rate(np.maximum(1 - ramp(0, 10), 0.05)), "exploration-spent") == []
        spent = np.concatenate([[1.0], np.full(199, 0.05)])
        assert only(self.rate(spent), "exploration-spent").severity is Severity.WARN


class TestTemperature:
    def test_a_straight_descent_to_nothing_is_a_schedule(self) -> None:
        given = run(series("policy/beta", np.maximum(ramp(5e-3, -1e-3), 1e-9)), FLAT)
        assert symptoms(given, "temperature-gone") == []

    def test_a_growth_is_dated_where_it_began(self) -> None:
        grown = 0.05 * np.exp(np.maximum(0, np.arange(200) - 120) / 10)
        symptom = only(run(series("train/ent_coef", grown), FLAT), "temperature-growth")
        assert symptom.severity is Severity.WARN
        assert abs((symptom.onset_step or 0) - 120) <= 3

    def test_without_a_return_nobody_can_tell(self) -> None:
        given = run(series("train/ent_coef", np.exp(-ramp(0, 12))))
        assert only(given, "temperature-gone").severity is Severity.INFO


def test_a_rate_of_0_in_a_log_of_three_decimals_may_only_be_small() -> None:
    loss = np.round(noisy(2.303, 0.02, 80), 3)
    symptom = only(run(series("lr", np.zeros(80)), series("loss", loss)), "learning-rate-zero")
    assert symptom.severity is Severity.INFO
    assert (
        "if it was written with 3 decimals, as other numbers here are, it may be any rate under 0.0005"
        in symptom.says
    )


class TestHarderTasks:
    SINKING = series("episode_reward", noisy(ramp(100, 0), 2))

    def test_a_return_that_sinks_while_the_curriculum_rises_is_no_warning(self) -> None:
        level = series("Curriculum/terrain_levels", np.repeat([0.0, 1, 2, 3], 50))
        (symptom,) = symptoms(run(self.SINKING, level), "worse-from-start")
        assert symptom.severity is Severity.INFO
        assert "while Curriculum/terrain_levels rises from 0 to 3: the task became harder" in symptom.says

    @pytest.mark.parametrize("level", [np.zeros(200), ramp(3, 0)])
    def test_a_level_that_does_not_rise_explains_nothing(self, level: np.ndarray) -> None:
        (symptom,) = symptoms(run(self.SINKING, series("curriculum/level", level)), "worse-from-start")
        assert symptom.severity is Severity.WARN
        assert "harder" not in symptom.says


def test_an_accuracy_that_stands_still_beside_a_loss_that_moves_is_not_told_as_nothing_trained() -> None:
    still = series("val_accuracy", np.full(30, 0.1))
    moves, stands = run(still, series("loss", FALLING[:30])), run(still, series("lr", np.full(30, 1e-3)))
    assert "loss moves all the same, so the answers do not change" in only(moves, "constant-value").says
    assert "nothing is trained" in only(stands, "constant-value").says
