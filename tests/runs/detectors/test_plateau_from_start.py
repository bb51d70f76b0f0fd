"""A goal that has not moved since the first points."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.cases import then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

NAME = "plateau-from-start"


def test_a_return_that_is_always_the_same_is_an_alarm() -> None:
    symptom = only(run(series("reward", np.zeros(994))), NAME)
    assert symptom.severity is Severity.ALARM
    assert "exactly 0" in symptom.says


@pytest.mark.parametrize("seed", range(5))
def test_a_return_of_pure_noise_has_not_improved(seed: int) -> None:
    assert only(run(series("reward", noisy(20, 8, seed=seed))), NAME).severity is Severity.WARN


def test_a_return_that_sinks_all_along_is_another_symptom() -> None:
    sinking = run(series("Eval_AverageReturn", noisy(ramp(25, 9), 1)))
    assert "got worse from the start" in only(sinking, "worse-from-start").says
    assert symptoms(sinking, NAME) == []


@pytest.mark.parametrize(
    "values",
    [
        noisy(20, 3),
        noisy(ramp(9, 25), 1),
        then(noisy(ramp(10, 60, 30), 2, 30), noisy(ramp(60, 0, 170), 2, 170)),
        then(noisy(60, 2, 150), noisy(5, 2, 50)),
        noisy(20, 3) - 2 * np.sin(np.arange(200) / 30),
    ],
    ids=["noise", "rising", "a rise before the fall", "one cliff", "swings"],
)
def test_what_has_not_sunk_from_the_start_is_not_said_to(values: np.typing.NDArray[np.float64]) -> None:
    assert symptoms(run(series("reward", values)), "worse-from-start") == []


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
        noisy(ramp(8, 20), 10),
        then([20.0, 60.0, 130.0], noisy(200, 5, 197)),
        then(noisy(ramp(0, 100, 20), 5, 20), noisy(ramp(100, 5, 30), 5, 30), noisy(5, 5, 150)),
        -1e-3 * noisy(ramp(9, 6), 1),
        np.log1p(np.arange(300.0)) + noisy(0, 0.4, 300),
        (np.random.default_rng(3).random(400) < np.linspace(0.0, 0.2, 400)).astype(float),
        noisy(ramp(9, 21, 24), 6, 24),
    ],
    ids=[
        "a noisy climb",
        "a late jump",
        "learnt and lost again",
        "slow at first",
        "too few points",
        "more than doubled under as much noise",
        "solved within three points",
        "a short rise and a long end",
        "tiny and negative",
        "ever more slowly",
        "successes that become more frequent",
        "doubled in a few noisy points",
    ],
)
def test_what_has_improved_or_is_too_short(values: np.typing.NDArray[np.float64]) -> None:
    assert symptoms(run(series("reward", values)), NAME) == []


def test_only_what_lies_within_the_noise_is_said_not_to_have_clearly_improved() -> None:
    # The sample rises a little by luck, and the sentence must not deny what its own figures show.
    lucky = next(
        values
        for seed in range(50)
        if (values := noisy(20, 8, seed=seed))[-66:].mean() > values[:66].mean() + 0.7
    )
    assert "not clearly improved" in only(run(series("reward", lucky)), NAME).says


def test_a_loss_that_gained_next_to_nothing_has_hardly_improved() -> None:
    crawling = run(series("loss", noisy(ramp(2.303, 2.29), 0.001)))
    assert "hardly improved" in only(crawling, NAME).says
    assert symptoms(run(series("loss", noisy(ramp(2.303, 2.1), 0.001))), NAME) == []


def test_a_return_whose_gain_drowns_in_its_scatter_has_hardly_improved() -> None:
    faint = noisy(ramp(0, 0.12, 4000), 1, 4000)
    assert "far less than its points vary" in only(run(series("reward", faint)), NAME).says


def test_an_accuracy_that_is_near_one_from_the_start_may_be_as_good_as_it_can_get() -> None:
    assert only(run(series("val_acc", noisy(0.98, 0.004))), NAME).severity is Severity.INFO


def test_a_running_mean_that_wanders_is_no_progress() -> None:
    episodes = noisy(20, 8, 5000, seed=1)
    wandering = np.convolve(episodes, np.full(100, 0.01), mode="valid")[::10]
    assert only(run(series("rollout/ep_rew_mean", wandering)), NAME)


def test_a_loss_that_fell_at_once_and_then_stayed_low_has_improved() -> None:
    fallen = np.concatenate([[4.0, 2.0, 0.5], np.full(14, 1e-4)])
    assert symptoms(run(series("loss", fallen)), NAME) == []


def test_a_first_return_of_demonstrations_is_not_what_a_policy_is_held_against() -> None:
    learns = np.concatenate([[10_000.0], noisy(ramp(200, 600, 30), 20, 30)])
    assert symptoms(run(series("Train_AverageReturn", learns)), "plateau-from-start") == []
    flat = np.concatenate([[10_000.0], noisy(200, 20, 30)])
    assert only(run(series("Train_AverageReturn", flat)), "plateau-from-start").severity is Severity.WARN
