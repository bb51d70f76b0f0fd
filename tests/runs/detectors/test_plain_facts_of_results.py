"""Facts about returns, values and scores that any eye sees, and what only looks like them."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Run, Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

FLAT = series("reward", noisy(20, 2))
RISING = series("reward", noisy(ramp(0, 100), 2))
STEPS = np.arange(200)


class TestUnboundedGrowth:
    RATE = np.exp(np.maximum(0, STEPS - 110) / 6)

    @pytest.mark.parametrize("seed", range(10))
    def test_losses_and_values_that_run_away_are_one_alarm_dated_at_the_first(self, seed: int) -> None:
        values = noisy(ramp(30, 40), 0.5, seed=seed) * self.RATE
        loss = noisy(40, 1, seed=seed + 50) * self.RATE**2
        given = run(series("losses/q_values", values), series("losses/qf1_loss", loss), FLAT)
        symptom = only(given, "unbounded-growth")
        assert symptom.severity is Severity.ALARM
        assert abs((symptom.onset_step or 0) - 110) <= 3
        assert "while the return does not rise" in symptom.says
        assert ("losses/q_values" in symptom.says, "losses/qf1_loss" in symptom.says) == (True, True)
        assert symptoms(given, "value-loss-growth") + symptoms(given, "value-scale") == []

    def test_an_actors_loss_that_grows_fiftyfold_is_a_warning(self) -> None:
        given = run(series("train/actor_loss", 200 * np.exp(ramp(0, 4))), FLAT)
        assert only(given, "unbounded-growth").severity is Severity.WARN

    @pytest.mark.parametrize(
        "given",
        [
            run(series("losses/q_values", ramp(1, 100)), RISING),
            run(series("losses/q_values", ramp(1, 100))),
            run(series("losses/q_values", 100 * (1 - np.exp(-ramp(0, 5)))), FLAT),
            run(series("train/actor_loss", noisy(0, 5)), FLAT),
            run(series("loss", 200 * np.exp(ramp(0, 4)))),
        ],
        ids=["returns grow too", "no return tells", "it saturates", "noise", "no agent"],
    )
    def test_what_is_bounded_or_explained(self, given: Run) -> None:
        assert symptoms(given, "unbounded-growth") == []


class TestValueLossScale:
    LARGE = series("train/value_loss", noisy(1.3e8, 1e7))
    BLIND = series("train/explained_variance", noisy(0, 1e-3))

    def test_a_loss_of_a_hundred_million_beside_a_blind_critic_names_the_scale(self) -> None:
        policy = series("train/policy_gradient_loss", noisy(0, 1e-4))
        symptom = only(run(self.LARGE, self.BLIND, policy, FLAT), "value-loss-scale")
        assert symptom.severity is Severity.WARN
        assert "an error of about 11," in symptom.says
        assert "beside a policy loss of about" in symptom.says

    @pytest.mark.parametrize(
        "given",
        [
            run(LARGE, BLIND, RISING),
            run(series("train/value_loss", noisy(2e5, 1e3)), FLAT),
            run(series("train/value_loss", noisy(500, 20)), BLIND, FLAT),
        ],
        ids=["the return rises", "nothing tells what is explained", "not that large"],
    )
    def test_what_is_large_for_other_reasons(self, given: Run) -> None:
        assert symptoms(given, "value-loss-scale") == []


class TestEvaluationBelowTraining:
    TRAINED = noisy(np.minimum(ramp(0, 900), 460), 10)
    LOOKS = np.arange(19, 200, 20)

    def evaluated(self, values: np.typing.ArrayLike, trained: np.typing.NDArray[np.float64] = TRAINED) -> Run:
        return run(series("reward", trained), series("eval/mean_reward", values, step=self.LOOKS))

    def test_evaluations_that_mostly_get_a_third_are_a_warning_with_both_numbers(self) -> None:
        symptom = only(
            self.evaluated([116, 480, 143, 166, 490, 152, 124, 385, 151, 150]), "evaluation-below-training"
        )
        assert symptom.severity is Severity.WARN
        assert "reward is about 4" in symptom.says
        assert "4 of 5 evaluations" in symptom.says

    @pytest.mark.parametrize("seed", range(5))
    def test_evaluations_that_are_only_noisier_or_a_little_lower_are_innocent(self, seed: int) -> None:
        level = self.TRAINED[self.LOOKS]
        assert symptoms(self.evaluated(noisy(0.85 * level, 60, 10, seed)), "evaluation-below-training") == []

    def test_another_scale_of_reward_is_a_mention_and_a_return_that_has_just_fallen_another_matter(
        self,
    ) -> None:
        scaled = only(self.evaluated(noisy(1.2, 0.2, 10)), "evaluation-below-training")
        assert scaled.severity is Severity.INFO
        fallen = np.concatenate([self.TRAINED[:150], np.full(50, 30.0)])
        assert symptoms(self.evaluated(np.full(10, 40.0), fallen), "evaluation-below-training") == []


class TestScores:
    def test_a_score_that_sank_while_the_rate_warmed_up_and_only_came_back_is_a_warning(self) -> None:
        score = np.concatenate([ramp(0.53, 0.34, 30), ramp(0.34, 0.5, 30), np.full(40, 0.5)])
        rate = np.concatenate([ramp(4e-5, 1.3e-3, 30), ramp(1.3e-3, 7e-4, 70)])
        given = run(
            series("val_acc", noisy(score, 0.008, 100)), series("lr", rate), series("loss", ramp(2, 1, 100))
        )
        symptom = only(given, "best-lost")
        assert symptom.severity is Severity.WARN
        assert "lr rose from" in symptom.says
        assert (symptom.onset_step or 0) <= 5

    @pytest.mark.parametrize("seed", range(10))
    def test_a_noisy_score_that_saturates_has_lost_nothing(self, seed: int) -> None:
        score = 0.5 + 0.4 * (1 - np.exp(-ramp(0, 15, 60)))
        assert symptoms(run(series("val_acc", noisy(score, 0.02, 60, seed))), "best-lost") == []

    def test_a_held_out_loss_counts_where_training_logs_none(self) -> None:
        turned = noisy(np.concatenate([ramp(2, 1, 20), ramp(1, 2, 40)]), 0.01, 60)
        assert only(run(series("val_loss", turned)), "best-lost").severity is Severity.WARN
        both = run(series("val_loss", turned), series("loss", ramp(2, 1, 60)))
        assert symptoms(both, "best-lost") == []
        assert len(symptoms(both, "validation-turn")) == 1

    def test_a_score_that_is_lost_together_with_training_counts_and_one_that_only_training_keeps_is_a_turn(
        self,
    ) -> None:
        lost = noisy(np.concatenate([ramp(0.4, 0.8, 20), ramp(0.8, 0.4, 40)]), 0.005, 60)
        together = run(series("val_acc", lost), series("train_acc", lost + 0.05))
        assert only(together, "best-lost").severity is Severity.WARN
        apart = run(series("val_acc", lost), series("train_acc", ramp(0.4, 0.99, 60)))
        assert symptoms(apart, "best-lost") == []
        assert len(symptoms(apart, "validation-turn")) == 1

    def test_a_score_that_falls_with_its_loss_is_told_once_by_the_turn(self) -> None:
        loss = noisy(np.concatenate([ramp(2, 1, 20), ramp(1, 2, 40)]), 0.01, 60)
        score = noisy(np.concatenate([ramp(0.4, 0.8, 20), ramp(0.8, 0.5, 40)]), 0.005, 60)
        given = run(series("val_loss", loss), series("val_acc", score), series("loss", ramp(2, 0.1, 60)))
        assert symptoms(given, "best-lost") == []

    def test_losses_that_go_different_ways_leave_open_which_one_a_score_should_follow(self) -> None:
        parts = [series("val/box_loss", ramp(2, 1)), series("val/cls_loss", ramp(1, 2))]
        given = run(*parts, series("val_acc", ramp(0.8, 0.6)))
        assert symptoms(given, "loss-and-metric-disagree") + symptoms(given, "score-rises-with-loss") == []

    def test_an_error_rate_beside_a_loss_is_a_score_of_which_less_is_better(self) -> None:
        rising, falling = noisy(ramp(1, 2), 0.01), noisy(ramp(2, 1), 0.01)
        better, worse = noisy(ramp(0.4, 0.2), 0.002), noisy(ramp(0.2, 0.4), 0.002)
        told = only(run(series("val_loss", rising), series("eval/wer", better)), "score-rises-with-loss")
        assert "while eval/wer still improves, from 0.28" in told.says
        told = only(run(series("val_loss", falling), series("eval/wer", worse)), "loss-and-metric-disagree")
        assert "val_loss falls from" in told.says
        assert "and eval/wer rises from 0.31" in told.says
        for loss, rate in ((rising, worse), (falling, better)):
            given = run(series("val_loss", loss), series("eval/wer", rate))
            assert (
                symptoms(given, "loss-and-metric-disagree") + symptoms(given, "score-rises-with-loss") == []
            )

    def test_an_error_rate_does_not_silence_what_a_loss_and_a_score_say(self) -> None:
        given = run(
            series("val_loss", noisy(ramp(1, 2), 0.01)),
            series("eval/wer", noisy(ramp(0.4, 0.2), 0.002)),
            series("val_acc", noisy(ramp(0.6, 0.8), 0.002)),
        )
        assert "val_acc still improves" in only(given, "score-rises-with-loss").says

    def test_a_perplexity_is_the_loss_itself(self) -> None:
        rising = noisy(ramp(1, 2), 0.01)
        given = run(
            series("val_loss", rising),
            series("val_perplexity", np.exp(rising)),
            series("val_acc", ramp(0.6, 0.8)),
        )
        assert "val_acc still improves" in only(given, "score-rises-with-loss").says


class TestShortJumps:
    def test_a_jump_of_a_few_points_loss_is_an_alarm_between_the_two_steps(self) -> None:
        loss = [0.21, 0.2, 0.22, 0.21, 0.2, 0.21, 0.22, 5.1, 5.3, 5.2, 5.4]
        symptom = only(run(series("loss", loss, step=49 + 50 * np.arange(11))), "loss-divergence")
        assert symptom.severity is Severity.ALARM
        assert symptom.onset_step == 399
        assert "24 times what was usual between steps 349 and 399" in symptom.says

    def test_a_jump_that_comes_back_and_an_agents_loss_are_none(self) -> None:
        back = [0.21, 0.2, 0.22, 0.21, 5.1, 5.2, 0.2, 0.21, 0.2]
        assert symptoms(run(series("loss", back)), "loss-divergence") == []
        agent = run(series("train/loss", [0.2] * 6 + [5.0] * 6), FLAT)
        assert symptoms(agent, "loss-divergence") == []


class TestTheLastPoints:
    SOLVED = noisy(np.concatenate([ramp(0, 100, 60), np.full(140, 100)]), 2)

    @pytest.mark.parametrize("points", [3, 5, 7])
    def test_a_run_that_broke_just_before_its_end_is_dated_there(self, points: int) -> None:
        broken = self.SOLVED.copy()
        broken[-points:] -= 70
        symptom = only(run(series("reward", broken)), "broke-at-the-end")
        assert symptom.onset_step == 200 - points
        assert f"last {points} points" in symptom.says

    def test_what_the_decline_tells_already_is_not_told_again(self) -> None:
        broken = self.SOLVED.copy()
        broken[-10:] -= 90
        assert symptoms(run(series("reward", broken)), "broke-at-the-end") == []
        assert len(symptoms(run(series("reward", broken)), "return-decline")) == 1

    def test_two_points_a_slow_decline_and_a_task_that_swings_are_none(self) -> None:
        two = self.SOLVED.copy()
        two[-2:] -= 70
        swinging = noisy(100, 40)
        swinging[-4:] = 20
        for values in (two, noisy(np.concatenate([ramp(0, 100, 150), ramp(100, 70, 50)]), 2), swinging):
            assert symptoms(run(series("reward", values)), "broke-at-the-end") == []


class TestOneStepEpisodes:
    def test_episodes_of_one_step_are_a_warning_unless_the_return_rises(self) -> None:
        one = series("rollout/ep_len_mean", np.ones(200))
        symptom = only(run(one, FLAT), "one-step-episodes")
        assert symptom.severity is Severity.WARN
        assert "is 1 at all points" in symptom.says
        assert only(run(one, RISING), "one-step-episodes").severity is Severity.INFO

    def test_a_collapse_to_one_step_is_dated_and_answers_of_one_token_are_another_matter(self) -> None:
        fell = np.concatenate([noisy(50, 5, 120), np.ones(80)])
        symptom = only(run(series("rollout/ep_len_mean", fell)), "one-step-episodes")
        assert symptom.onset_step == 120
        assert symptoms(run(series("completion_length", np.ones(200))), "one-step-episodes") == []
