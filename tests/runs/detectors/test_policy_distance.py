"""How far a policy moves: next to nothing, ever further from its reference, and a critic with nothing to predict."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

STILL = series("train/approx_kl", np.concatenate([np.full(50, 0.01), np.full(150, 2e-6)]))


class TestNearZero:
    def test_a_policy_that_stops_moving_with_a_flat_return_is_named_with_its_onset(self) -> None:
        symptom = only(run(STILL, series("rollout/ep_rew_mean", noisy(3, 0.5))), "kl-near-zero")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 50)

    def test_without_a_return_it_is_only_worth_a_mention(self) -> None:
        assert only(run(STILL), "kl-near-zero").severity is Severity.INFO

    def test_exactly_zero_while_the_entropy_falls_was_measured_before_the_only_update(self) -> None:
        never = series("losses/approx_kl", np.zeros(80))
        flat = series("return", noisy(5, 1, 80))
        moving, still = (series("losses/entropy", noisy(ramp(1.4, end, 80), 0.01, 80)) for end in (0.3, 1.38))
        assert symptoms(run(never, flat, moving), "kl-near-zero") == []
        assert only(run(never, flat, still), "kl-near-zero").severity is Severity.WARN

    def test_small_updates_that_still_pay_are_innocent(self) -> None:
        learning = run(STILL, series("rollout/ep_rew_mean", noisy(ramp(0, 200), 5)))
        assert symptoms(learning, "kl-near-zero") == []

    @pytest.mark.parametrize(
        "values", [noisy(0.01, 0.002), np.full(15, 1e-6)], ids=["usual", "too few points"]
    )
    def test_what_is_not_near_zero(self, values: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(run(series("train/approx_kl", values)), "kl-near-zero") == []


class TestRunaway:
    def test_a_divergence_from_the_reference_that_goes_on_rising_is_a_warning_since_it_passed_two(
        self,
    ) -> None:
        symptom = only(run(series("objective/kl", ramp(0, 20))), "kl-runaway")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 20)

    def test_a_high_level_that_is_kept_may_be_a_sum_over_tokens(self) -> None:
        level = np.concatenate([ramp(0, 6, 40), noisy(6, 0.3, 160)])
        symptom = only(run(series("objective/kl", level)), "kl-runaway")
        assert symptom.severity is Severity.INFO
        assert any("summed over the tokens" in each for each in symptom.innocent)

    @pytest.mark.parametrize("tag", ["objective/kl", "train/approx_kl"])
    def test_a_usual_distance_and_a_policys_own_step_are_left_alone(self, tag: str) -> None:
        values = noisy(0.3, 0.05) if tag == "objective/kl" else ramp(0, 20)
        assert symptoms(run(series(tag, values)), "kl-runaway") == []


class TestPerfectCritic:
    PERFECT = series("train/explained_variance", np.concatenate([ramp(0, 0.98, 80), np.full(120, 0.999)]))
    GONE = series("policy/entropy", np.concatenate([ramp(1.4, 0.01, 80), np.full(120, 0.005)]))

    def test_a_perfect_critic_over_a_collapsed_policy_is_named(self) -> None:
        symptom = only(run(self.PERFECT, self.GONE, series("reward", noisy(1, 0.2))), "perfect-critic")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 80)
        assert "value-collapse-perfect" in symptom.raises

    def test_a_solved_task_is_innocent(self) -> None:
        solved = series("reward", noisy(np.concatenate([ramp(0, 100, 80), np.full(120, 100.0)]), 0.5))
        assert only(run(self.PERFECT, self.GONE, solved), "perfect-critic").severity is Severity.INFO

    def test_a_good_critic_of_a_policy_that_still_explores(self) -> None:
        assert symptoms(run(self.PERFECT, series("policy/entropy", ramp(1.4, 0.5))), "perfect-critic") == []
        assert symptoms(run(self.GONE), "perfect-critic") == []
