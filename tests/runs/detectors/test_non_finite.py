"""NaN and infinities."""

from __future__ import annotations

import math

import pytest

from coach.runs import Severity
from coach.runs.describing.before_non_finite import points_before_non_finite
from coach.runs.describing.run_for_detectors import RunForDetectors
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


def test_what_led_up_to_it_is_told_where_it_moved() -> None:
    loss = series("train/loss", [2.0] * 60 + [9.0, NAN])
    gradient = series("train/grad_norm", [1.0] * 58 + [5.0, 80.0, 640.0, NAN])
    rate = series("train/lr", [1e-3] * 62)
    (said, *_) = [
        each.says for each in symptoms(run(loss, gradient, rate), "non-finite") if each.tag == loss.tag
    ]
    assert "before it, train/loss went from 2 to 9 and train/grad_norm went from 1 to 640" in said
    assert "lr" not in said
    assert [
        (len(each), each.value[-1])
        for each in points_before_non_finite(RunForDetectors(run(loss, rate)), loss.tag, 61)
    ] == [
        (50, 9.0),
        (50, 1e-3),
    ]


def test_nothing_is_told_of_what_led_up_to_it_where_nothing_moved() -> None:
    said = only(run(series("train/loss", [2.0] * 60 + [NAN]), series("lr", [1e-3] * 61)), "non-finite").says
    assert "before it" not in said


def test_a_return_before_the_first_episode_ended_is_innocent() -> None:
    symptom = only(run(series("episode_reward_mean", [NAN, NAN, 1, 2, 3])), "undefined-metric")
    assert symptom.severity is Severity.INFO
    assert "no episode" in symptom.says


def test_undefined_explained_variance_speaks_for_rewards_that_do_not_vary() -> None:
    symptom = only(run(series("train/explained_variance", [0.1, NAN, 0.1])), "undefined-metric")
    assert symptom.severity is Severity.WARN
    assert symptom.raises == ("reward-uninformative",)


def test_finite_values_are_no_symptom_however_large() -> None:
    assert symptoms(run(series("train/loss", [1e300, -1e300, 0.0])), "non-finite") == []
