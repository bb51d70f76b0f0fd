"""Sentences whose numbers a person can find again under the curve, on data where the trigger is near."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from coach.runs.describing.trend import often_since
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, symptoms


def test_the_largest_value_is_named_beside_what_hardly_any_point_passes() -> None:
    lone = noisy(14.0, 0.1)
    lone[17] = -66.0
    assert (
        "reaches 66 in size (14.2 but for one point in a hundred)"
        in only(run(series("q_values", lone)), "value-scale-large").says
    )
    steady = only(run(series("q_values", noisy(14.0, 0.1))), "value-scale-large").says
    assert "but for" not in steady


@pytest.mark.parametrize("seed", range(8))
def test_a_return_that_ends_higher_is_not_said_to_have_gained_nothing(seed: int) -> None:
    symptom = only(run(series("return", noisy(100.0, 40.0, 120, seed=seed))), "plateau-from-start")
    first, end = (
        float(part.split()[0]) for part in symptom.says.replace(",", "").split(": ")[1].split("run ")
    )
    assert (end > first) == ("has not clearly improved" in symptom.says)


def test_a_clip_fraction_that_comes_and_goes_is_dated_where_it_first_comes_often() -> None:
    often = np.where(np.arange(300) % 5 < 2, 0.5, 0.1)
    value = np.where(np.arange(300) < 120, 0.1, often)
    symptom = only(run(series("train/clip_fraction", value)), "clip-fraction-high")
    assert 115 <= (symptom.onset_step or 0) <= 125


@pytest.mark.parametrize(
    ("holds", "since"),
    [
        ([True] * 9, 0),
        ([False] * 4 + [True] * 3, 4),
        ([False, True, False, False, True, False, True, True], 4),
    ],
)
def test_often_since_is_the_start_of_the_stretch_that_holds_more_often(holds: list[bool], since: int) -> None:
    assert often_since(np.array(holds)) == since


def test_a_score_of_nought_from_three_points_on_is_a_mention() -> None:
    still = [series("metrics/mAP_0.5", np.zeros(3)), series("train/box_loss", [0.3, 0.2, 0.1])]
    symptom = only(run(*still), "constant-value")
    assert symptom.severity is Severity.INFO
    assert "metrics/mAP_0.5 is exactly 0 at all 3 points" in symptom.says
    assert symptoms(run(series("metrics/mAP_0.5", np.ones(3)), still[1]), "constant-value") == []


class TestAFewPointsThatGetWorse:
    SUNK = (-12.0, -12.1, -13.0, -13.4, -15.0, -18.0, -18.2, -24.0, -51.0)
    FALLEN = (31.0, 9.4, 9.6, 9.2, 9.3, 9.5, 9.2, 9.4, 9.5)

    def test_a_return_that_sinks_on_and_on_and_an_evaluation_that_fell_at_once_are_told(self) -> None:
        sunk = only(run(series("rollout/ep_rew_mean", self.SUNK)), "worse-from-start")
        assert "from -12 to -51 in 9 points" in sunk.says
        fallen = only(run(series("eval/mean_reward", self.FALLEN)), "worse-from-start")
        assert "was 31 at its first point and has been 9.2 to 9.6 ever since" in fallen.says

    @pytest.mark.parametrize(
        "values",
        [
            (-12, -9, -13.4, -15.0, -14.0, -18.2, -24.0, -51.0),
            (500.0, 499, 498, 497, 496, 495, 494, 493),
            FALLEN,
            SUNK[:7],
        ],
        ids=["better in between", "hardly any", "training after demonstrations", "too few"],
    )
    def test_what_is_no_such_fall(self, values: tuple[float, ...]) -> None:
        assert symptoms(run(series("rollout/ep_rew_mean", values)), "worse-from-start") == []
