"""What a log measures for the very purpose of telling: dated where it begins, silent where it is no news."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs.quantities import meaning_of
from tests.runs.builders import run, series
from tests.runs.detectors.cases import LEARNS, configured, of, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

FLAT = noisy(5, 1, 120)
LOSS = noisy(2, 0.05, 120)
BREAKS = then(noisy(0.9, 0.01, 70), noisy(0.3, 0.01, 50))


class TestChangedWhereItBroke:
    """Claim: what changed at the very point of a break is its cause, or shares it."""

    def test_inputs_that_shift_are_named_with_both_levels(self) -> None:
        inputs = noisy(then(np.zeros(70), np.full(50, 3.0)), 0.05, 120)
        symptom = only(of(val_acc=BREAKS, input__mean=inputs), "changed-where-it-broke")
        assert symptom.onset_step == 70
        assert "input/mean (from " in symptom.says
        assert symptom.raises[0] == "distribution-shift"

    def test_statistics_that_were_lost_are_told_from_inputs(self) -> None:
        std = then(np.full(70, 0.01), np.full(50, 1.0))
        symptom = only(of(reward=100 * BREAKS, normalize__obs_running_std=std), "changed-where-it-broke")
        assert symptom.raises[0] == "running-stats-bug"

    @pytest.mark.parametrize(
        "beside",
        [
            {"input/mean": noisy(then(np.zeros(40), np.full(80, 3.0)), 0.05, 120)},
            {"success_rate": then(np.full(70, 0.9), np.full(50, 0.1))},
            {"input/mean": noisy(ramp(0, 3, 120), 0.05, 120)},
        ],
        ids=["at another point", "a result", "by and by"],
    )
    def test_what_did_not_change_there_or_is_a_result_is_not_named(
        self, beside: dict[str, np.typing.NDArray[np.float64]]
    ) -> None:
        given = run(series("val_acc", BREAKS), *(series(tag, value) for tag, value in beside.items()))
        assert symptoms(given, "changed-where-it-broke") == []


class TestWaiting:
    """Claim: the device waits for its data, or this process for others."""

    def test_it_is_dated_where_it_begins(self) -> None:
        waits = then(noisy(0.01, 0.001, 70), noisy(0.4, 0.02, 50))
        symptom = only(of(data_time=waits), "waiting-grows")
        assert (symptom.onset_step, symptom.raises[0]) == (70, "gpu-starved")

    def test_waiting_for_others_speaks_for_one_that_is_slow(self) -> None:
        waits = then(np.full(70, 0.0), noisy(0.4, 0.02, 50))
        assert only(of(perf__allreduce_wait_rank0=waits), "waiting-grows").raises[0] == "slow-node"

    def test_half_of_a_step_is_much(self) -> None:
        given = of(data_time=noisy(0.6, 0.02, 60), step_time=noisy(1.0, 0.02, 60))
        assert "of steps of 1.0" in only(given, "waiting-grows").says

    def test_a_tenth_of_a_step_is_not(self) -> None:
        given = of(data_time=noisy(0.1, 0.01, 60), step_time=noisy(1.0, 0.02, 60))
        assert symptoms(given, "waiting-grows") == []


class TestUpdatesLost:
    """Claim: gradients are there and hardly move the weights."""

    GONE = 0.1 * np.exp(-ramp(0, 4, 120))

    def test_a_share_of_weights_that_change_which_sinks_is_told(self) -> None:
        given = of(frac_weights_changed=self.GONE, grad_norm=noisy(2, 0.05, 120))
        assert only(given, "updates-lost").raises[0] == "bf16-updates-lost"

    def test_where_gradients_sink_as_well_the_model_converges(self) -> None:
        given = of(frac_weights_changed=self.GONE, grad_norm=2 * np.exp(-ramp(0, 4, 120)))
        assert symptoms(given, "updates-lost") == []


class TestDistanceOfCopies:
    """Claim: workers that train one model hold one model."""

    def test_a_distance_that_grows_is_told(self) -> None:
        given = of(rank_param_l2_distance=ramp(0.1, 1.8, 60), loss=LEARNS[:60])
        assert only(given, "ranks-hold-different-weights")

    def test_a_distance_of_nothing_is_what_it_must_be(self) -> None:
        given = of(rank_param_l2_distance=np.zeros(60), loss=LEARNS[:60])
        assert symptoms(given, "ranks-hold-different-weights") == []
        assert symptoms(given, "constant-value") == []

    @pytest.mark.parametrize("tag", ["rank_param_l2_distance", "target_param_distance", "policy_distance"])
    def test_it_is_no_score_of_held_out_data(self, tag: str) -> None:
        assert meaning_of(tag) is None


class TestValuesForEver:
    """Claim: values are what a step's reward would pay if episodes never ended."""

    def test_the_discount_of_the_configuration_tells_it(self) -> None:
        given = of(ep_return=noisy(12, 1, 60), ep_length=noisy(12, 1, 60, 1), value_mean=noisy(100, 0.5, 60))
        symptom = only(configured(given, gamma="0.99"), "values-beyond-returns")
        assert "as if episodes never ended" in symptom.says
        assert symptom.raises[0] == "termination-truncation"

    def test_values_that_fit_their_returns_are_not_told(self) -> None:
        given = of(ep_return=noisy(12, 1, 60), ep_length=noisy(12, 1, 60, 1), value_mean=noisy(9, 0.5, 60))
        assert symptoms(configured(given, gamma="0.99"), "values-beyond-returns") == []


class TestCountsThatGoBack:
    """Claim: something was begun again there."""

    def test_a_memory_that_was_empty_after_a_resume(self) -> None:
        size = then(np.arange(70) * 100.0, np.arange(50) * 100.0)
        symptom = only(of(replay__size=size, reward=FLAT), "counter-goes-back")
        assert (symptom.onset_step, symptom.raises[0]) == (70, "replay-empty-after-resume")

    def test_a_memory_that_is_full_stays_so(self) -> None:
        size = np.minimum(np.arange(120) * 100.0, 5000.0)
        assert symptoms(of(replay__size=size, reward=FLAT), "counter-goes-back") == []


class TestTwins:
    """Claim: workers work on the same data, or critics are one."""

    def test_two_critics_with_the_same_loss_are_one(self) -> None:
        assert only(of(q1_loss=LEARNS, q2_loss=LEARNS, reward=FLAT), "twins-identical").raises[0] == (
            "identical-critics"
        )

    def test_learning_rates_of_workers_are_the_same_by_design(self) -> None:
        assert symptoms(of(rank0__lr=LEARNS, rank1__lr=LEARNS), "twins-identical") == []

    def test_what_hardly_takes_two_values_may_agree_by_chance(self) -> None:
        few = np.tile([0.0, 1.0], 60)
        assert symptoms(of(env0__reward=few, env1__reward=few), "twins-identical") == []


class TestVariety:
    """Claim: ever fewer different things are given or used."""

    def test_codes_speak_for_a_codebook_and_units_for_a_posterior(self) -> None:
        falls = noisy(then(np.full(60, 40.0), np.full(60, 9.0)), 0.5, 120)
        assert only(of(codebook_usage=falls), "variety-falls").raises[0] == "codebook-collapse"
        assert only(of(latent__active_units=falls), "variety-falls").raises[0] == "posterior-collapse"

    def test_a_count_that_only_wavers_is_not_told(self) -> None:
        assert symptoms(of(modes_covered=noisy(6, 0.8, 120)), "variety-falls") == []


class TestHeldOutAnswers:
    """Claim: nothing of what training learns holds elsewhere."""

    LEARNT = noisy(ramp(0.1, 0.4, 60), 0.01, 60)

    def test_labels_that_do_not_belong_are_told_from_overfitting(self) -> None:
        given = of(train_acc=self.LEARNT, val_acc=noisy(0.1, 0.01, 60), lr=np.full(60, 1e-3))
        assert only(given, "held-out-never-better").raises[0] == "label-misalignment"

    def test_a_first_look_that_came_late_says_nothing(self) -> None:
        given = of(train_acc=self.LEARNT, val_acc=noisy(0.38, 0.002, 60), lr=np.full(60, 1e-3))
        assert symptoms(given, "held-out-never-better") == []


def test_a_kl_beside_a_reconstruction_is_no_policys() -> None:
    given = of(
        train__kl=noisy(0.2, 0.01, 60), train__recon_loss=noisy(30, 1, 60), train__elbo_loss=noisy(31, 1, 60)
    )
    assert symptoms(given, "kl-near-zero") == []
    assert symptoms(given, "kl-spike") == []
    assert symptoms(given, "return-silent") == []


def test_gradients_that_grow_at_one_rate_speak_for_gradients_that_are_added_up() -> None:
    worse = of(
        grad_norm=ramp(5, 500, 120), train_loss=noisy(ramp(0.6, 2.5, 120), 0.1, 120), lr=np.full(120, 1e-3)
    )
    assert "gradients-not-zeroed" in only(worse, "gradient-growth").raises


def test_a_device_that_was_at_work_is_dated_where_it_stopped() -> None:
    symptom = only(of(gpu_util=then(noisy(85, 2, 70), noisy(11, 2, 50))), "device-idle")
    assert (symptom.onset_step, "and stays there" in symptom.says) == (70, True)
