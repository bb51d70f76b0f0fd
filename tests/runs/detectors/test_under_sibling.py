"""A run beside runs from the archive."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.runs import Run, Severity
from coach.runs.detectors.detect import detect_against
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp

GOOD = run(series("reward", noisy(ramp(0, 100), 3)), name="archive/good")


def of(values: np.typing.NDArray[np.float64], tag: str = "reward", **settings: str) -> Run:
    made = run(series(tag, values), name="new")
    return replace(made, metadata={f"config/{name}": text for name, text in settings.items()})


def test_a_run_behind_the_best_of_the_archive_at_the_same_step_is_named_since_when() -> None:
    behind = noisy(np.minimum(ramp(0, 100), 40), 3, seed=1)
    poor = run(series("reward", noisy(10, 3, seed=2)), name="archive/poor")
    (symptom,) = detect_against(of(behind), [poor, GOOD])
    assert symptom.severity is Severity.WARN
    assert "archive/good" in symptom.says
    assert symptom.onset_step is not None
    assert 75 <= symptom.onset_step <= 115
    assert symptom.onset_range is not None


def test_only_the_steps_both_have_reached_are_compared() -> None:
    young = of(noisy(ramp(0, 25, 50), 3, 50, seed=1))
    assert detect_against(young, [GOOD]) == ()


def test_a_loss_is_better_when_it_is_lower() -> None:
    archive = [run(series("val_loss", noisy(ramp(3, 1), 0.02)), name="old")]
    assert detect_against(of(noisy(ramp(3, 2), 0.02, seed=1), "val_loss"), archive)
    better = detect_against(of(noisy(ramp(3, 0.5), 0.02, seed=1), "val_loss"), archive)
    assert [each.detector for each in better] == ["loss-under-sibling"]


@pytest.mark.parametrize(
    "archive",
    [
        [],
        [run(series("reward", noisy(ramp(0, 102), 3, seed=4)))],
        [run(series("reward", ramp(0, 100, 5)))],
        [run(series("score", ramp(0, 900)))],
        [run(series("reward", noisy(500, 3)))],
    ],
    ids=["nothing", "no better", "a handful of points", "another tag", "never learnt, so another scale"],
)
def test_what_says_nothing_against_a_run(archive: list[Run]) -> None:
    assert detect_against(of(noisy(ramp(0, 100), 3, seed=1)), archive) == ()


def test_a_run_is_not_compared_with_itself() -> None:
    assert detect_against(GOOD, [GOOD]) == ()


def test_settings_that_differ_are_an_explanation_worth_naming() -> None:
    behind = noisy(np.minimum(ramp(0, 100), 40), 3, seed=1)
    other = replace(GOOD, metadata={"config/gamma": "0.99", "config/width": "64"})
    (symptom,) = detect_against(of(behind, gamma="0.9", width="64"), [other])
    assert symptom.says.endswith("settings that differ: gamma.")
    (symptom,) = detect_against(of(behind, gamma="0.99", width="64"), [other])
    assert symptom.says.endswith("with the same settings.")


def test_a_run_on_another_scale_is_not_said_in_hundreds_of_percent() -> None:
    (symptom,) = detect_against(of(noisy(-900, 3, seed=1)), [GOOD])
    assert "more than all that run had gained is missing" in symptom.says
