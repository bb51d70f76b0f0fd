"""What any eye sees on a curve and nobody told: of each kind one that must be told, and one near it that must not."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.cases import FALL, of, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

N = np.arange(200)


@pytest.mark.parametrize(
    ("alpha", "end", "severity"),
    [
        (0.1 * np.exp(N / 60), -60, Severity.WARN),
        (0.1 + 3 * (1 - np.exp(-np.maximum(0, N - 5) / 10)), -60, Severity.INFO),
        (0.1 * np.exp(N / 60), -10, Severity.INFO),
    ],
    ids=["it goes on growing", "it has found its level", "the return is far better"],
)
def test_a_temperature_that_grows_to_the_end_is_a_warning_though_the_return_rises_a_little(
    alpha: np.ndarray, end: float, severity: Severity
) -> None:
    reward = noisy(ramp(-90, end), 3)
    assert only(of(ent_coef=alpha, reward=reward), "temperature-growth").severity is severity


@pytest.mark.parametrize(("evaluated", "severity"), [(-9.7, Severity.WARN), (0.15, Severity.INFO)])
def test_one_step_episodes_are_a_warning_where_evaluation_pays_something_else(
    evaluated: float, severity: Severity
) -> None:
    given = of(
        episode_length=np.ones(60),
        train__episode_reward=noisy(ramp(0, 0.2, 60), 0.02, 60),
        eval__episode_reward=noisy(evaluated, 0.02, 60),
    )
    assert only(given, "one-step-episodes").severity is severity


@pytest.mark.parametrize(("top", "found"), [(600.0, 1), (150.0, 0)])
def test_values_that_were_many_times_any_return_for_a_while_are_told(top: float, found: int) -> None:
    values = -50 - top * np.exp(-(((N - 60) / 10.0) ** 2))
    told = symptoms(of(q_values=noisy(values, 1), reward=noisy(-80, 5)), "values-beyond-returns")
    assert len(told) == found
    assert all("was about 64" in each.says and "is about 50" in each.says for each in told)


@pytest.mark.parametrize(("first", "found"), [(12.5, 1), (1.2, 0)])
def test_a_policy_far_from_its_reference_at_the_first_point_was_moved_too_far(
    first: float, found: int
) -> None:
    given = run(
        series("kl", then([first], noisy(1.4, 0.05, 79))), series("completions/mean_length", noisy(60, 2, 80))
    )
    assert len(symptoms(given, "kl-runaway")) == found


def test_a_rate_that_is_raised_on_the_way_is_told_as_it_was_logged_and_from_there_on() -> None:
    rates = np.repeat([0.2, 40.0], [30, 34])
    symptom = only(of(train__policy_loss=noisy(1, 0.1, 64), learning_rate=rates), "rate-large")
    assert symptom.onset_step == 30
    assert "is 40 from step 30 on, where" in symptom.says
    falling = only(
        of(train__policy_loss=noisy(1, 0.1, 64), learning_rate=np.linspace(0.5, 0.1, 64)), "rate-large"
    )
    assert "is about 0.303 (0.1 to 0.5), where" in falling.says


@pytest.mark.parametrize(("rate", "severities"), [(1.5, [Severity.WARN]), (0.02, [])])
def test_a_rate_over_one_is_told_of_language_models_too(rate: float, severities: list[Severity]) -> None:
    given = run(
        series("learning_rate", np.full(80, rate)), series("completions/mean_length", noisy(60, 2, 80))
    )
    assert [each.severity for each in symptoms(given, "rate-large")] == severities


@pytest.mark.parametrize(
    ("loss", "found"),
    [(-900 - 5e5 * (1 - np.exp(-N / 50)), 1), (-900 - 4000 * (1 - np.exp(-N / 50)), 0)],
    ids=["no bound", "the logarithm of a density"],
)
def test_a_loss_far_below_zero_is_told(loss: np.ndarray, found: int) -> None:
    assert len(symptoms(of(loss=loss), "absurd-magnitude")) == found


@pytest.mark.parametrize(
    ("time", "found"),
    [
        (then(noisy(1.7, 0.03, 75), noisy(5.1, 0.1, 75)), 1),
        (noisy(1.7, 0.03, 150), 0),
        (then(ramp(0, 100, 75), ramp(104, 400, 75)), 0),
    ],
    ids=["slower at once", "as ever", "what has passed"],
)
def test_a_time_in_a_log_without_a_clock_is_that_of_a_step_where_it_goes_up_and_down(
    time: np.ndarray, found: int
) -> None:
    given = run(series("loss", FALL[:150], seconds_a_step=None), series("time", time, seconds_a_step=None))
    assert len(symptoms(given, "throughput-decay")) == found


@pytest.mark.parametrize(("left", "found"), [(0.0, 1), (0.4, 0)])
def test_a_score_of_which_half_is_gone_is_told_beside_a_loss_that_rose(left: float, found: int) -> None:
    score = noisy(then(ramp(0, 0.5, 20), np.full(20, left)), 0.001, 40)
    looks = noisy(then(ramp(0.35, 0.2, 20), np.full(20, 0.33)), 0.002, 40)
    step = 5 * np.arange(40)
    given = run(
        series("loss", FALL), series("val_loss", looks, step=step), series("val_f1", score, step=step)
    )
    told = symptoms(given, "best-lost")
    assert len(told) == found
    assert all(each.onset_step == 100 for each in told)


@pytest.mark.parametrize(("metric", "found"), [("val_f1", 1), ("val_mae", 0)])
def test_a_first_loss_over_that_of_any_number_of_classes_that_falls_and_stands_is_out_of_scale(
    metric: str, found: int
) -> None:
    given = of(loss=then([240.0, 80, 50, 20], ramp(9, 6, 96)), **{metric: np.full(100, 0.18)})
    assert len(symptoms(given, "initial-loss-high")) == found


@pytest.mark.parametrize(
    ("score", "severity"),
    [([0.99, 1.0, *[1.0] * 10], Severity.WARN), ([0.97, 0.98, *[0.985] * 10], Severity.INFO)],
)
def test_a_score_without_an_error_from_its_third_look_on_is_a_warning(
    score: list[float], severity: Severity
) -> None:
    assert only(of(loss=FALL[:12], val_accuracy=score), "too-good").severity is severity


@pytest.mark.parametrize(
    ("loss", "found"),
    [
        (then(ramp(44, 27, 60), np.zeros(90)), 1),
        (then(10 * np.exp(-np.arange(60) / 4), np.zeros(90)), 0),
    ],
    ids=["at once", "learnt"],
)
def test_a_loss_that_is_zero_from_one_point_on_is_masked(loss: np.ndarray, found: int) -> None:
    told = symptoms(of(loss=loss), "masked-nan")
    assert [each.onset_step for each in told] == [60] * found
