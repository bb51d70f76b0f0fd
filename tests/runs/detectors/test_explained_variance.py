"""A critic that predicts nothing."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

NAME = "explained-variance"
TAG = "train/explained_variance"


@pytest.mark.parametrize(
    ("values", "severity"),
    [
        (noisy(-0.1, 0.03), Severity.WARN),
        (np.zeros(50), Severity.WARN),
        (noisy(-40.0, 5.0), Severity.ALARM),
        (noisy(0.1, 0.2), Severity.INFO),
    ],
    ids=["under zero", "exactly zero", "far under zero", "under zero at times"],
)
def test_a_critic_that_predicts_nothing(values: np.typing.NDArray[np.float64], severity: Severity) -> None:
    assert only(run(series(TAG, values)), NAME).severity is severity


@pytest.mark.parametrize(
    "values",
    [noisy(ramp(0.3, 0.9), 0.05), np.concatenate([np.full(19, -1.0), np.full(181, 0.8)]), np.full(9, -1.0)],
    ids=["a good critic", "bad only in the first tenth", "too few points"],
)
def test_a_critic_that_is_well_or_young(values: np.typing.NDArray[np.float64]) -> None:
    assert symptoms(run(series(TAG, values)), NAME) == []
