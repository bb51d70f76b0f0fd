"""Clip fractions, impossible divergences and critics whose loss climbs."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms


def test_clipping_too_much_and_clipping_nothing_are_two_symptoms() -> None:
    much, nothing = (run(series("train/clip_fraction", each)) for each in (noisy(0.4, 0.05), np.zeros(100)))
    assert only(much, "clip-fraction-high").severity is Severity.WARN
    assert only(nothing, "clip-fraction-zero").severity is Severity.INFO
    assert "kl-blowup" not in only(nothing, "clip-fraction-zero").raises


@pytest.mark.parametrize(
    "values", [noisy(0.1, 0.03), np.concatenate([np.full(9, 0.6), np.full(191, 0.1)]), np.full(9, 0.9)]
)
def test_ordinary_clipping(values: np.typing.NDArray[np.float64]) -> None:
    given = run(series("train/clip_fraction", values))
    assert symptoms(given, "clip-fraction-high") + symptoms(given, "clip-fraction-zero") == []


def test_a_divergence_that_is_negative_on_average_is_a_bug() -> None:
    assert only(run(series("losses/approx_kl", noisy(-0.02, 0.01))), "kl-negative").severity is Severity.WARN


@pytest.mark.parametrize(
    "values", [noisy(0.01, 0.02), np.full(50, -1e-6)], ids=["negative at times", "rounding"]
)
def test_a_divergence_may_be_negative_at_times(values: np.typing.NDArray[np.float64]) -> None:
    assert symptoms(run(series("losses/approx_kl", values)), "kl-negative") == []


CLIMBING = np.concatenate([ramp(5, 1, 80), ramp(1, 80, 120)])


def test_a_critic_whose_loss_climbs_without_better_returns_is_named() -> None:
    parts = (series("train/value_loss", CLIMBING), series("reward", noisy(10, 3)))
    symptom = only(run(*parts), "value-loss-growth")
    assert abs((symptom.onset_step or 0) - 80) <= 3


def test_better_returns_explain_a_larger_loss() -> None:
    parts = (series("train/value_loss", CLIMBING), series("reward", noisy(ramp(0, 300), 5)))
    assert symptoms(run(*parts), "value-loss-growth") == []
    assert symptoms(run(series("train/value_loss", noisy(5, 1))), "value-loss-growth") == []


def test_clipping_that_goes_with_small_updates_and_a_rising_return_is_no_warning() -> None:
    parts = [series("train/clip_fraction", noisy(0.35, 0.02)), series("reward", noisy(ramp(0, 100), 3))]
    small, large = (series("train/approx_kl", noisy(level, 0.001)) for level in (0.015, 0.2))
    assert only(run(*parts, small), "clip-fraction-high").severity is Severity.INFO
    assert only(run(*parts, large), "clip-fraction-high").severity is Severity.WARN
    assert only(run(*parts), "clip-fraction-high").severity is Severity.WARN
