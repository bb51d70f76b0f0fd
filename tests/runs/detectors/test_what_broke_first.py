"""What broke first at one point tells what broke: beside each claim, data near it of which it would be false."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from coach.runs.describing.corner import corner
from coach.runs.describing.sudden_change import sudden_change
from coach.runs.quantities import Quantity, meanings_of
from tests.runs.builders import run, series
from tests.runs.detectors.cases import BROKEN, FOLLOWS, LEARNS, LOST_AT_ONCE, LOST_SLOWLY, of, spiked, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

CALM = noisy(0.01, 0.001, 120)


class TestSuddenChange:
    """Claim: the level changed from one point to the next."""

    def test_a_step_is_found_at_its_point_with_its_levels(self) -> None:
        found = sudden_change(then(np.full(30, 1.0), np.full(30, 4.0)), 1)
        assert found is not None
        assert (found.at, found.before, found.after, found.lasts) == (30, 1.0, 4.0, True)

    def test_what_comes_back_does_not_last(self) -> None:
        found = sudden_change(then(np.full(30, 1.0), np.full(10, 4.0), np.full(20, 1.0)), 1)
        assert found is not None
        assert not found.lasts

    @pytest.mark.parametrize(
        "values",
        [
            ramp(0, 9, 60),
            noisy(1, 0.5, 60),
            spiked(np.full(60, 1.0), 30, 9),
            then(np.full(30, 4.0), np.full(30, 1.0)),
        ],
        ids=["a slope", "noise", "a single point", "the other way"],
    )
    def test_no_step(self, values: np.typing.NDArray[np.float64]) -> None:
        assert sudden_change(values, 1) is None


class TestCorner:
    """Claim: a smooth fall stopped from one point to the next."""

    def test_it_is_the_last_point_of_the_fall(self) -> None:
        assert corner(then(ramp(3, 1, 21), 1 - ramp(1e-4, 2e-3, 30))) == 20

    @pytest.mark.parametrize(
        "values",
        [
            0.5 + np.exp(-ramp(0, 8, 60)),
            0.5 + np.exp(-ramp(0, 60, 60)),
            noisy(then(ramp(3, 1, 21), np.full(30, 1.0)), 0.1, 51),
            then(ramp(3, 1, 45), np.full(6, 1.0)),
        ],
        ids=["a curve that settles", "one that settles in a few points", "noise", "a stop at the very end"],
    )
    def test_no_corner(self, values: np.typing.NDArray[np.float64]) -> None:
        assert corner(values) is None


class TestTrainingLostFirst:
    """Claim: what is trained on changed, and the weights only after it."""

    def test_it_is_dated_at_the_jump_and_speaks_for_the_data_and_not_for_the_rate(self) -> None:
        symptom = only(of(train_loss=BROKEN, val_loss=FOLLOWS), "training-lost-first")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 60)
        assert symptom.raises[0] == "label-misalignment"
        assert "lr-too-high" not in symptom.raises

    def test_the_divergence_of_such_a_loss_speaks_for_the_data_too(self) -> None:
        symptom = only(of(train_loss=BROKEN, val_accuracy=1 - FOLLOWS / 3), "loss-divergence")
        assert "lr-too-high" not in symptom.raises

    def test_held_out_data_that_keep_what_they_had_speak_for_harder_training(self) -> None:
        symptom = only(of(train_loss=BROKEN, val_loss=LEARNS), "training-lost-first")
        assert symptom.raises[:2] == ("label-noise", "training-measured-harder")
        assert "only later" not in symptom.says

    def test_a_rate_that_jumps_there_is_the_story(self) -> None:
        given = of(train_loss=BROKEN, val_loss=FOLLOWS, lr=then(np.full(60, 1e-3), np.full(60, 1e-1)))
        assert symptoms(given, "training-lost-first") == []

    def test_a_loss_that_comes_back_is_a_spike(self) -> None:
        given = of(train_loss=spiked(LEARNS, 60, 5, 8), val_loss=LEARNS)
        assert symptoms(given, "training-lost-first") == []


class TestBothLostAtOnce:
    """Claim: the weights were hit."""

    def test_weights_that_stay_lost_speak_for_steps_too_large(self) -> None:
        symptom = only(of(train_loss=BROKEN, val_loss=BROKEN), "both-lost-at-once")
        assert symptom.onset_step == 60
        assert symptom.raises[:2] == ("exploding-gradients", "grad-accum-normalisation")

    def test_training_that_learns_anew_speaks_for_other_weights_or_inputs(self) -> None:
        anew = then(LEARNS[:60], noisy(1.7 + 0.9 * np.exp(-ramp(0, 3, 60)), 0.01, 60))
        symptom = only(of(train_loss=anew, val_loss=anew), "both-lost-at-once")
        assert symptom.raises[:2] == ("checkpoint-incomplete", "constant-or-nan-feature")
        assert "learns anew" in symptom.says

    def test_an_unmoved_rate_is_said_only_where_one_is_logged(self) -> None:
        given = of(train_loss=BROKEN, val_loss=BROKEN, lr=np.full(120, 1e-3))
        assert "learning rate unchanged" in only(given, "both-lost-at-once").says
        assert "learning rate" not in only(of(train_loss=BROKEN, val_loss=BROKEN), "both-lost-at-once").says


class TestHeldOutAlone:
    """Claim: held-out data are looked at in another way, since training did not move."""

    def test_no_overfitting_is_spoken_of(self) -> None:
        given = of(train_loss=LEARNS, val_loss=BROKEN)
        symptom = only(given, "held-out-lost-alone")
        assert symptom.onset_step == 60
        assert "overfitting" not in symptom.raises
        assert symptoms(given, "validation-turn") == []

    def test_a_turn_that_comes_by_and_by_is_overfitting(self) -> None:
        given = of(train_loss=LEARNS, val_loss=FOLLOWS)
        assert symptoms(given, "held-out-lost-alone") == []
        assert only(given, "validation-turn").raises[0] == "overfitting"

    def test_training_that_falls_at_the_same_point_learns_something_else(self) -> None:
        stuck = then(LEARNS[:60], noisy(0.1, 0.01, 60))
        assert symptoms(of(train_loss=stuck, val_loss=BROKEN), "held-out-lost-alone") == []

    def test_answers_may_leap_over_a_threshold_while_the_held_out_loss_creeps(self) -> None:
        leaps = noisy(then(np.full(60, 0.2), np.full(60, 0.7)), 0.002, 120)
        assert (
            symptoms(of(train_loss=LEARNS, val_loss=LEARNS, val_accuracy=leaps), "held-out-gains-alone") == []
        )
        assert only(of(train_loss=LEARNS, val_accuracy=leaps), "held-out-gains-alone").onset_step == 60


class TestStaleEvaluation:
    """Claim: what is evaluated is not what is trained."""

    KEPT = then(LEARNS[:50], np.full(70, 0.625))

    def test_training_that_improves_leaves_the_evaluation_to_blame(self) -> None:
        falls = noisy(ramp(2, 0.5, 120), 0.01, 120)
        symptom = only(of(train_loss=falls, val_loss=self.KEPT), "stale-evaluation")
        assert symptom.onset_step == 50
        assert "frozen-params" not in symptom.raises

    def test_training_that_only_varies_may_be_frozen_as_well(self) -> None:
        varies = then(noisy(ramp(2, 1, 50), 0.02, 50), noisy(1, 0.02, 70))
        symptom = only(of(train_loss=varies, val_loss=self.KEPT), "stale-evaluation")
        assert symptom.raises[0] == "frozen-params"

    def test_training_that_keeps_one_number_too_is_told_as_such(self) -> None:
        given = of(train_loss=self.KEPT, val_loss=self.KEPT)
        assert symptoms(given, "stale-evaluation") == []
        assert len(symptoms(given, "constant-value")) == 1


class TestHeldOutStandstill:
    """Claim: updates stopped at one look."""

    FELL = then(ramp(3, 1, 31), 1 - ramp(1e-4, 2e-3, 30))

    def test_a_corner_of_the_held_out_loss_is_dated_there(self) -> None:
        noisy_one = noisy(then(ramp(3, 1, 31), np.full(30, 1.0)), 0.5, 61)
        symptom = only(of(train_loss=noisy_one, val_loss=self.FELL), "sudden-standstill")
        assert (symptom.tag, symptom.onset_step) == ("val_loss", 30)
        assert symptom.raises[0] == "frozen-params"

    def test_a_rate_that_is_cut_there_is_the_story(self) -> None:
        given = of(train_loss=self.FELL, val_loss=self.FELL, lr=then(np.full(31, 1e-3), np.full(30, 1e-6)))
        assert symptoms(given, "sudden-standstill") == []

    def test_a_curve_that_converges_is_none(self) -> None:
        settles = 0.5 + np.exp(-ramp(0, 9, 61))
        assert symptoms(of(train_loss=noisy(settles, 0.02, 61), val_loss=settles), "sudden-standstill") == []


class TestLossScale:
    """Claim: fp16 overflows."""

    def test_a_fall_of_many_halvings_at_one_point_is_told_with_both_ends(self) -> None:
        symptom = only(of(loss_scale=then(np.full(60, 65536.0), np.full(60, 1.0))), "loss-scale-collapse")
        assert symptom.onset_step == 60
        assert "fell from 65,536 to 1 at one point" in symptom.says

    def test_one_that_grows_back_is_calibrated(self) -> None:
        back = then(np.full(60, 65536.0), 2.0 ** np.minimum(np.arange(60) // 2 + 10, 16))
        assert symptoms(of(loss_scale=back), "loss-scale-collapse") == []


class TestStuckAtStart:
    """Claim: hardly any signal passes through the model at first."""

    def test_a_loss_that_comes_down_slowly_from_guessing_learns(self) -> None:
        slow = noisy(ramp(np.log(10), 1.6, 120), 0.002, 120)
        right = noisy(then(np.full(40, 0.1), ramp(0.1, 0.5, 80)), 0.01, 120)
        assert symptoms(of(train_loss=slow, train_accuracy=right), "stuck-at-start") == []

    def test_answers_that_are_right_from_the_start_are_no_guesses(self) -> None:
        late = noisy(then(np.full(40, np.log(10)), ramp(2.2, 1.1, 80)), 0.002, 120)
        assert symptoms(of(train_loss=late, train_accuracy=noisy(0.4, 0.01, 120)), "stuck-at-start") == []


class TestFallWhileCalm:
    """Claim: the world changed and not the policy."""

    def test_it_is_dated_at_the_fall_and_speaks_for_what_is_observed(self) -> None:
        symptom = only(of(reward=LOST_AT_ONCE, train__approx_kl=CALM), "fall-while-calm")
        assert symptom.onset_step == 80
        assert "lr-too-high" not in symptom.raises
        assert "running-stats-bug" in symptom.raises

    def test_a_rate_alone_leaves_one_update_that_went_too_far(self) -> None:
        given = of(reward=LOST_AT_ONCE, policy_loss=noisy(0, 0.01, 120), learning_rate=np.full(120, 3e-4))
        symptom = only(given, "fall-while-calm")
        assert "kl-blowup" in symptom.raises
        assert "one update that goes too far" in symptom.says

    @pytest.mark.parametrize(
        "beside",
        [
            {},
            {"train__approx_kl": CALM, "learning_rate": then(np.full(80, 3e-4), np.full(40, 1e-2))},
            {"train__approx_kl": CALM, "train__grad_norm": spiked(noisy(0.5, 0.05, 120), 80, 50)},
            {"q_values": noisy(1, 0.1, 120), "learning_rate": np.full(120, 3e-4)},
        ],
        ids=[
            "nothing told of updates",
            "the rate moved",
            "the gradient jumped",
            "an agent that acts by values",
        ],
    )
    def test_it_is_not_said(self, beside: dict[str, np.typing.NDArray[np.float64]]) -> None:
        assert symptoms(of(reward=LOST_AT_ONCE, **beside), "fall-while-calm") == []

    def test_a_return_that_had_long_been_falling_tells_another_story(self) -> None:
        falls = noisy(then(ramp(0, 100, 40), ramp(100, 40, 40), np.full(40, -40.0)), 2, 120)
        assert symptoms(of(reward=falls, train__approx_kl=CALM), "fall-while-calm") == []


class TestCriticLossJump:
    """Claim: stored transitions or their targets no longer fit together."""

    def test_a_critic_beside_a_policy_follows_the_return(self) -> None:
        given = of(reward=LOST_SLOWLY, train__approx_kl=CALM, train__value_loss=BROKEN)
        assert symptoms(given, "critic-loss-jump") == []

    def test_without_a_lower_return_it_is_not_said_what_it_looks_like(self) -> None:
        given = of(reward=noisy(ramp(0, 9, 120), 0.2, 120), q_values=noisy(1, 0.1, 120), td_loss=BROKEN)
        symptom = only(given, "critic-loss-jump")
        assert (symptom.severity, "fit together" in symptom.says) == (Severity.INFO, False)


class TestUpdatesThatStop:
    """Claim: from one update to the next the policy hardly changes any more."""

    STOPS = then(noisy(0.01, 0.001, 60), np.full(60, 1e-7))

    def test_a_return_that_stands_since_then_makes_it_a_warning_although_it_had_risen(self) -> None:
        rose = noisy(then(ramp(0, 50, 60), np.full(60, 50.0)), 2, 120)
        symptom = only(of(reward=rose, train__approx_kl=self.STOPS), "kl-near-zero")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 60)
        assert symptom.raises[0] == "frozen-params"

    def test_updates_that_shrink_by_and_by_do_not_stop(self) -> None:
        rose = noisy(then(ramp(0, 50, 60), np.full(60, 50.0)), 2, 120)
        shrinks = 0.01 * np.exp(-ramp(0, 12, 120))
        assert symptoms(of(reward=rose, train__approx_kl=shrinks), "kl-near-zero") == []


class TestFromTheFirstUpdate:
    """Claim: a distance that is there before any update could have gone astray is measured wrongly."""

    def test_nats_from_the_first_update_on_speak_for_the_log_probabilities(self) -> None:
        symptom = only(
            of(reward=noisy(ramp(0, 9, 120), 0.2, 120), train__approx_kl=noisy(5, 0.5, 120)), "kl-spike"
        )
        assert symptom.raises[0] == "clip-action-logprob"

    def test_a_policy_that_goes_astray_later_does_not(self) -> None:
        later = then(noisy(0.01, 0.001, 40), noisy(5, 0.5, 80))
        symptom = only(of(reward=noisy(1, 0.2, 120), train__approx_kl=later), "kl-spike")
        assert symptom.raises[0] == "kl-blowup"


class TestChoiceGoneTooEarly:
    """Claim: with a choice the return may have gained more."""

    GONE = then([1.4], np.full(119, 0.005))

    def test_a_return_that_rises_only_after_it_makes_it_a_warning(self) -> None:
        symptom = only(
            of(reward=noisy(ramp(0, 20, 120), 1, 120), policy__entropy=self.GONE), "entropy-collapse"
        )
        assert symptom.severity is Severity.WARN
        assert "came after that" in symptom.says

    def test_a_return_that_had_been_gained_by_then_is_a_deterministic_optimum(self) -> None:
        gone = then(ramp(1.4, 1.3, 60), np.full(60, 0.005))
        reward = noisy(then(ramp(0, 100, 60), np.full(60, 100.0)), 1, 120)
        assert only(of(reward=reward, policy__entropy=gone), "entropy-collapse").severity is Severity.INFO


class TestLearners:
    """Claim: what a decline speaks for can happen in such a learner."""

    def test_an_agent_that_acts_by_values_has_no_policy_to_blow_up(self) -> None:
        symptom = only(of(reward=LOST_SLOWLY, q_values=noisy(1, 0.1, 120)), "return-decline")
        assert "q-overestimation" in symptom.raises

    def test_a_policy_gradient_has_no_values_to_overestimate(self) -> None:
        symptom = only(of(reward=LOST_SLOWLY, train__approx_kl=CALM), "return-decline")
        assert "q-overestimation" not in symptom.raises


def test_an_environment_beside_the_values_of_d3rlpy_is_the_return_of_played_episodes() -> None:
    given = run(
        series("environment", ramp(0, 9)), series("average_value", ramp(0, 1)), series("loss", ramp(1, 0))
    )
    assert meanings_of(given)["environment"].quantity is Quantity.EVAL_RETURN
    assert "environment" not in meanings_of(
        run(series("environment", ramp(0, 9)), series("loss", ramp(1, 0)))
    )


def test_a_rec_beside_a_divergence_is_the_loss_of_a_reconstruction_and_beside_a_precision_it_is_not() -> None:
    given = run(
        series("train/rec", ramp(9, 1)), series("val/rec", ramp(9, 1)), series("train/kl_loss", ramp(0, 1))
    )
    assert meanings_of(given)["train/rec"].quantity is Quantity.LOSS
    assert meanings_of(given)["val/rec"].quantity is Quantity.EVAL_LOSS
    assert "val/rec" not in meanings_of(run(series("val/rec", ramp(0, 1)), series("val/prec", ramp(0, 1))))
