"""NaN and infinities."""

from __future__ import annotations

import math

import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import only, symptoms

NAN = math.nan


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_one_bad_loss_is_an_alarm_at_its_step(bad: float) -> None:
    symptom = only(run(series("train/loss", [1, 1, 1, bad, 1])), "non-finite")
    assert (symptom.severity, symptom.onset_step) == (Severity.ALARM, 3)


def test_a_loss_that_never_comes_back_says_so() -> None:
    symptom = only(run(series("train/loss", [1, 1, 1, NAN, NAN])), "non-finite")
    assert "ever since" in symptom.says


def test_a_return_before_the_first_episode_ended_is_innocent() -> None:
    symptom = only(run(series("episode_reward_mean", [NAN, NAN, 1, 2, 3])), "non-finite")
    assert symptom.severity is Severity.INFO
    assert "no episode" in symptom.says


def test_undefined_explained_variance_speaks_for_rewards_that_do_not_vary() -> None:
    symptom = only(run(series("train/explained_variance", [0.1, NAN, 0.1])), "non-finite")
    assert symptom.severity is Severity.WARN
    assert symptom.raises == ("reward-uninformative",)


def test_finite_values_are_no_symptom_however_large() -> None:
    assert symptoms(run(series("train/loss", [1e300, -1e300, 0.0])), "non-finite") == []
