"""What quantities tell beside one another: equal, ordered, paid for with one another, back where they began."""

from __future__ import annotations

import numpy as np

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.cases import BROKEN, FOLLOWS, LEARNS, LOST_AGAIN, LOST_AT_ONCE, of, spiked, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

LEAP = then(np.full(80, 1e-3), np.full(40, 1e-1))


class TestBackToStart:
    """Claim: all that was learnt is gone at once."""

    def test_it_says_where_from_and_where_to(self) -> None:
        symptom = only(of(train_loss=LOST_AGAIN, val_loss=LOST_AGAIN), "back-to-start")
        assert "all that was learnt is gone at once, as where weights or inputs were replaced" in symptom.says
        assert "checkpoint-incomplete" in symptom.raises
        assert symptom.onset_step == 80

    def test_where_the_rate_moves_there_that_comes_first(self) -> None:
        symptom = only(of(train_loss=LOST_AGAIN, val_loss=LOST_AGAIN, lr=LEAP), "back-to-start")
        assert "where the learning rate moves" in symptom.says
        assert symptom.raises[0] == "lr-too-high"

    def test_a_single_quantity_is_not_all_that_was_learnt(self) -> None:
        assert symptoms(of(train_loss=LOST_AGAIN), "back-to-start") == []

    def test_a_return_and_the_policy_itself_are_two(self) -> None:
        entropy = then(ramp(0.69, 0.1, 80), noisy(0.66, 0.01, 40))
        lost = of(rollout__ep_rew_mean=LOST_AT_ONCE, train__entropy=entropy)
        assert "train/entropy from" in only(lost, "back-to-start").says


class TestTrainingLostFirst:
    """Claim: the weights still hold what was learnt."""

    def test_a_loss_that_varies_as_before_at_many_times_its_level_is_counted_in_another_way(self) -> None:
        scaled = then(noisy(1.1, 0.05, 60), 30 * noisy(1.1, 0.05, 60))
        symptom = only(of(train_loss=scaled, val_accuracy=noisy(0.6, 0.005, 120)), "training-lost-first")
        assert "where it is summed, weighted or counted in another way" in symptom.says
        assert symptom.raises[0] == "metric-redefined"

    def test_nothing_was_held_where_held_out_data_were_better_at_the_first_look(self) -> None:
        lost_before = then([0.4], noisy(0.1, 0.005, 119))
        assert symptoms(of(train_loss=BROKEN, val_accuracy=lost_before), "training-lost-first") == []


class TestHeldOut:
    """Claims: held-out data are prepared, labelled or evaluated in another way."""

    def test_that_fewer_answers_are_right_than_at_first_is_said(self) -> None:
        mapped = of(
            train_loss=LEARNS,
            val_loss=ramp(2.4, 6, 120),
            train_accuracy=ramp(0.2, 0.9, 120),
            val_accuracy=then(ramp(0.12, 0.03, 100), np.full(20, 0.03)),
        )
        symptom = only(mapped, "held-out-never-better")
        assert (
            "val_accuracy sinks from 0.12 to 0.03, so that training makes fewer answers right" in symptom.says
        )
        assert "evaluation-label-map" in symptom.raises

    def test_a_factor_that_never_changes_is_one_of_units(self) -> None:
        assert symptoms(of(train_loss=LEARNS, val_loss=5 * LEARNS), "gap-at-first-look") == []

    def test_a_gap_that_comes_with_time_is_not_there_at_the_first_look(self) -> None:
        assert symptoms(of(train_loss=LEARNS, val_loss=FOLLOWS), "gap-at-first-look") == []

    def test_an_evaluation_after_the_rate_is_spent_may_keep_its_number(self) -> None:
        stands = then(LEARNS[:50], np.full(70, 0.625))
        spent = then(np.full(50, 1e-3), np.full(70, 0.0))
        assert symptoms(of(train_loss=LEARNS, val_loss=stands), "stale-evaluation")
        assert symptoms(of(train_loss=LEARNS, val_loss=stands, lr=spent), "stale-evaluation") == []


class TestSiblings:
    """Claims about one of several layers, classes or workers."""

    def test_a_worker_half_as_slow_again_is_odd_and_a_layer_is_not(self) -> None:
        times = [noisy(0.21, 0.002, 60, n) * (2.4 if n == 3 else 1) for n in range(4)]
        slow = run(*(series(f"rank{n}/step_time", each) for n, each in enumerate(times)))
        layers = run(*(series(f"grad_norm/layer_{n}", each) for n, each in enumerate(times)))
        assert only(slow, "odd-one-out").raises[0] == "slow-node"
        assert symptoms(layers, "odd-one-out") == []

    def test_three_are_no_family(self) -> None:
        few = {f"grad_norm__layer_{n}": noisy(1, 0.05, 60, n) if n else np.zeros(60) for n in range(3)}
        assert symptoms(of(**few), "odd-one-out") == []

    def test_replicas_part_where_they_part(self) -> None:
        parting = {f"rank{n}__param_norm": then(ramp(1, 2, 60), ramp(2, 2 + n, 60)) for n in range(4)}
        symptom = only(of(**parting), "ranks-hold-different-weights")
        assert abs((symptom.onset_step or 0) - 60) <= 2
        assert symptom.severity is Severity.ALARM


class TestValues:
    """Claims about values beside the return."""

    def test_values_that_break_in_training_are_not_held_against_evaluations(self) -> None:
        broken = spiked(noisy(0.05, 0.004, 120), 80, 0.6, 8)
        only_evaluated = of(
            charts__episodic_return=noisy(ramp(0, 100, 120), 2, 120),
            eval__reward=LOST_AT_ONCE,
            td_loss=broken,
        )
        assert symptoms(only_evaluated, "values-break") == []

    def test_values_of_nothing_beside_a_loss_that_moves_are_a_warning(self) -> None:
        dead = of(
            losses__q_values=np.zeros(60), losses__td_loss=noisy(0.02, 0.005, 60), reward=noisy(1, 0.2, 60)
        )
        assert only(dead, "constant-value").severity is Severity.WARN


class TestSpeed:
    """Claim: the logged speed sinks on and on."""

    def test_it_is_told_whatever_the_wall_times_say(self) -> None:
        sinking = 900 * np.exp(-ramp(0, 3, 120))
        even = 1.7e9 + 30.0 * np.arange(120)
        logged = run(series("time/fps", sinking, step=np.arange(120) * 1024, wall_time=even))
        assert "sinks on and on" in only(logged, "throughput-decay").says

    def test_a_mean_since_the_start_that_falls_once_and_rests_is_not_told(self) -> None:
        rests = then(np.full(10, 900.0), 300 + 600 / np.arange(1, 111))
        even = 1.7e9 + 30.0 * np.arange(120)
        logged = run(series("time/fps", rests, step=np.arange(120) * 1024, wall_time=even))
        assert symptoms(logged, "throughput-decay") == []


class TestSteps:
    """Claims about what steps did to gradients and to a policy."""

    def test_gradients_that_grew_are_said_where_a_loss_only_got_worse(self) -> None:
        worse = of(train_loss=noisy(ramp(3, 25, 60), 0.3, 60), grad_norm=ramp(30, 4000, 60))
        symptom = only(worse, "worse-from-start")
        assert "while grad_norm has gone from" in symptom.says
        assert "gradients-not-zeroed" in symptom.raises

    def test_a_policy_without_a_choice_whose_return_stands_is_a_warning_though_it_rose_before(self) -> None:
        entropy = np.maximum(1.1 * np.exp(-np.maximum(0, np.arange(100) - 40) / 2), 1e-9)
        reward = noisy(then(ramp(-0.5, 0.4, 45), np.full(55, 0.2)), 0.15, 100)
        symptom = only(of(train__entropy=entropy, reward=reward), "entropy-collapse")
        assert symptom.severity is not Severity.INFO


class TestWeighed:
    """Claim: a loss diverges."""

    def test_a_sum_in_which_a_term_is_raised_by_and_by_may_rise(self) -> None:
        rises = noisy(then(ramp(44, 17, 40), ramp(17, 25, 80)), 0.1, 120)
        summed = of(neg_elbo=rises, recon=ramp(44, 20, 120), kl_weight=ramp(0.01, 2, 120))
        symptom = only(summed, "loss-divergence")
        assert symptom.severity is Severity.INFO
        assert "while kl_weight is raised from 0.01 to 2" in symptom.says
        assert (
            only(of(neg_elbo=rises, recon=ramp(44, 20, 120)), "loss-divergence").severity is not Severity.INFO
        )


class TestCreeping:
    """Claim: a held-out loss has crept up since long, while training's falls on."""

    def test_less_than_a_twentieth_is_a_mention(self) -> None:
        train = noisy(1.85 + 2.3 * np.exp(-ramp(0, 6, 120)) - ramp(0, 0.15, 120), 0.01, 120)
        creeps = then(4.1 - ramp(0, 1.57, 50), 2.53 + ramp(0, 0.015, 70))
        symptom = only(of(train_loss=train, val_loss=creeps), "validation-turn")
        assert symptom.severity is Severity.INFO
        assert "has crept up to 2.545 since, while train_loss has gone on falling" in symptom.says
