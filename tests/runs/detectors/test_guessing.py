from __future__ import annotations

import numpy as np

from coach.runs.symptom import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms


def test_a_constant_norm_is_a_warning_where_the_loss_creeps_and_the_accuracy_is_that_of_guessing() -> None:
    seen = only(
        run(
            series("grad_norm", np.full(80, 0.001)),
            series("train_loss", noisy(ramp(2.34, 2.17, 80), 0.02, 80)),
            series("train_accuracy", noisy(0.13, 0.01, 80)),
        ),
        "always-clipped",
    )

    assert seen.severity is Severity.WARN
    assert seen.says.endswith("and nothing is learnt.")


def test_a_constant_norm_is_a_mention_where_answers_get_better() -> None:
    seen = only(
        run(
            series("grad_norm", np.full(80, 1.0)),
            series("train_loss", noisy(ramp(0.7, 0.6, 80), 0.01, 80)),
            series("train_accuracy", noisy(ramp(0.7, 0.76, 80), 0.01, 80)),
        ),
        "always-clipped",
    )

    assert seen.severity is Severity.INFO
    assert "learns all the same" in seen.says


def test_a_loss_over_that_of_any_number_of_classes_is_told_without_knowing_them() -> None:
    wrong = run(series("train_loss", ramp(25, 16, 80)), series("train_accuracy", ramp(0.1, 0.4, 80)))
    vocabulary = run(series("train_loss", ramp(10.9, 4, 80)), series("train_accuracy", ramp(0.04, 0.3, 80)))

    assert "certain and wrong" in only(wrong, "initial-loss-high").says
    assert symptoms(vocabulary, "initial-loss-high") == []


def test_a_first_point_far_over_all_that_follow_is_told_and_a_steep_fall_is_not() -> None:
    jump = run(series("train_loss", [1770.0, *ramp(0.99, 0.42, 99)]))
    steep = run(series("train_loss", 30 * np.exp(-np.linspace(0, 5, 100))))

    assert "out of scale" in only(jump, "initial-loss-high").says
    assert symptoms(steep, "initial-loss-high") == []


def test_held_out_data_that_gains_nothing_makes_a_small_fall_in_training_a_plateau() -> None:
    train = series("train_loss", noisy(ramp(1.03, 0.97, 100), 0.02, 100))

    seen = only(run(train, series("val_loss", noisy(1.07, 0.002, 40))), "plateau-from-start")
    assert "val_loss gained" in seen.says
    assert symptoms(run(train, series("val_loss", ramp(1.07, 0.9, 40))), "plateau-from-start") == []


def test_a_rate_that_never_falls_is_not_said_to_have_come_down() -> None:
    (seen,) = symptoms(run(series("charts/epsilon", ramp(0.97, 1.0, 50))), "exploration-rate-stuck")

    assert "come down" not in seen.says
    assert seen.severity is Severity.WARN


def test_a_gain_that_is_small_against_the_noise_does_not_excuse_updates_of_nothing() -> None:
    returns = noisy(ramp(23, 23.6), 2)
    seen = only(
        run(series("train/approx_kl", np.full(200, 1e-8)), series("rollout/ep_rew_mean", returns)),
        "kl-near-zero",
    )

    assert seen.severity is Severity.WARN
