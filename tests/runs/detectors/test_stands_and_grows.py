"""What stands still that should not, and what grows alone; and data near it of which that would be false."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.cases import of, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

if TYPE_CHECKING:
    from coach.runs import Run

HIGH = noisy(1.8 + 0.5 * np.exp(-ramp(0, 20)), 0.02)
RISING = noisy(ramp(-0.4, 0.9), 0.1)
FLAT = noisy(0.4, 0.1)


class TestStuckHigh:
    def test_it_says_where_the_loss_stands_since_when_and_how_much_is_right(self) -> None:
        symptom = only(of(loss=HIGH, train_acc=noisy(0.21, 0.02)), "stuck-high")
        assert "loss stands still at 1.8 since step" in symptom.says
        assert "train_acc is 0.21" in symptom.says
        assert 10 <= (symptom.onset_step or 0) <= 60

    @pytest.mark.parametrize("rest", [ramp(1.8, 1.5, 150), 1.5 + 0.3 * np.exp(-ramp(0, 3, 150))])
    def test_a_loss_that_still_falls_is_not_stuck(self, rest: np.typing.NDArray[np.float64]) -> None:
        falling = noisy(then(ramp(2.3, 1.8, 50), rest), 0.02)
        assert symptoms(of(loss=falling, train_acc=noisy(0.21, 0.02)), "stuck-high") == []

    def test_a_held_out_loss_that_still_falls_says_that_something_improves(self) -> None:
        given = {"loss": HIGH, "train_acc": noisy(0.21, 0.02)}
        assert symptoms(of(**given, val_loss=ramp(2.3, 1.9)), "stuck-high") == []
        assert symptoms(of(**given, val_loss=HIGH), "stuck-high")

    def test_without_a_share_of_right_answers_nobody_knows_how_high_is_high(self) -> None:
        assert symptoms(of(loss=HIGH), "stuck-high") == []


class TestLossThatStoodAtOnce:
    def at_once(self, gained: float) -> np.typing.NDArray[np.float64]:
        return noisy(0.5 * (1 - gained + gained * np.exp(-ramp(0, 200, 100))), 0.002, 100)

    def test_a_loss_that_gained_a_little_at_once_and_nothing_since_has_hardly_improved(self) -> None:
        symptom = only(of(train_loss=self.at_once(0.05)), "plateau-from-start")
        assert symptom.severity is Severity.WARN
        assert "% at best and all of it in the first points" in symptom.says

    @pytest.mark.parametrize(
        "given",
        [
            of(train_loss=noisy(0.5 * (1 - 0.08 * ramp(0, 1, 100)), 0.002, 100)),
            of(train_loss=noisy(0.5 * (1 - 0.3 + 0.3 * np.exp(-ramp(0, 200, 100))), 0.002, 100)),
        ],
        ids=["it still falls", "it gained a lot"],
    )
    def test_what_still_falls_or_gained_a_lot_has_improved(self, given: Run) -> None:
        assert symptoms(given, "plateau-from-start") == []

    def test_answers_that_became_right_show_that_it_has(self) -> None:
        learnt = of(train_loss=self.at_once(0.05), train_acc=ramp(0.1, 0.8, 100))
        assert symptoms(learnt, "plateau-from-start") == []


class TestSlowFromStart:
    def test_a_loss_that_creeps_while_no_more_answers_are_right_is_told_though_it_lies_over_guessing(
        self,
    ) -> None:
        creeps = noisy(ramp(3.4, 3.12), 0.03)
        symptom = only(of(train_loss=creeps, train_acc=noisy(0.14, 0.02)), "slow-from-start")
        assert "hardly more than at first" in symptom.says
        assert (
            symptoms(of(train_loss=creeps, train_acc=noisy(ramp(0.14, 0.3), 0.02)), "slow-from-start") == []
        )


class TestAnswersLost:
    def test_held_out_answers_that_were_best_at_the_first_look_are_lost_in_training(self) -> None:
        symptom = only(of(val_acc=[0.33, 0.25, 0.23, 0.24]), "worse-from-start")
        assert "best at its first look, 0.33, was never over 0.25 after it and is 0.24 now" in symptom.says

    @pytest.mark.parametrize(
        "looks",
        [[0.33, 0.31, 0.30, 0.31], [0.33, 0.25, 0.35, 0.24], [0.33, 0.25, 0.23], [0.0, 0.0, 0.0, 0.0]],
        ids=["a little", "better once", "three looks", "nothing to lose"],
    )
    def test_what_is_no_loss_of_answers(self, looks: list[float]) -> None:
        assert symptoms(of(val_acc=looks), "worse-from-start") == []

    def test_another_score_that_improved_may_have_been_what_was_trained_for(self) -> None:
        given = of(val_acc=[0.33, 0.25, 0.23, 0.24], eval_f1=[0.1, 0.2, 0.3, 0.4])
        assert symptoms(given, "worse-from-start") == []


class TestNothingToForetell:
    def losses(self, train_end: float, held_out_end: float, first: float = 2.8) -> Run:
        at = np.array([20, 60, 100, 140, 180])
        train = then(np.geomspace(first, train_end, 100), np.full(100, train_end))
        held_out = then(np.geomspace(first / 2, held_out_end, 3), np.full(2, held_out_end))
        return run(series("train/loss", train), series("val/loss", held_out, step=at))

    def test_two_losses_that_end_at_next_to_nothing_are_told_without_an_accuracy(self) -> None:
        symptom = only(self.losses(0.003, 0.003), "too-good")
        assert "train/loss is 0.003, where that began at" in symptom.says

    @pytest.mark.parametrize(
        ("train", "held_out", "first"),
        [(0.003, 0.03, 2.8), (0.05, 0.05, 2.8), (0.0009, 0.0009, 0.9), (0.03, 0.03, 40.0)],
        ids=["held-out is worse", "not that far", "a scaled regression", "a target in raw units"],
    )
    def test_what_may_well_be_learnt_is_not_too_good(
        self, train: float, held_out: float, first: float
    ) -> None:
        assert symptoms(self.losses(train, held_out, first), "too-good") == []


class TestValuesThatGrowAlone:
    def test_values_twice_any_return_that_go_on_growing_while_the_return_does_not(self) -> None:
        given = of(reward=noisy(0.5, 0.1), update__q_value=noisy(ramp(0.2, 4), 0.05))
        assert "goes on growing while the return does not" in only(given, "values-beyond-returns").says

    @pytest.mark.parametrize(
        ("returns", "values"),
        [
            (ramp(0.1, 1.9), noisy(ramp(0.2, 4), 0.05)),
            (noisy(0.5, 0.1), noisy(4 * (1 - np.exp(-ramp(0, 12))), 0.05)),
            (noisy(3.0, 0.1), noisy(ramp(0.2, 4), 0.05)),
        ],
        ids=["the return rises", "the values have settled", "hardly over the returns"],
    )
    def test_what_is_no_growth_beyond_returns(
        self, returns: np.typing.NDArray[np.float64], values: np.typing.NDArray[np.float64]
    ) -> None:
        assert symptoms(of(reward=returns, update__q_value=values), "values-beyond-returns") == []

    def test_of_a_return_that_never_rose_a_quarter_over_what_episodes_pay_is_enough(self) -> None:
        grows = noisy(ramp(0.5, 30), 0.2)
        given = of(reward=noisy(18, 4), update__q_value=grows)
        assert "values promise more than episodes bring" in only(given, "values-beyond-returns").says
        for returns in (noisy(ramp(10, 20), 2), noisy(40, 4)):
            assert symptoms(of(reward=returns, update__q_value=grows), "values-beyond-returns") == []


class TestClipFractionThatGrows:
    GROWS = noisy(ramp(0.02, 0.28), 0.03)

    def test_a_share_that_grows_all_along_is_told_under_three_tenths_with_the_divergence_beside_it(
        self,
    ) -> None:
        given = of(
            train__clip_fraction=self.GROWS, train__approx_kl=noisy(ramp(1e-3, 0.02), 1e-3), reward=FLAT
        )
        symptom = only(given, "clip-fraction-high")
        assert symptom.severity is Severity.WARN
        assert "and the KL divergence with it" in symptom.says

    @pytest.mark.parametrize(
        "given",
        [
            of(train__clip_fraction=noisy(0.25, 0.03), reward=FLAT),
            of(train__clip_fraction=noisy(0.25 * (1 - np.exp(-ramp(0, 15))), 0.03), reward=FLAT),
            of(train__clip_fraction=noisy(ramp(0.02, 0.15), 0.02), reward=FLAT),
            of(train__clip_fraction=GROWS, train__approx_kl=noisy(0.01, 1e-3), reward=FLAT),
        ],
        ids=["a level", "it has settled", "a small one", "the divergence stays"],
    )
    def test_what_does_not_grow_further_and_further(self, given: Run) -> None:
        assert symptoms(given, "clip-fraction-high") == []

    def test_of_a_run_at_its_best_it_is_a_mention(self) -> None:
        given = of(train__clip_fraction=self.GROWS, reward=RISING)
        assert only(given, "clip-fraction-high").severity is Severity.INFO


class TestEntropyAndDivergence:
    def test_updates_that_move_a_uniform_policy_nowhere_are_told_with_it(self) -> None:
        uniform = noisy(np.log(3) - 0.005, 0.001)
        given = of(train__entropy=uniform, train__approx_kl=noisy(7e-3, 1e-3), reward=FLAT)
        symptom = only(given, "entropy-at-start")
        assert "in all, so that what it measures is taken back by the next update" in symptom.says
        assert "ratio-not-one" in symptom.raises

    @pytest.mark.parametrize("size", [1e-4, 1e-5])
    def test_small_updates_need_not_have_moved_it(self, size: float) -> None:
        given = of(
            train__entropy=noisy(np.log(3) - 0.005, 0.001),
            train__approx_kl=noisy(size, size / 10),
            reward=FLAT,
        )
        symptom = only(given, "entropy-at-start")
        assert "in all" not in symptom.says
        assert "ratio-not-one" not in symptom.raises

    def gone(self, returns: np.typing.NDArray[np.float64]) -> Run:
        return of(train__entropy=1.1 * np.exp(-ramp(0, 60)), reward=returns)

    def test_no_choice_left_early_and_a_return_that_varies_and_rises_no_more_is_a_warning(self) -> None:
        given = self.gone(then(ramp(-0.5, 0.4, 15), noisy(0.4, 0.1, 185)))
        symptom = only(given, "entropy-collapse")
        assert symptom.severity is Severity.WARN
        assert "has not risen since, nor settled" in symptom.says

    @pytest.mark.parametrize(
        "returns",
        [
            then(ramp(-0.5, 1, 15), np.full(185, 1.0)),
            then(ramp(-0.5, 0.4, 15), noisy(ramp(0.4, 1, 185), 0.1, 185)),
        ],
        ids=["settled", "it rises on"],
    )
    def test_of_a_return_that_has_settled_or_rises_on_it_is_a_mention(
        self, returns: np.typing.NDArray[np.float64]
    ) -> None:
        assert only(self.gone(returns), "entropy-collapse").severity is Severity.INFO


class TestSmallValues:
    SMALL = noisy(0.03, 0.02)

    def test_a_critic_that_stays_small_and_errs_as_at_first_has_learnt_nothing(self) -> None:
        given = of(reward=RISING, update__q_value=self.SMALL, update__loss=noisy(0.13, 0.01))
        symptom = only(given, "value-scale-small")
        assert symptom.severity is Severity.WARN
        assert "update/loss has not come down either" in symptom.says

    def test_one_whose_error_came_down_has(self) -> None:
        given = of(reward=RISING, update__q_value=self.SMALL, update__loss=noisy(ramp(0.13, 0.05), 0.01))
        assert only(given, "value-scale-small").severity is Severity.INFO


def test_a_norm_that_begins_late_to_grow_fourfold_is_dated_where_it_begins() -> None:
    grown = noisy(0, 0.1, 200) + np.concatenate([np.zeros(120), np.arange(80) * np.log(2) / 30])
    symptom = only(of(train__grad_norm=np.exp(grown)), "gradient-growth")
    assert "grows on and on" in symptom.says
    assert 115 <= (symptom.onset_step or 0) <= 125
    learnt = of(train__grad_norm=np.exp(grown), loss=noisy(ramp(2, 0.5), 0.05))
    assert only(learnt, "gradient-growth").severity is Severity.INFO
    twice = noisy(0, 0.1, 200) + np.concatenate([np.zeros(120), np.arange(80) * np.log(2) / 60])
    assert symptoms(of(train__grad_norm=np.exp(twice)), "gradient-growth") == []


def test_a_language_model_at_the_noise_of_its_words_is_not_stuck_though_few_are_foretold() -> None:
    """Its loss lies far over that of equal chances for as many words as it is right about."""
    given = of(loss=noisy(2.45 + 0.75 * np.exp(-ramp(0, 20)), 0.02), train_acc=noisy(0.26, 0.02))
    assert symptoms(given, "stuck-high") == []


class TestShorterEpisodes:
    """Rewards under 0, of which an episode that ends early collects fewer."""

    SHORTER = noisy(np.maximum(22 - ramp(0, 60), 5), 0.3)

    def paid(self, a_step: np.typing.NDArray[np.float64]) -> Run:
        return of(rollout__ep_len_mean=self.SHORTER, rollout__ep_rew_mean=-self.SHORTER * a_step)

    def test_a_smaller_loss_for_nothing_but_an_earlier_end_is_told(self) -> None:
        symptom = only(self.paid(noisy(ramp(1.5, 1.8), 0.1)), "length-shrinks")
        assert (
            "is the better for nothing else: a step costs 1.75, where it cost 1.51 at first" in symptom.says
        )
        assert "suicidal-policy" in symptom.raises

    @pytest.mark.parametrize(
        "a_step",
        [np.ones(200), noisy(ramp(1.5, 0.8), 0.1)],
        ids=["one a step, as where a goal is to be reached", "a step costs less"],
    )
    def test_an_end_that_is_the_aim_or_a_better_step_is_not(
        self, a_step: np.typing.NDArray[np.float64]
    ) -> None:
        assert symptoms(self.paid(a_step), "length-shrinks") == []

    def test_a_return_that_was_best_while_episodes_were_long_is_not_the_better_for_short_ones(self) -> None:
        learnt, lost = (
            ramp(-50, -16, 110),
            np.full(90, -43.0),
        )  # as when a policy that steered well is driven out
        lengths = then(noisy(40, 0.1, 110), noisy(18, 0.5, 90))
        given = of(rollout__ep_len_mean=lengths, rollout__ep_rew_mean=then(learnt, lost))
        assert symptoms(given, "length-shrinks") == []


class TestFirstUpdate:
    def given(self, first: float, returns: np.typing.NDArray[np.float64]) -> Run:
        return of(train__approx_kl=then([first], np.abs(noisy(0.005, 0.001, 199))), reward=returns)

    def test_a_first_update_of_many_nats_after_which_nothing_rises_is_a_warning(self) -> None:
        symptom = only(self.given(9.5, FLAT), "kl-spike")
        assert symptom.severity is Severity.ALARM
        assert symptom.says.endswith("and the return has not risen since.")

    @pytest.mark.parametrize(
        ("first", "returns"), [(9.5, RISING), (0.2, FLAT)], ids=["it rises", "a small one"]
    )
    def test_one_that_was_small_or_did_no_harm_is_a_mention(
        self, first: float, returns: np.typing.NDArray[np.float64]
    ) -> None:
        assert only(self.given(first, returns), "kl-spike").severity is Severity.INFO


class TestNothingToExplain:
    def given(self, returns: np.typing.NDArray[np.float64]) -> Run:
        return of(
            train__explained_variance=then([-0.5, 0.1], np.full(198, np.nan)), rollout__ep_rew_mean=returns
        )

    def test_targets_that_do_not_vary_while_the_returns_do_are_a_warning(self) -> None:
        symptom = only(self.given(ramp(20, 45)), "undefined-metric")
        assert symptom.severity is Severity.WARN
        assert "what the critic is to predict does not vary with that" in symptom.says

    def test_of_returns_that_are_all_0_nothing_varies_either(self) -> None:
        assert "vary with that" not in only(self.given(np.zeros(200)), "undefined-metric").says

    def test_of_a_solved_task_nothing_varies(self) -> None:
        solved = then([20.0, 60.0], np.full(198, 200.0))
        assert only(self.given(solved), "undefined-metric").severity is Severity.INFO


class TestBackAgain:
    def epsilon(self, *parts: np.typing.NDArray[np.float64]) -> Run:
        return of(charts__epsilon=then(*parts), reward=FLAT)

    def test_a_share_of_random_actions_that_is_back_up_is_a_warning_dated_where_it_rose(self) -> None:
        symptom = only(
            self.epsilon(ramp(1, 0.05, 80), np.full(40, 0.05), np.ones(80)), "exploration-rate-stuck"
        )
        assert symptom.severity is Severity.WARN
        assert symptom.onset_step == 120

    def test_a_share_that_is_still_high_may_be_that_of_a_run_cut_short(self) -> None:
        given = of(charts__epsilon=ramp(1, 0.6), reward=RISING)
        assert only(given, "exploration-rate-stuck").severity is Severity.INFO

    def entropy(self, later: float, returns: np.typing.NDArray[np.float64]) -> Run:
        return of(
            losses__entropy=noisy(then(ramp(0.69, 0.55, 120), np.full(80, later)), 0.005), reward=returns
        )

    def test_an_entropy_that_is_at_once_where_it_began_is_told_with_the_return_that_fell(self) -> None:
        fell = noisy(then(ramp(20, 180, 120), np.full(80, 35.0)), 4)
        symptom = only(self.entropy(0.685, fell), "entropy-growth")
        assert symptom.severity is Severity.WARN
        assert 117 <= (symptom.onset_step or 0) <= 123

    def test_one_that_comes_back_by_a_part_of_so_little_is_not(self) -> None:
        assert symptoms(self.entropy(0.63, FLAT), "entropy-growth") == []


class TestFalls:
    def gap(self, fall: float) -> Run:
        late = then(ramp(20, 100, 140), ramp(100, 100 - fall, 60))
        return of(eval__episodic_return=late, charts__episodic_return=ramp(20, 100))

    def test_an_evaluation_at_its_best_that_loses_its_last_digits_does_not_fall(self) -> None:
        assert symptoms(self.gap(20), "proxy-gap")
        assert symptoms(self.gap(0.5), "proxy-gap") == []

    def test_a_return_that_came_back_and_was_lost_later_did_not_fall_for_good_with_an_early_spike(
        self,
    ) -> None:
        """Only the later of two spikes is the one that the run fell after."""
        kl = np.abs(noisy(0.005, 0.001))
        kl[[60, 150]] = 0.2
        back = then(ramp(0, 50, 60), ramp(30, 55, 60), np.full(30, 55.0), np.full(50, 10.0))
        symptom = only(of(train__approx_kl=kl, reward=noisy(back, 1)), "kl-spike")
        assert "after step 150 the return fell and has not come back" in symptom.says
        assert symptom.onset_step == 150
