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


class TestOneValueForAllStates:
    LEVEL = ramp(2.0, 60.0, 80)
    RETURNS = noisy(40, 12, 80)

    def test_values_that_hardly_differ_are_a_critic_that_predicts_nothing(self) -> None:
        parts = (series("return", self.RETURNS), series("AverageVVals", self.LEVEL))
        given = run(*parts, series("StdVVals", noisy(3e-4, 1e-5, 80)))
        symptom = only(given, NAME)
        assert (symptom.severity, symptom.tag) == (Severity.WARN, "StdVVals")
        assert "gives every state nearly the same value, which predicts nothing" in symptom.says

    @pytest.mark.parametrize(
        ("returns", "spread"),
        [
            (RETURNS, 0.2 * LEVEL),
            (RETURNS, np.r_[np.full(8, 1e-4), 0.2 * LEVEL[8:]]),
            (np.full(80, 7.0), 1e-5 * LEVEL),
        ],
        ids=["values that differ", "only at the start", "returns that do not vary"],
    )
    def test_values_that_differ_or_need_not_are_none(
        self, returns: np.typing.NDArray[np.float64], spread: np.typing.NDArray[np.float64]
    ) -> None:
        parts = (series("return", returns), series("AverageVVals", self.LEVEL))
        assert symptoms(run(*parts, series("StdVVals", spread)), NAME) == []

    def test_a_return_that_rose_all_the_same_makes_it_a_mention(self) -> None:
        parts = (series("return", noisy(ramp(0, 200, 80), 5, 80)), series("AverageVVals", self.LEVEL))
        symptom = only(run(*parts, series("StdVVals", np.full(80, 1e-4))), NAME)
        assert symptom.severity is Severity.INFO
        assert "risen all the same" in symptom.says
