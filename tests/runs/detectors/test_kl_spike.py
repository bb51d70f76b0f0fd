"""Policy updates that are too large."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

NAME = "kl-spike"
TAG = "train/approx_kl"
QUIET = noisy(0.01, 0.002)
HALVED = np.concatenate([noisy(1.3, 0.02, 100), noisy(0.2, 0.02, 100)])


def with_spike(height: float, at: int = 100) -> np.typing.NDArray[np.float64]:
    values = QUIET.copy()
    values[at] = height
    return values


@pytest.mark.parametrize(("height", "severity"), [(0.06, Severity.WARN), (0.5, Severity.ALARM)])
def test_a_spike_after_which_entropy_halves_counts_by_its_height(height: float, severity: Severity) -> None:
    symptom = only(run(series(TAG, with_spike(height)), series("losses/entropy", HALVED)), NAME)
    assert (symptom.severity, symptom.onset_step) == (severity, 100)
    assert symptom.value == pytest.approx(height)


def test_a_spike_after_which_the_return_falls_for_good_is_an_alarm() -> None:
    fallen = np.concatenate([noisy(90, 2, 100), noisy(10, 2, 100)])
    assert only(run(series(TAG, with_spike(0.5)), series("return", fallen)), NAME).severity is Severity.ALARM


def test_a_spike_that_did_no_harm_is_worth_knowing_and_no_more() -> None:
    symptom = only(run(series(TAG, with_spike(0.5)), series("return", noisy(ramp(0, 100), 3))), NAME)
    assert symptom.severity is Severity.INFO


def test_a_spike_in_the_first_updates_is_innocent() -> None:
    symptom = only(run(series(TAG, with_spike(0.25, at=1)), series("losses/entropy", HALVED)), NAME)
    assert symptom.severity is Severity.INFO


@pytest.mark.parametrize(("level", "severity"), [(0.06, Severity.WARN), (0.4, Severity.ALARM)])
def test_a_level_that_stays_high_is_named_as_such(level: float, severity: Severity) -> None:
    symptom = only(run(series(TAG, noisy(level, 0.005))), NAME)
    assert symptom.severity is severity
    assert "second half" in symptom.says


@pytest.mark.parametrize("tag", [TAG, "objective/kl"])
def test_an_ordinary_level_is_no_symptom_nor_is_the_distance_to_a_reference(tag: str) -> None:
    values = QUIET if tag == TAG else noisy(ramp(0, 8), 0.2)
    assert symptoms(run(series(tag, values)), NAME) == []


def test_only_what_was_usual_before_a_spike_is_called_usual_until_then() -> None:
    assert "where 0.01 was usual until then" in only(run(series(TAG, with_spike(0.5))), NAME).says
    first = only(run(series(TAG, with_spike(0.5, at=0))), NAME)
    assert "begins at 0.5 at step 0, where 0.01 is usual in this run" in first.says
    assert "until then" not in only(run(series(TAG, with_spike(0.5, at=2))), NAME).says


def test_the_spike_after_which_something_fell_is_named_and_not_only_the_highest() -> None:
    values = with_spike(0.2)
    values[20] = 0.5
    fallen = np.concatenate([noisy(90, 2, 100), noisy(10, 2, 100)])
    symptom = only(run(series(TAG, values), series("return", fallen)), NAME)
    assert "after step 100 the return fell and has not come back" in symptom.says
    assert symptom.severity is Severity.ALARM
    values[100] = 0.06
    assert only(run(series(TAG, values), series("return", fallen)), NAME).severity is Severity.WARN
