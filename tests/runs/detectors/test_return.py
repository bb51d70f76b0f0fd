"""A return that is lost again, falls silent, or is not logged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

LEARNT_AND_LOST = np.concatenate([noisy(ramp(-150, 150, 100), 8, 100), noisy(ramp(150, -120, 100), 8, 100)])


class TestDecline:
    def test_what_was_learnt_and_lost_is_found_after_its_peak(self) -> None:
        symptom = only(run(series("Train_AverageReturn", LEARNT_AND_LOST)), "return-decline")
        assert symptom.severity is Severity.WARN
        assert 97 <= (symptom.onset_step or 0) <= 103

    def test_half_a_loss_is_worth_a_mention(self) -> None:
        half = np.concatenate([ramp(0, 100, 100), ramp(100, 35, 100)])
        assert only(run(series("return", half)), "return-decline").severity is Severity.INFO

    def test_a_best_so_far_does_not_hide_it_nor_show_it(self) -> None:
        best = series("Train_BestReturn", np.maximum.accumulate(LEARNT_AND_LOST))
        assert symptoms(run(best), "return-decline") == []
        assert only(run(best, series("Train_AverageReturn", LEARNT_AND_LOST)), "return-decline")

    @pytest.mark.parametrize(
        "values",
        [
            noisy(ramp(0, 100), 10),
            noisy(100, 10),
            1200 + noisy(ramp(8, -3), 2),
            np.concatenate([ramp(0, 100, 100), ramp(100, 80, 100)]),
            [1, 2, 3, 9, 1],
        ],
        ids=["a climb", "noise", "small against the level", "a fifth lost", "too few points"],
    )
    def test_what_is_no_decline(self, values: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(run(series("return", values)), "return-decline") == []

    def test_the_share_lost_is_said_to_be_that_of_means_and_not_of_single_points(self) -> None:
        values = np.concatenate([[9.0], ramp(2, 10, 19), ramp(10, 0, 19), [-3.0]])
        said = only(run(series("return", values)), "return-decline").says
        best, end = (
            float(part.split()[0].rstrip(":")) for part in (said.split("was ")[1], said.split("is ")[1])
        )
        assert best - end < 0.9 * np.ptp(values)
        assert "100 % of the range of its running means is lost" in said


class TestSilence:
    def test_one_that_breaks_off_as_the_entropy_goes_is_mentioned(self) -> None:
        spent = series("Policy/Entropy", np.concatenate([ramp(2, 1, 24), np.full(6, 1e-4)]))
        symptom = only(run(spent, series("reward", ramp(0, 1, 25))), "return-silent")
        assert symptom.severity is Severity.INFO
        assert "last logged at step 24, while the run went on to step 29" in symptom.says

    def test_gaps_as_long_as_those_before_are_none(self) -> None:
        spent = series("Policy/Entropy", np.concatenate([ramp(2, 1, 24), np.full(6, 1e-4)]))
        rare = series("reward", ramp(0, 1, 6), step=range(0, 30, 5))
        assert symptoms(run(spent, rare), "return-silent") == []

    ENTROPY = series("Policy/Entropy", noisy(1, 0.01, 30))

    def test_a_policy_without_a_return_is_named(self) -> None:
        assert "no return is logged" in only(run(self.ENTROPY), "return-silent").says

    def test_a_return_that_stopped_is_named_with_its_last_step(self) -> None:
        symptom = only(run(self.ENTROPY, series("reward", [0.5, 0.6])), "return-silent")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 1)

    @pytest.mark.parametrize("points", [30, 20])
    def test_a_return_that_is_logged_nearly_to_the_end_is_fine(self, points: int) -> None:
        assert symptoms(run(self.ENTROPY, series("reward", ramp(0, 1, points))), "return-silent") == []

    def test_supervised_runs_have_no_return(self) -> None:
        assert symptoms(run(series("train/loss", ramp(1, 0))), "return-silent") == []


def test_a_zero_loss_its_reader_distrusts_is_an_alarm() -> None:
    masked = replace(series("loss", [2.0, 1.9, 0.0, 0.0, 1.5]), may_hide_nan=True)
    symptom = only(run(masked), "masked-nan")
    assert (symptom.severity, symptom.onset_step, symptom.value) == (Severity.ALARM, 2, 2.0)
    assert symptoms(run(series("loss", [2.0, 0.0, 0.0])), "masked-nan") == []


class TestEntropyGrowth:
    def test_a_policy_that_becomes_more_random_is_named_with_its_onset(self) -> None:
        entropy = np.concatenate([noisy(2.0, 0.02, 60), noisy(ramp(2.0, 2.8, 140), 0.02, 140)])
        parts = (series("Policy/Entropy", entropy), series("reward", noisy(-118, 4)))
        symptom = only(run(*parts), "entropy-growth")
        assert symptom.severity is Severity.WARN
        assert 60 < (symptom.onset_step or 0) < 100

    def test_it_is_innocent_while_the_return_rises(self) -> None:
        parts = (series("Policy/Entropy", ramp(1, 2)), series("reward", noisy(ramp(0, 100), 5)))
        assert only(run(*parts), "entropy-growth").severity is Severity.INFO

    @pytest.mark.parametrize(
        "entropy",
        [
            ramp(2, 1),
            noisy(2, 0.05),
            np.concatenate([ramp(2, 3, 100), ramp(3, 1, 100)]),
            ramp(-3, -1),
            ramp(1, 2, 9),
        ],
        ids=["falling", "level", "up and down again", "a density", "too few points"],
    )
    def test_what_is_no_growth(self, entropy: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(run(series("Policy/Entropy", entropy)), "entropy-growth") == []


def test_a_cost_that_grows_by_factors_is_dated_where_it_began_to_and_not_where_it_was_large() -> None:
    since = np.maximum(0, np.arange(90) - 50)
    cost = 1.5 * 2 ** (since / 7) * np.exp(np.random.default_rng(5).normal(0, 0.12, 90))
    symptom = only(run(series("rollout/ep_rew_mean", -cost)), "return-decline")
    assert symptom.onset_step is not None
    assert abs(symptom.onset_step - 51) <= 3


def test_a_monitor_alone_cannot_tell_a_plateau_from_an_evaluation() -> None:
    evaluated = replace(run(series("monitor/r", noisy(200, 20))), format="monitor")
    assert only(evaluated, "plateau-from-start").severity is Severity.INFO


class TestAHandfulOfPoints:
    def test_a_return_that_only_falls_to_many_times_its_size_is_worth_a_mention(self) -> None:
        symptom = only(
            run(series("Environment/Cumulative Reward", [-7.0, -450.0, -1000.0])), "return-decline"
        )
        assert (symptom.severity, symptom.onset_step) == (Severity.INFO, 1)

    @pytest.mark.parametrize(
        "values", [[-7.0, -1000.0], [-7.0, -20.0, -40.0], [-7.0, -900.0, -800.0], [7.0, 5.0, 1.0]]
    )
    def test_two_points_and_ordinary_falls_say_nothing(self, values: list[float]) -> None:
        assert symptoms(run(series("Environment/Cumulative Reward", values)), "return-decline") == []


def test_the_best_of_a_return_is_dated_by_the_middle_of_its_window() -> None:
    values = np.concatenate([ramp(0, 100, 100), ramp(100, 0, 100)])
    assert "around step 100" in only(run(series("return", values)), "return-decline").says
