"""Throughput that sinks."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Run, Severity
from tests.runs.builders import STARTED, run, series
from tests.runs.detectors.shapes import only, symptoms

HOUR = 3600.0


def at_rates(rate: np.typing.NDArray[np.float64], hours: float, *, fps: bool = False) -> Run:
    """Give a run that makes 1000 steps a point at the given relative rates, over the given hours."""
    seconds = np.cumsum(1 / rate)
    seconds *= hours * HOUR / seconds[-1]
    step = 1000 * np.arange(1, len(rate) + 1)
    parts = [series("loss", np.linspace(1, 0, len(rate)), step=step, wall_time=STARTED + seconds)]
    if fps:
        parts.append(series("time/fps", step / seconds, step=step, wall_time=STARTED + seconds))
    return run(*parts)


def test_a_steady_decay_is_found_with_its_rate_and_onset() -> None:
    symptom = only(at_rates(np.exp(-np.linspace(0, 0.36, 400)), 6.0), "throughput-decay")
    assert symptom.severity is Severity.WARN
    assert symptom.value == pytest.approx(-0.06, abs=0.01)
    assert 2 < (symptom.onset_wall_h or 0) < 5


def test_a_collapse_of_throughput_is_an_alarm() -> None:
    assert (
        only(at_rates(np.exp(-np.linspace(0, 1.5, 400)), 6.0), "throughput-decay").severity is Severity.ALARM
    )


@pytest.mark.parametrize(
    "rate",
    [
        np.ones(400),
        np.exp(np.random.default_rng(0).normal(0, 0.3, 400)),
        np.concatenate([np.full(40, 20.0), np.ones(360)]),
        np.exp(np.linspace(0, 0.4, 400)),
        np.exp(-np.linspace(0, 0.4, 20)),
    ],
    ids=["steady", "noisy", "fast warm-up", "faster and faster", "too few points"],
)
def test_what_is_no_decay(rate: np.typing.NDArray[np.float64]) -> None:
    assert symptoms(at_rates(rate, 6.0), "throughput-decay") == []


def test_a_mean_since_the_start_does_not_turn_warm_up_into_a_decay() -> None:
    warm_up = np.concatenate([np.full(60, 30.0), np.ones(340)])
    assert symptoms(at_rates(warm_up, 6.0, fps=True), "throughput-decay") == []


def test_ten_minutes_are_too_short_to_call_it_a_decay() -> None:
    assert symptoms(at_rates(np.exp(-np.linspace(0, 0.5, 400)), 1 / 6), "throughput-decay") == []


def test_a_pause_between_two_segments_is_no_decay() -> None:
    steps = np.arange(1, 401) * 1000
    seconds = STARTED + np.where(np.arange(400) < 200, 0.0, 50 * HOUR) + 60.0 * np.arange(400)
    paused = run(series("loss", np.ones(400), step=steps, wall_time=seconds, segment=np.arange(400) >= 200))
    assert symptoms(paused, "throughput-decay") == []


def at_drop(rate: float, points: int, hours: float, seed: int = 0) -> Run:
    """Give a run whose rate drops to a share of itself half-way, with three per cent of noise."""
    noise = np.exp(np.random.default_rng(seed).normal(0, 0.03, points))
    return at_rates(np.where(np.arange(points) < points // 2, 1.0, rate) * noise, hours)


def test_a_drop_begins_at_the_first_slow_point() -> None:
    for points in (100, 200, 400):
        symptom = only(at_drop(0.6, points, 6.0), "throughput-decay")
        assert symptom.onset_step == 1000 * (points // 2 + 1)


@pytest.mark.parametrize("points", [30, 40, 400])
def test_in_a_short_run_or_one_of_few_points_a_large_drop_is_told_and_a_small_one_is_not(points: int) -> None:
    symptom = only(at_drop(0.45, points, 0.2), "throughput-decay")
    assert symptom.severity is Severity.WARN
    assert "min in, and stayed there" in symptom.says
    assert symptoms(at_drop(0.7, points, 0.2), "throughput-decay") == []


def test_few_points_of_a_long_run_tell_a_drop_of_a_third_and_none_of_a_tenth() -> None:
    assert only(at_drop(0.65, 32, 6.0), "throughput-decay").severity is Severity.WARN
    assert symptoms(at_drop(0.9, 32, 6.0), "throughput-decay") == []


def test_a_minute_is_too_short_for_any_drop() -> None:
    assert symptoms(at_drop(0.3, 400, 1 / 60), "throughput-decay") == []


def test_few_points_that_vary_are_no_drop() -> None:
    for seed in range(40):
        noise = np.exp(np.random.default_rng(seed).normal(0, 0.4, 24))
        assert symptoms(at_rates(noise, 6.0), "throughput-decay") == []


def test_a_decay_that_begins_on_the_way_is_dated_where_it_begins() -> None:
    for seed in range(3):
        noise = np.random.default_rng(seed).normal(0, 0.02, 300)
        rate = np.exp(noise - np.maximum(0, np.arange(300) - 160) / 150)
        symptom = only(at_rates(rate, 6.0), "throughput-decay")
        assert abs((symptom.onset_step or 0) / 1000 - 161) <= 5
