"""Sizes: gradients, weights, updates, values, ratios of probability."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

FALLING = 0.3 + 2.0 * np.exp(-np.linspace(0, 5, 200))
FLAT = noisy(2.3, 0.02)


class TestAbsurdMagnitude:
    def test_a_gradient_over_a_million_is_an_alarm(self) -> None:
        values = noisy(1, 0.1)
        values[120] = 3e7
        symptom = only(run(series("train/grad_norm", values)), "absurd-magnitude")
        assert (symptom.severity, symptom.onset_step, symptom.value) == (Severity.ALARM, 120, 3e7)

    def test_a_loss_that_passes_a_thousand_is_as_good_as_nan(self) -> None:
        assert only(run(series("loss", [2.0, 1.5, 40.0, 2e3, 9e5])), "absurd-magnitude").onset_step == 3

    @pytest.mark.parametrize(
        "part",
        [
            series("loss", [5e4, 4e4, 3e4]),
            series("train/grad_norm", ramp(1, 9e5)),
            series("weight_norm", ramp(10, 1e5)),
        ],
        ids=["a sum from the start", "large gradients", "large weights"],
    )
    def test_sums_and_large_but_possible_sizes_are_innocent(self, part: object) -> None:
        assert symptoms(run(part), "absurd-magnitude") == []  # type: ignore[arg-type]


class TestGradientVanishing:
    GONE = np.concatenate([noisy(1, 0.1, 100), noisy(1e-5, 1e-6, 100)])

    def test_a_norm_that_sinks_while_the_loss_stays_is_an_alarm(self) -> None:
        symptom = only(run(series("grad_norm", self.GONE), series("loss", FLAT)), "gradient-vanishing")
        assert (symptom.severity, symptom.onset_step) == (Severity.ALARM, 100)

    def test_a_norm_of_exactly_zero_from_the_start_is_seen_without_a_loss(self) -> None:
        assert only(run(series("grad_norm", np.zeros(50))), "gradient-vanishing").severity is Severity.WARN

    def test_a_model_that_has_converged_is_innocent(self) -> None:
        given = run(series("grad_norm", self.GONE), series("loss", FALLING))
        assert symptoms(given, "gradient-vanishing") == []

    def test_norms_that_shrink_as_they_should(self) -> None:
        assert (
            symptoms(run(series("grad_norm", ramp(2, 0.1)), series("loss", FLAT)), "gradient-vanishing") == []
        )


class TestUpdateRatio:
    @pytest.mark.parametrize(("level", "raised"), [(-0.7, "lr-too-high"), (-5.5, "lr-too-low")])
    @pytest.mark.parametrize("is_log", [True, False])
    def test_a_share_that_is_out_of_range_is_named_either_way(
        self, level: float, raised: str, *, is_log: bool
    ) -> None:
        values = noisy(level, 0.1)
        given = run(series("train/update_ratio", values if is_log else 10**values))
        symptom = only(given, f"update-ratio-{'high' if level > -3 else 'low'}")
        assert raised in symptom.raises
        assert symptom.value == pytest.approx(10**level, rel=0.1)

    def test_a_thousandth_and_a_short_warm_up_are_healthy(self) -> None:
        warm = np.concatenate([noisy(-1, 0.1, 15), noisy(-3, 0.2, 185)])
        assert symptoms(run(series("train/update_ratio", warm)), "update-ratio-high") == []


class TestProbabilityRatio:
    def test_a_ratio_of_thousands_is_an_alarm(self) -> None:
        assert (
            only(run(series("val/ratio", [1.0, 1.01, 1800.0])), "probability-ratio-high").severity
            is Severity.ALARM
        )

    def test_a_first_ratio_that_is_not_one_is_worth_a_mention(self) -> None:
        assert (
            only(run(series("val/ratio", [1.04, 1.0, 1.0])), "first-logged-ratio").severity is Severity.INFO
        )

    def test_a_mean_over_epochs_near_one_is_innocent(self) -> None:
        values = noisy(1.0, 0.02)
        values[0] = 1.0
        assert symptoms(run(series("val/ratio", values)), "first-logged-ratio") == []


class TestValueScale:
    @pytest.mark.parametrize(("top", "severity"), [(60, Severity.INFO), (5000, Severity.WARN)])
    def test_large_values_are_said(self, top: float, severity: Severity) -> None:
        assert only(run(series("losses/q_values", ramp(0, top))), "value-scale-large").severity is severity

    def test_advantages_off_their_centre_are_named(self) -> None:
        assert only(run(series("train/advantage_mean", noisy(1.5, 0.2))), "advantages-off-centre").raises == (
            "advantage-bug",
            "termination-truncation",
            "value-not-learning",
            "buffer-misalignment",
            "reward-scale",
        )

    def test_ordinary_values_and_centred_advantages(self) -> None:
        given = run(series("losses/q_values", ramp(0, 8)), series("train/advantage_mean", noisy(0, 0.1)))
        assert symptoms(given, "value-scale-large") + symptoms(given, "advantages-off-centre") == []


class TestWeightNorm:
    def test_weights_that_never_change_are_not_trained(self) -> None:
        assert (
            "frozen-params"
            in only(run(series("weight_norm/encoder", np.full(100, 3.2))), "weight-norm-constant").raises
        )

    def test_weights_that_double_from_fifth_to_fifth(self) -> None:
        grown = np.exp(np.linspace(0, 6, 200))
        assert only(run(series("weight_norm", grown)), "weight-norm-growth").severity is Severity.ALARM

    def test_slow_growth_is_innocent(self) -> None:
        assert symptoms(run(series("weight_norm", ramp(10, 40))), "weight-norm-growth") == []


class TestSamplerGap:
    def test_a_gap_over_one_is_broken_and_a_smaller_one_a_warning(self) -> None:
        tag = "sampling/sampling_logp_difference/mean"
        assert only(run(series(tag, noisy(2, 0.1))), "sampler-gap").severity is Severity.ALARM
        assert only(run(series(tag, noisy(0.3, 0.02))), "sampler-gap").severity is Severity.WARN
        assert symptoms(run(series(tag, noisy(0.02, 0.005))), "sampler-gap") == []

    def test_a_smallest_ratio_near_nothing_is_named(self) -> None:
        tag = "sampling/importance_sampling_ratio/min"
        assert only(run(series(tag, noisy(0.01, 0.001))), "sampler-gap").severity is Severity.WARN
        assert symptoms(run(series(tag, noisy(0.6, 0.05))), "sampler-gap") == []
