"""A return that is logged while its episode goes on is told as what it is, and not judged as a policy that crashes."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Severity
from coach.runs.describing.curves import curve_of
from coach.runs.describing.running_total import episode_ends
from coach.runs.quantities import Meaning, Quantity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

RETURN = Meaning(Quantity.RETURN)


def counted(*ends: float, points: int = 40) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.concatenate([np.fix(ramp(0, end, points)) for end in ends])


@pytest.mark.parametrize(
    "ends", [(-20.0, -20.0, -19.0, -4.0), (20.0, 21.0, 20.0, 21.0), (5.0, 8.0, 20.0, 30.0)]
)
def test_the_last_points_of_the_episodes_that_ended_are_found(ends: tuple[float, ...]) -> None:
    found = episode_ends(counted(*ends))
    assert found is not None
    assert counted(*ends)[found].tolist() == list(ends[:-1])


@pytest.mark.parametrize(
    "value",
    [
        noisy(ramp(0, 100), 2),
        np.abs(noisy(0, 1)),
        np.concatenate([noisy(ramp(0, 100, 50), 8, 50)] * 4),
        np.zeros(100),
        (noisy(0, 1) > 1.5).astype(float),
        counted(20, 20),
        ramp(0, 1, 5),
    ],
    ids=["a rise", "noise", "noisy crashes", "nothing", "rare rewards", "one fall", "few points"],
)
def test_other_curves_are_none(value: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    assert episode_ends(value) is None


def test_the_curve_says_what_the_episodes_came_to() -> None:
    said = curve_of(series("reward", counted(-20, -20, -19, -4)), RETURN).says
    assert said.endswith("counts up anew in each episode; 3 of them ended, at -20, -20, -19")


def test_of_many_the_first_and_the_last_are_told() -> None:
    said = curve_of(series("reward", counted(*range(20, 31))), RETURN).says
    assert said.endswith("10 of them ended, at 20, ..., 29")


def test_an_episode_that_begins_anew_is_no_crash() -> None:
    assert symptoms(run(series("reward", counted(20, 21, 20, 21, 20))), "return-crash") == []


def test_points_on_the_way_are_no_plateau_to_warn_of() -> None:
    symptom = only(run(series("reward", counted(-20, -20, -19, -20))), "plateau-from-start")
    assert symptom.severity is Severity.INFO
    assert "it counts up anew in each episode, of which 3 ended" in symptom.says
