"""Symptoms that began together are one event, led by what began first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs.describing.common_onset import began_together
from coach.runs.symptom import Severity, Symptom
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from coach.runs import Run

STEPS = run(series("loss", range(11), step=range(0, 1001, 100)))


def symptom(
    name: str, step: int | None, earliest: int | None = None, latest: int | None = None, tag: str = "loss"
) -> Symptom:
    onset = (
        None if step is None else (step if earliest is None else earliest, step if latest is None else latest)
    )
    return Symptom(
        id=name,
        detector=name,
        tag=tag,
        severity=Severity.WARN,
        says="",
        source="",
        onset_step=step,
        onset_range=onset,
    )


def events(*symptoms: Symptom, of: Run = STEPS) -> list[list[str]]:
    return [[each.id for each in event] for event in began_together(of, symptoms)]


def test_onsets_within_each_other_s_uncertainty_are_one_event_led_by_the_first() -> None:
    found = events(symptom("b", 520, 480, 560), symptom("a", 500, 490, 510), symptom("late", 900, 880, 920))
    assert found == [["a", "b"], ["late"]]


def test_onsets_that_are_known_to_the_point_may_lie_half_a_percent_apart() -> None:
    assert events(symptom("a", 500), symptom("b", 504), symptom("c", 520)) == [["a", "b"], ["c"]]


def test_a_chain_of_neighbours_is_not_one_event() -> None:
    found = events(symptom("a", 100, 90, 150), symptom("b", 160, 140, 220), symptom("c", 230, 210, 300))
    assert found == [["a", "b"], ["c"]]


def test_what_has_no_beginning_held_from_the_start() -> None:
    assert events(symptom("always", None), symptom("at the start", 0), symptom("later", 400)) == [
        ["always", "at the start"],
        ["later"],
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_in_which_detectors_ran_does_not_matter(*, turned: bool) -> None:
    symptoms = [symptom("a", 500, 400, 600), symptom("b", 590), symptom("c", 650)]
    assert events(*(reversed(symptoms) if turned else symptoms)) == [["a", "b"], ["c"]]


def test_an_episode_and_a_step_of_one_number_are_no_event() -> None:
    wall = 1.7e9 + np.arange(100.0)
    both = run(
        series("return/episode", np.ones(100), step=np.arange(100), wall_time=wall),
        series("loss", np.ones(100), step=np.arange(100) * 500, wall_time=wall),
    )
    assert events(symptom("a", 50, tag="return/episode"), symptom("b", 50, tag="loss"), of=both) == [
        ["b"],
        ["a"],
    ]
