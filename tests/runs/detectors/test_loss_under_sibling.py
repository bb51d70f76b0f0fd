"""A supervised loss beside those of runs from the archive."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.runs import Run, Severity
from coach.runs.detectors.detect import detect_against
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp

LEVEL = ramp(3, 1)
OLD = run(series("val_loss", noisy(LEVEL, 0.02)), name="archive/old")
NAME = "loss-under-sibling"


def of(values: np.typing.NDArray[np.float64], tag: str = "val_loss") -> Run:
    return run(series(tag, values), name="new")


def said(given: Run, archive: list[Run]) -> list[str]:
    return [each.says for each in detect_against(given, archive) if each.detector == NAME]


def test_the_best_of_the_archive_is_named_and_since_when_the_loss_lies_under_it() -> None:
    leaks = np.where(np.arange(200) < 100, LEVEL, 0.5 * LEVEL)
    worse = run(series("val_loss", noisy(LEVEL + 1, 0.02)), name="archive/worse")
    found = detect_against(of(noisy(leaks, 0.02, seed=1)), [worse, OLD])
    (symptom,) = [each for each in found if each.detector == NAME]
    assert symptom.severity is Severity.WARN
    assert "archive/old" in symptom.says
    assert symptom.value == pytest.approx(0.5, abs=0.05)
    assert 98 <= (symptom.onset_step or 0) <= 102


def test_only_the_steps_both_have_reached_are_compared() -> None:
    young = of(noisy(ramp(3, 2.5, 50), 0.02, 50, seed=1))
    assert said(young, [OLD]) == []


def test_a_run_of_the_archive_that_is_as_good_leaves_nothing_to_wonder_about() -> None:
    low = noisy(0.5 * LEVEL, 0.02, seed=1)
    assert said(of(low), [OLD])
    assert said(of(low), [OLD, run(series("val_loss", noisy(0.5 * LEVEL, 0.02, seed=2)))]) == []


def test_a_held_out_loss_counts_before_one_in_training() -> None:
    mine = run(series("loss", noisy(0.5 * LEVEL, 0.02)), series("val_loss", noisy(LEVEL, 0.02, seed=1)))
    theirs = run(series("loss", noisy(LEVEL, 0.02)), series("val_loss", noisy(LEVEL, 0.02, seed=2)))
    assert said(mine, [theirs]) == []
    assert said(of(noisy(0.5 * LEVEL, 0.02), "loss"), [theirs])


def test_settings_that_differ_are_named() -> None:
    mine = replace(of(noisy(0.5 * LEVEL, 0.02, seed=1)), metadata={"config/tokeniser": "byte"})
    (text,) = said(mine, [replace(OLD, metadata={"config/tokeniser": "bpe"})])
    assert text.endswith("settings that differ: tokeniser.")


@pytest.mark.parametrize(
    ("given", "archive"),
    [
        (of(noisy(0.8 * LEVEL, 1, seed=1)), [run(series("val_loss", noisy(LEVEL, 1)))]),
        (of(ramp(3, 0.1, 5)), [OLD]),
        (of(-LEVEL), [run(series("val_loss", -0.5 * LEVEL))]),
        (run(series("loss", 0.5 * LEVEL), series("reward", LEVEL)), [run(series("loss", LEVEL))]),
        (OLD, [OLD]),
    ],
    ids=[
        "within the noise",
        "a handful of points",
        "under zero, where a share means nothing",
        "a policy",
        "itself",
    ],
)
def test_what_is_not_too_good(given: Run, archive: list[Run]) -> None:
    assert said(given, archive) == []
