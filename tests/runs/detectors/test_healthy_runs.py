"""Runs that are well, near what a detector looks for: they get no warning, and no sentence that is not so."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Run, Severity
from tests.runs.builders import run, series
from tests.runs.detectors.cases import of, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

LEARNT = then(noisy(ramp(10, 200, 60), 4, 60), noisy(200, 4, 140))
STAYS = noisy(22, 3)
EVERY_TENTH = np.arange(9, 200, 10)


def evaluated(training: np.typing.NDArray[np.float64], looks: np.typing.NDArray[np.float64]) -> Run:
    """Give a run with an evaluation every ten points."""
    return run(series("rollout/ep_rew_mean", training), series("eval/mean_reward", looks, step=EVERY_TENTH))


class TestEvaluations:
    def test_looks_that_are_all_as_good_as_can_be_beside_training_that_rose_are_a_mention(self) -> None:
        symptom = only(evaluated(LEARNT, np.full(20, 200.0)), "plateau-from-start")
        assert symptom.severity is Severity.INFO
        assert "as good as it can get" in symptom.says

    @pytest.mark.parametrize("level", [0.0, 20.0, 5000.0])
    def test_looks_that_never_move_from_elsewhere_are_an_alarm(self, level: float) -> None:
        symptom = only(evaluated(LEARNT, np.full(20, level)), "plateau-from-start")
        assert symptom.severity is Severity.ALARM

    def test_few_noisy_looks_beside_training_that_rose_are_a_mention(self) -> None:
        given = evaluated(then(noisy(ramp(10, 200, 20), 4, 20), noisy(200, 4, 180)), noisy(190, 30, 20, 3))
        assert only(given, "plateau-from-start").severity is Severity.INFO

    def test_looks_that_stay_low_beside_it_are_a_warning(self) -> None:
        (symptom,) = symptoms(evaluated(LEARNT, noisy(15, 5, 20)), "plateau-from-start")
        assert symptom.severity is Severity.WARN

    def test_single_episodes_that_succeed_as_often_as_in_training_are_not_below_it(self) -> None:
        looks = np.array([0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0], dtype=np.float64)
        given = evaluated(noisy(then(ramp(0.05, 0.5, 60), np.full(140, 0.5)), 0.03), looks)
        assert symptoms(given, "evaluation-below-training") == []

    def test_looks_that_get_nothing_at_all_are_not_another_scale_of_reward(self) -> None:
        symptom = only(evaluated(LEARNT, np.r_[noisy(0, 0.1, 1), np.zeros(19)]), "evaluation-below-training")
        assert symptom.severity is Severity.WARN
        assert "scale" not in symptom.says


class TestCritics:
    def test_a_loss_that_had_next_to_nothing_to_learn_and_then_a_little_is_no_growth(self) -> None:
        loss = then(60 * np.exp(-ramp(0, 25, 150)), np.full(50, 1e-6))
        given = of(rollout__ep_rew_mean=then(ramp(0, 1, 20), np.full(180, 1.0)), train__value_loss=loss)
        assert symptoms(given, "value-loss-growth") == []

    def test_one_that_comes_back_to_a_good_part_of_what_it_was_is(self) -> None:
        loss = then(60 * np.exp(-ramp(0, 8, 150)), np.full(50, 20.0))
        assert only(of(rollout__ep_rew_mean=STAYS, train__value_loss=loss), "value-loss-growth")

    @pytest.mark.parametrize(
        ("returns", "level", "severity"),
        [
            (LEARNT, -0.01, Severity.INFO),
            (STAYS, -0.01, Severity.WARN),
            (LEARNT, -0.5, Severity.WARN),
        ],
    )
    def test_a_critic_that_explains_nothing_is_a_mention_only_where_the_return_rose_and_it_does_no_harm(
        self, returns: np.typing.NDArray[np.float64], level: float, severity: Severity
    ) -> None:
        given = of(rollout__ep_rew_mean=returns, train__explained_variance=noisy(level, 0.005))
        assert only(given, "explained-variance").severity is severity

    @pytest.mark.parametrize(("top", "counts"), [(20.0, False), (90.0, True)])
    def test_values_that_grow_to_the_size_of_the_returns_do_not_run_away(
        self, top: float, *, counts: bool
    ) -> None:
        given = of(rollout__ep_rew_mean=STAYS, train__q_values=noisy(ramp(0.3, top), 0.1))
        assert bool(symptoms(given, "unbounded-growth")) is counts


class TestEntropy:
    @pytest.mark.parametrize(("level", "severity"), [(0.3, Severity.INFO), (0.9, Severity.WARN)])
    def test_a_low_level_with_which_the_task_is_solved_is_a_mention(
        self, level: float, severity: Severity
    ) -> None:
        given = of(
            rollout__ep_rew_mean=LEARNT, train__entropy=then(ramp(1.4, level, 70), noisy(level, 0.004, 130))
        )
        symptom = only(given, "entropy-stops-short")
        assert symptom.severity is severity
        assert ("does not rise" in symptom.says) is (severity is Severity.WARN)

    def test_a_task_solved_within_the_first_tenth_has_a_deterministic_optimum(self) -> None:
        returns = then(ramp(0.2, 0.8, 6), np.full(54, 0.8)) + noisy(0, 0.03, 60)
        entropy = then(ramp(1.6, 0.2, 8), ramp(0.1, 0.02, 52))
        symptom = only(of(rollout__ep_rew_mean=returns, train__entropy=entropy), "entropy-collapse")
        assert symptom.severity is Severity.INFO

    def test_a_bandits_return_that_scatters_was_still_learnt(self) -> None:
        returns = then(ramp(0.35, 0.8, 8), np.full(52, 0.8)) + noisy(0, 0.08, 60, 2)
        entropy = then(ramp(1.6, 0.2, 8), ramp(0.1, 0.02, 52))
        given = of(rollout__ep_rew_mean=returns, train__entropy=entropy)
        assert only(given, "entropy-collapse").severity is Severity.INFO
        lost = of(
            rollout__ep_rew_mean=returns - np.r_[np.zeros(30), np.full(30, 0.3)], train__entropy=entropy
        )
        assert only(lost, "entropy-collapse").severity is Severity.ALARM

    def test_one_odd_first_return_is_no_rise(self) -> None:
        returns = np.r_[0.0, noisy(0.8, 0.03, 59)]
        entropy = then(ramp(1.6, 0.2, 8), ramp(0.1, 0.02, 52))
        symptom = only(of(rollout__ep_rew_mean=returns, train__entropy=entropy), "entropy-collapse")
        assert symptom.severity is Severity.ALARM


class TestWords:
    @pytest.mark.parametrize(
        ("rate", "said"),
        [
            (then(np.full(60, 0.97), np.full(100, 0.05), np.full(40, 1.0)), "fell from 0.97 to 0.05 and is back at 1"),
            (ramp(1, 0.7), "only come down from 1 to 0.7"),
            (then(np.full(100, 0.6), np.full(100, 0.65)), "is still 0.65 at the end"),
        ],
    )  # fmt: skip
    def test_an_exploration_rate_that_is_high_at_the_end_is_told_as_it_went(
        self, rate: np.typing.NDArray[np.float64], said: str
    ) -> None:
        assert said in only(of(rollout__exploration_rate=rate), "exploration-rate-stuck").says

    def test_a_score_that_falls_while_another_rises_is_a_trade(self) -> None:
        falls = of(val_loss=ramp(1, 0.2, 60), val_recall=noisy(ramp(0.8, 0.7, 60), 0.002, 60))
        assert only(falls, "loss-and-metric-disagree").severity is Severity.WARN
        trade = of(
            val_loss=ramp(1, 0.2, 60),
            val_recall=noisy(ramp(0.8, 0.7, 60), 0.002, 60),
            val_precision=noisy(ramp(0.5, 0.9, 60), 0.002, 60),
        )
        symptom = only(trade, "loss-and-metric-disagree")
        assert symptom.severity is Severity.INFO
        assert "while val_precision improved" in symptom.says


class TestSupervised:
    def test_a_model_that_has_learnt_errs_unevenly_and_falls_all_the_same(self) -> None:
        loss = then(noisy(0.7, 0.004, 40), noisy(ramp(0.69, 0.3, 80), 0.05, 80))
        symptom = only(of(loss=loss), "metric-swings")
        assert (symptom.severity, symptom.says.endswith("falls all the same.")) == (Severity.INFO, True)

    @pytest.mark.parametrize(("end", "severity"), [(0.88, Severity.INFO), (0.84, Severity.WARN)])
    def test_a_small_gap_is_a_warning_only_where_the_score_was_better_before(
        self, end: float, severity: Severity
    ) -> None:
        held_out = then(ramp(0.5, 0.88, 30), ramp(0.88, end, 20))
        given = of(train_acc=then(ramp(0.5, 0.96, 30), ramp(0.96, end + 0.09, 20)), val_acc=held_out)
        assert only(given, "validation-far-worse").severity is severity

    def test_a_short_noisy_loss_beside_held_out_data_that_clearly_improves_is_a_mention(self) -> None:
        noise = noisy(0, 0.08, 20, 5)
        alone = run(series("train_loss", ramp(0.52, 0.5, 20) + noise))
        assert only(alone, "plateau-from-start").severity is Severity.WARN
        beside = run(*alone.series.values(), series("val_loss", noisy(ramp(0.6, 0.4, 20), 0.005, 20)))
        assert only(beside, "plateau-from-start").severity is Severity.INFO


class TestRounding:
    @pytest.mark.parametrize(("digits", "counts"), [(2, False), (6, True)])
    def test_a_small_norm_that_may_have_been_rounded_to_0_has_not_vanished(
        self, digits: int, *, counts: bool
    ) -> None:
        norm = np.round(then(noisy(0.02, 0.006, 40), noisy(2e-7, 1e-8, 60)), digits)
        given = of(loss=noisy(1, 0.01, 100), grad_norm=norm)
        assert bool(symptoms(given, "gradient-vanishing")) is counts
