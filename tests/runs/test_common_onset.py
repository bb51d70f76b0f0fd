"""Symptoms that began together are one event, led by what began first."""

from __future__ import annotations

import pytest

from coach.runs.describing.common_onset import began_together
from coach.runs.symptom import Severity, Symptom


def symptom(name: str, step: int | None, earliest: int | None = None, latest: int | None = None) -> Symptom:
    onset = (
        None if step is None else (step if earliest is None else earliest, step if latest is None else latest)
    )
    return Symptom(
        id=name,
        detector=name,
        tag="",
        severity=Severity.WARN,
        says="",
        source="",
        onset_step=step,
        onset_range=onset,
    )


def events(*symptoms: Symptom, steps: int = 1000) -> list[list[str]]:
    return [[each.id for each in event] for event in began_together(symptoms, steps)]


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
