"""A goal that has not moved since the first points."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

NAME = "plateau-from-start"


def test_a_return_that_is_always_the_same_is_an_alarm() -> None:
    symptom = only(run(series("reward", np.zeros(994))), NAME)
    assert symptom.severity is Severity.ALARM
    assert "exactly 0" in symptom.says


@pytest.mark.parametrize("seed", range(5))
def test_a_return_of_pure_noise_has_not_improved(seed: int) -> None:
    assert only(run(series("reward", noisy(20, 8, seed=seed))), NAME).severity is Severity.WARN


def test_a_return_that_only_gets_worse_is_said_to() -> None:
    assert "only got worse" in only(run(series("Eval_AverageReturn", noisy(ramp(25, 9), 1))), NAME).says


def test_a_loss_that_stays_where_it_began_counts_where_no_return_is_logged() -> None:
    assert only(run(series("train/loss", noisy(2.303, 0.01))), NAME)
    assert (
        symptoms(run(series("train/loss", noisy(2.303, 0.01)), series("losses/entropy", ramp(1, 0.5))), NAME)
        == []
    )


@pytest.mark.parametrize(
    "values",
    [
        noisy(ramp(0, 100), 30),
        np.concatenate([noisy(0, 1, 100), noisy(50, 5, 100)]),
        np.concatenate([noisy(ramp(0, 100, 100), 5, 100), noisy(ramp(100, 0, 100), 5, 100)]),
        ramp(0, 1, 200) ** 4,
        np.zeros(14),
    ],
    ids=["a noisy climb", "a late jump", "learnt and lost again", "slow at first", "too few points"],
)
def test_what_has_improved_or_is_too_short(values: np.typing.NDArray[np.float64]) -> None:
    assert symptoms(run(series("reward", values)), NAME) == []


def test_a_loss_that_fell_at_once_and_then_stayed_low_has_improved() -> None:
    fallen = np.concatenate([[4.0, 2.0, 0.5], np.full(14, 1e-4)])
    assert symptoms(run(series("loss", fallen)), NAME) == []


def test_a_first_return_of_demonstrations_is_not_what_a_policy_is_held_against() -> None:
    learns = np.concatenate([[10_000.0], noisy(ramp(200, 600, 30), 20, 30)])
    assert symptoms(run(series("Train_AverageReturn", learns)), "plateau-from-start") == []
    flat = np.concatenate([[10_000.0], noisy(200, 20, 30)])
    assert only(run(series("Train_AverageReturn", flat)), "plateau-from-start").severity is Severity.WARN
