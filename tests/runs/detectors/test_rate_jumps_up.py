"""A logged rate that leaps in the middle of a run: what is said is true, and what it did is told apart."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

LEAP = np.concatenate([np.full(100, 3e-4), np.full(100, 0.09)])


def test_a_leap_with_a_loss_that_rises_is_a_warning_at_its_step() -> None:
    loss = np.concatenate([noisy(0.4, 0.02, 100), noisy(2.3, 0.05, 100)])
    found = only(run(series("lr", LEAP), series("loss", loss)), "rate-jumps-up")
    assert (found.severity, found.onset_step) == (Severity.WARN, 100)
    assert "from 0.0003 to 0.09 at step 100, and loss goes from about 0.39 to 2.31" in found.says


def test_a_leap_with_a_return_that_falls_is_a_warning() -> None:
    returns = np.concatenate([noisy(200, 5, 100), noisy(20, 5, 100)])
    parts = (series("train/learning_rate", LEAP), series("rollout/ep_rew_mean", returns))
    assert only(run(*parts), "rate-jumps-up").severity is Severity.WARN


def test_a_leap_that_did_nothing_is_a_mention() -> None:
    assert (
        only(run(series("lr", LEAP), series("loss", noisy(0.4, 0.02, 200))), "rate-jumps-up").severity
        is Severity.INFO
    )


@pytest.mark.parametrize(
    "rate",
    [
        np.concatenate([ramp(1e-7, 1e-3, 15), np.full(185, 1e-3)]),
        np.tile(np.geomspace(1e-2, 1e-4, 40), 5),
        1e-3 * np.cos(np.linspace(0, np.pi / 2, 200)),
        np.concatenate([np.full(100, 1e-3), np.full(100, 3e-3)]),
        np.concatenate([np.zeros(100), np.full(100, 1e-3)]),
    ],
    ids=["warm-up", "warm restarts", "cosine", "three-fold", "from nothing"],
)
def test_schedules_and_small_steps_are_no_leap(rate: np.ndarray) -> None:
    assert symptoms(run(series("lr", rate), series("loss", noisy(1, 0.1, 200))), "rate-jumps-up") == []
