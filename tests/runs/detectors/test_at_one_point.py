"""What changes for good at one point, or keeps one number from it on: dated there, and silent where that is no news."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.cases import LEARNS, of, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

FLAT = noisy(5, 1)
UP = noisy(ramp(0, 100), 2)
LOSS = noisy(2, 0.05)


class TestReturnRepeats:
    """Claim: no new episode stands behind the number, or all of them are the same."""

    STOPS = then(noisy(ramp(0, 50, 80), 3, 80), np.full(120, 37.5))

    def test_it_is_dated_where_the_number_was_first_kept(self) -> None:
        symptom = only(of(reward=self.STOPS), "return-repeats")
        assert symptom.onset_step == 80
        assert "no new episode stands behind it" in symptom.says

    def test_the_worst_there_was_speaks_for_an_agent_that_stopped_exploring(self) -> None:
        symptom = only(of(reward=then(noisy(0.2, 0.1, 80), np.full(120, -0.6))), "return-repeats")
        assert symptom.raises[0] == "exploration-collapse"

    def test_episodes_of_one_length_from_the_first_full_one_on_are_usual(self) -> None:
        assert symptoms(of(ep_len_mean=then([6.0], np.full(199, 8.0)), reward=FLAT), "return-repeats") == []

    def test_the_shortest_way_to_a_goal_has_one_length(self) -> None:
        lengths = then(noisy(ramp(40, 9, 60), 2, 60), np.full(140, 8.0))
        assert symptoms(of(ep_len_mean=lengths, reward=UP), "return-repeats") == []


class TestCriticLost:
    """Claim: the critic no longer fits its returns."""

    def test_it_is_dated_where_it_was_lost(self) -> None:
        falls = then(noisy(0.9, 0.03, 120), noisy(0.05, 0.03, 80))
        symptom = only(of(train__explained_variance=falls, reward=FLAT), "critic-lost")
        assert symptom.onset_step == 120
        assert "falls at once from 0.9" in symptom.says

    @pytest.mark.parametrize(
        "explained",
        [
            noisy(0.3, 0.05),
            then(noisy(0.9, 0.03, 190), noisy(0.1, 0.03, 10), noisy(0.9, 0.03, 20)),
            ramp(0, 0.9),
        ],
        ids=["never much", "a dip", "a rise"],
    )
    def test_what_was_not_lost_is_not_told(self, explained: np.typing.NDArray[np.float64]) -> None:
        reward = noisy(5, 1, len(explained))
        assert symptoms(of(train__explained_variance=explained, reward=reward), "critic-lost") == []


class TestGradientJump:
    """Claim: the loss is scaled otherwise, or the data became others."""

    JUMPS = then(noisy(1, 0.1, 120), noisy(6, 0.5, 80))

    def test_it_is_dated_where_it_jumps(self) -> None:
        symptom = only(of(grad_norm=self.JUMPS, train_loss=LOSS), "gradient-jump")
        assert symptom.onset_step == 120

    def test_a_learning_rate_that_moves_there_is_another_story(self) -> None:
        given = of(grad_norm=self.JUMPS, train_loss=LOSS, lr=then(np.full(120, 1e-3), np.full(80, 1e-2)))
        assert symptoms(given, "gradient-jump") == []

    def test_an_agent_near_its_best_has_little_left_and_some_of_it_comes_back(self) -> None:
        given = of(grad_norm=then(noisy(8, 0.5, 60), noisy(0.2, 0.02, 60), noisy(8, 0.5, 80)), reward=UP)
        assert symptoms(given, "gradient-jump") == []

    def test_a_slope_has_no_point_at_which_it_jumps(self) -> None:
        assert symptoms(of(grad_norm=noisy(ramp(1, 9), 0.1), train_loss=LOSS), "gradient-jump") == []


class TestGradientDrop:
    """Claim: part of the model is cut off, or the loss is divided or clipped otherwise."""

    DROPS = then(noisy(6, 0.5, 120), noisy(1, 0.1, 80))

    def test_it_is_dated_where_it_drops(self) -> None:
        assert only(of(grad_norm=self.DROPS, train_loss=LOSS), "gradient-drop").onset_step == 120

    def test_the_gradient_of_an_agent_falls_with_the_error_of_its_values(self) -> None:
        assert symptoms(of(grad_norm=self.DROPS, reward=FLAT), "gradient-drop") == []

    def test_where_the_model_gets_better_it_is_no_loss(self) -> None:
        falls = noisy(then(np.full(120, 2.0), ramp(1.2, 0.3, 80)), 0.02)
        assert symptoms(of(grad_norm=self.DROPS, train_loss=falls), "gradient-drop") == []


class TestWeightsJump:
    """Claim: no step of an optimiser goes so far."""

    def test_it_is_dated_where_they_were_replaced(self) -> None:
        symptom = only(of(weight_norm=then(ramp(20, 22, 90), ramp(12, 13, 110))), "weights-jump")
        assert symptom.onset_step == 90

    def test_weights_that_grow_steadily_are_trained(self) -> None:
        assert symptoms(of(weight_norm=20 * np.exp(ramp(0, 1.5))), "weights-jump") == []


class TestWeightsThatStop:
    """Claim: updates have stopped, are lost to rounding, or reach other weights."""

    def test_it_is_dated_at_the_last_step_that_moved_them(self) -> None:
        symptom = only(of(weight_norm=then(ramp(20, 22, 90), np.full(110, 22.0))), "weight-norm-constant")
        assert (symptom.onset_step, "bf16" in symptom.says) == (89, True)

    def test_steps_of_no_length_are_told(self) -> None:
        assert only(of(update_norm=np.zeros(60), loss=noisy(2, 0.1, 60)), "weight-norm-constant")

    def test_a_norm_that_is_rounded_to_few_digits_may_well_stand_for_a_while(self) -> None:
        rounded = np.round(ramp(20, 21), 1)
        assert symptoms(of(weight_norm=rounded), "weight-norm-constant") == []


class TestLearnerStill:
    """Claim: no update reaches the policy."""

    def test_a_ratio_of_exactly_one_at_all_points_is_told(self) -> None:
        assert only(of(train__ratio=np.ones(60), reward=noisy(5, 1, 60)), "learner-still").onset_step == 0

    def test_a_policy_loss_of_nothing_speaks_first_for_rewards_that_say_nothing(self) -> None:
        symptom = only(of(pg_loss=np.zeros(60), reward=noisy(5, 1, 60)), "learner-still")
        assert symptom.raises[0] == "reward-uninformative"

    def test_an_entropy_that_is_gone_tells_another_story(self) -> None:
        gone = then(ramp(1.2, 0.01, 80), np.full(120, -2.38e-07))
        assert symptoms(of(policy__entropy=gone, reward=FLAT), "learner-still") == []


class TestTargetStill:
    """Claim: the target network is never updated."""

    def test_a_number_of_copies_that_stays_is_told(self) -> None:
        given = of(num_target_updates=np.ones(60), q_mean=noisy(2, 0.1, 60), reward=noisy(5, 1, 60))
        assert only(given, "target-still").onset_step == 0

    def test_a_number_of_copies_that_grows_is_not(self) -> None:
        given = of(num_target_updates=np.arange(60.0), q_mean=noisy(2, 0.1, 60), reward=noisy(5, 1, 60))
        assert symptoms(given, "target-still") == []

    def test_where_nothing_moves_the_target_is_no_news(self) -> None:
        given = of(target_q=np.full(60, 0.3), q_mean=np.full(60, 0.3), reward=noisy(5, 1, 60))
        assert symptoms(given, "target-still") == []


class TestTrainingGainsAlone:
    """Claim: the loss is computed otherwise, or training's data are known by heart."""

    GAINS = then(LEARNS[:60], 0.2 * LEARNS[60:])

    def test_it_is_dated_where_it_falls(self) -> None:
        assert only(of(train_loss=self.GAINS, val_loss=LEARNS), "training-gains-alone").onset_step == 60

    def test_where_held_out_data_gain_as_much_something_was_learnt(self) -> None:
        assert symptoms(of(train_loss=self.GAINS, val_loss=self.GAINS), "training-gains-alone") == []


class TestAlternates:
    """Claim: two things take turns under one name."""

    def test_it_is_dated_where_it_begins(self) -> None:
        turns = then(noisy(1, 0.02, 100), noisy(np.where(np.arange(100) % 2, 1.5, 0.5), 0.02, 100))
        symptom = only(of(loss=turns), "alternates")
        assert abs((symptom.onset_step or 0) - 100) <= 3

    @pytest.mark.parametrize(
        "values",
        [noisy(1, 0.3), 1 + 0.5 * np.sin(np.arange(200)), ramp(0, 9), np.tile([1.0, 1.02], 100)],
        ids=["noise", "a wave", "a slope", "next to nothing"],
    )
    def test_what_does_not_take_turns_is_not_told(self, values: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(of(loss=values), "alternates") == []

    def test_values_that_follow_a_target_network_are_a_mention(self) -> None:
        turns = noisy(np.where(np.arange(200) % 2, 1.5, 0.5), 0.02)
        symptom = only(of(td_loss=turns, reward=FLAT), "alternates")
        assert symptom.severity is Severity.INFO


class TestUsualReturn:
    """Claim: the usual return is the same in every tenth of the run."""

    def sparse(self, share: float, high: float) -> np.typing.NDArray[np.float64]:
        drawn = np.random.default_rng(4).random(600)
        return np.where(drawn < share, high, 0.0)

    def test_it_is_told_where_a_few_points_only_seem_to_have_got_better(self) -> None:
        values = self.sparse(0.3, -0.1)
        values[:60] = np.where(values[:60] < 0, -0.12, 0.0)
        found = symptoms(run(series("episode_reward", values)), "plateau-from-start")
        assert all("usual value" in each.says or "not" in each.says for each in found)
        assert found

    def test_rewards_that_become_more_frequent_are_not_told(self) -> None:
        rises = (np.random.default_rng(3).random(400) < np.linspace(0.0, 0.3, 400)).astype(float)
        assert symptoms(run(series("episode_reward", rises)), "plateau-from-start") == []


class TestPartsThatStandStill:
    """Claim: nothing is trained there."""

    def test_an_adapter_whose_norm_never_leaves_nothing_is_told(self) -> None:
        given = of(lora_B__norm=np.zeros(60), loss=noisy(2, 0.1, 60))
        assert "nothing is trained there" in only(given, "weight-norm-constant").says

    def test_one_that_moves_is_not(self) -> None:
        given = of(lora_B__norm=ramp(0, 3, 60), loss=noisy(2, 0.1, 60))
        assert symptoms(given, "weight-norm-constant") == []
