"""Shapes in time: swings, periods, steps written twice; and curves that should differ, or should not."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from coach.runs.describing.period import period
from coach.runs.describing.trend import turning_points
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

WAVE = np.sin(np.arange(400) * 2 * np.pi / 25)


class TestEntropySwings:
    def test_wild_swings_are_named_with_their_number(self) -> None:
        symptom = only(run(series("losses/entropy", 1.5 + 0.8 * WAVE)), "entropy-swings")
        assert (symptom.value or 0) > 20
        assert (symptom.onset_step or 0) < 30

    @pytest.mark.parametrize(
        "values",
        [noisy(ramp(1.5, 0.3, 400), 0.05, 400), noisy(1.5, 0.4, 400), 1.5 + 0.2 * WAVE],
        ids=["falling", "noise", "small waves"],
    )
    def test_what_is_no_swing(self, values: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(run(series("losses/entropy", values)), "entropy-swings") == []


class TestMetricSwings:
    def test_an_accuracy_that_turns_all_the_time_is_worth_a_mention(self) -> None:
        symptom = only(run(series("val_acc", 0.7 + 0.05 * np.tile([0, 1], 15))), "metric-swings")
        assert (symptom.severity, round(symptom.value or 0, 1)) == (Severity.INFO, 0.9)

    def test_a_loss_that_becomes_noisier_is_named(self) -> None:
        growing = noisy(np.full(300, 1.0), 1.0, 300)
        growing = 1 + (growing - 1) * ramp(0.01, 0.3, 300)
        assert only(run(series("loss", growing)), "metric-swings").severity is Severity.WARN

    def test_steady_noise_and_a_rising_accuracy_are_innocent(self) -> None:
        given = run(
            series("loss", noisy(1, 0.1, 300)), series("val_acc", noisy(ramp(0.5, 0.9, 30), 0.005, 30))
        )
        assert symptoms(given, "metric-swings") == []


class TestPeriods:
    @pytest.mark.parametrize(("length", "noise"), [(25, 0.0), (25, 0.5), (40, 0.2), (8, 0.1)])
    def test_the_period_of_a_wave_is_found_under_noise_and_trend(self, length: int, noise: float) -> None:
        wave = np.sin(np.arange(400) * 2 * np.pi / length)
        found = period(noisy(wave + ramp(0, 5, 400), noise, 400))
        assert found is not None
        assert abs(found.points - length) <= 1 or found.points % length <= 1

    @pytest.mark.parametrize("seed", range(20))
    def test_noise_and_trends_have_no_period(self, seed: int) -> None:
        walk = np.cumsum(noisy(0, 1, 400, seed))
        for values in (noisy(0, 1, 400, seed), walk, ramp(0, 1, 400), np.zeros(400)):
            found = period(values)
            assert found is None or found.correlation < 0.3

    def test_spikes_at_each_evaluation_are_a_period(self) -> None:
        load = noisy(10, 0.1, 400)
        load[::20] += 8
        symptom = only(run(series("system/memory", load, step=np.arange(400) * 50)), "periodic-load")
        assert "every 1,000 steps" in symptom.says

    def test_a_loss_that_follows_the_epoch_is_named(self) -> None:
        loss = 2 * np.exp(-np.linspace(0, 3, 400)) + 1 + 0.1 * WAVE
        assert "every 25 steps" in only(run(series("train/loss", loss)), "periodic-loss").says

    def test_a_policys_loss_and_plain_noise_are_left_alone(self) -> None:
        policy = (series("train/loss", 2 + WAVE), series("reward", noisy(1, 0.1, 400)))
        assert symptoms(run(*policy), "periodic-loss") == []
        assert symptoms(run(series("loss", noisy(1, 0.1, 400))), "periodic-loss") == []


def test_turning_points_pass_over_small_wiggles() -> None:
    values = np.array([0, 1, 0.9, 2, 1.9, 3, 0, 0.1, 0, 3.0])
    assert turning_points(values, 1.0).tolist() == [5, 6]
    assert turning_points(values, 0.05).tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert turning_points(np.zeros(5), 1.0).tolist() == []


class TestStepDefects:
    def test_points_rolled_back_by_a_restart_are_counted(self) -> None:
        steps = [*range(30), *range(20, 50)]
        part = series("loss", noisy(1, 0.1, 60), step=steps, segment=[0] * 30 + [1] * 30)
        symptom = only(run(part), "step-defects")
        assert "10 points were rolled back" in symptom.says
        assert (symptom.severity, symptom.onset_step) == (Severity.INFO, 20)

    def test_steps_written_twice_and_gaps_are_named(self) -> None:
        assert (
            "written more than once"
            in only(
                run(series("loss", noisy(1, 0.1, 60), step=np.repeat(np.arange(30), 2))), "step-defects"
            ).says
        )
        gap = [*range(30), *range(80, 110)]
        assert "1 gaps" in only(run(series("loss", noisy(1, 0.1, 60), step=gap)), "step-defects").says

    def test_one_line_of_points_and_the_epochs_own_column_are_innocent(self) -> None:
        given = run(
            series("loss", noisy(1, 0.1, 60)),
            series("epoch", np.zeros(90), step=np.repeat(np.arange(30), 3)),
        )
        assert symptoms(given, "step-defects") == []


class TestTooGood:
    def test_held_out_accuracy_over_training_is_named(self) -> None:
        given = run(series("train_acc", ramp(0.4, 0.7, 30)), series("val_acc", ramp(0.5, 0.85, 30)))
        assert only(given, "held-out-better").severity is Severity.WARN

    def test_a_near_perfect_second_look_is_worth_a_mention(self) -> None:
        assert only(run(series("val_acc", [0.8, 0.97, 0.98, 0.98, 0.98])), "too-good").onset_step == 1

    def test_validation_under_training_and_a_slow_rise_are_innocent(self) -> None:
        given = run(series("train_acc", ramp(0.4, 0.99, 30)), series("val_acc", ramp(0.4, 0.96, 30)))
        assert symptoms(given, "too-good") == []
        assert symptoms(given, "held-out-better") == []


class TestSameNumbers:
    def test_evaluation_that_repeats_training_is_named(self) -> None:
        loss = noisy(1, 0.1, 50)
        given = run(series("loss", loss), series("val_loss", loss[::5], step=np.arange(0, 50, 5)))
        assert only(given, "same-numbers").value == 10

    def test_constants_and_curves_that_differ_are_innocent(self) -> None:
        given = run(series("reward", np.zeros(50)), series("eval/mean_reward", np.zeros(50)))
        assert symptoms(given, "same-numbers") == []
        given = run(series("loss", noisy(1, 0.1, 50)), series("val_loss", noisy(1, 0.1, 50, seed=1)))
        assert symptoms(given, "same-numbers") == []


class TestProxyGap:
    def test_training_that_rises_while_evaluation_falls(self) -> None:
        truth = np.concatenate([ramp(0, 5, 100), ramp(5, 2, 100)])
        given = run(series("train/reward", ramp(0, 10)), series("eval/mean_reward", truth))
        assert (only(given, "proxy-gap").onset_step or 0) >= 139

    @pytest.mark.parametrize("truth", [ramp(0, 5), noisy(2, 0.5)], ids=["rises too", "noise"])
    def test_what_is_no_gap(self, truth: np.typing.NDArray[np.float64]) -> None:
        given = run(series("train/reward", ramp(0, 10)), series("eval/mean_reward", truth))
        assert symptoms(given, "proxy-gap") == []


class TestRewardWithoutSpread:
    def test_groups_without_a_spread_are_named(self) -> None:
        given = run(series("frac_reward_zero_std", np.concatenate([ramp(0, 0.9, 60), np.full(140, 0.95)])))
        assert only(given, "reward-without-spread").severity is Severity.WARN
        assert only(run(series("reward_std", np.zeros(50))), "reward-without-spread").value == 1

    def test_a_solved_task_is_innocent(self) -> None:
        solved = np.concatenate([ramp(0, 1, 40), np.ones(160)])
        given = run(series("reward_std", np.where(solved < 1, 0.3, 0.0)), series("reward", solved))
        assert only(given, "reward-without-spread").severity is Severity.INFO

    def test_a_spread_is_healthy(self) -> None:
        assert symptoms(run(series("reward_std", noisy(0.4, 0.05))), "reward-without-spread") == []


class TestLengthDrift:
    def test_answers_that_are_cut_off_are_named(self) -> None:
        clipped = series("completions/clipped_ratio", np.clip(noisy(ramp(0, 0.9), 0.02), 0, 1))
        assert only(run(clipped), "answers-cut-off").severity is Severity.ALARM

    def test_episodes_that_end_ever_earlier_for_nothing(self) -> None:
        given = run(
            series("rollout/ep_len_mean", ramp(200, 5)), series("rollout/ep_rew_mean", noisy(-5, 0.5))
        )
        assert "suicidal-policy" in only(given, "length-shrinks").raises

    def test_reaching_the_goal_sooner_is_innocent(self) -> None:
        given = run(
            series("rollout/ep_len_mean", ramp(200, 5)),
            series("rollout/ep_rew_mean", noisy(ramp(-200, -5), 2)),
        )
        assert symptoms(given, "length-shrinks") == []


class TestRareSuccess:
    @staticmethod
    def parts(mean: object, best: object) -> list[str]:
        given = run(
            series("AverageEpRet", mean),  # type: ignore[arg-type]
            series("StdEpRet", np.full(100, 1.0)),
            series("MaxEpRet", best),  # type: ignore[arg-type]
        )
        return [symptom.says for symptom in symptoms(given, "rare-success")]

    def test_best_episodes_far_over_a_flat_mean(self) -> None:
        assert self.parts(noisy(0, 0.1, 100), noisy(9, 0.5, 100))

    def test_a_mean_that_follows_and_a_best_within_the_spread(self) -> None:
        assert self.parts(noisy(ramp(0, 9, 100), 0.1, 100), noisy(14, 0.5, 100)) == []
        assert self.parts(noisy(0, 0.1, 100), noisy(2, 0.5, 100)) == []
