"""What differs between two runs: settings by meaning, tags, lengths, and where they stand at a common step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs.comparing.difference import Setting, difference
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp

if TYPE_CHECKING:
    from coach.runs import Run
    from coach.runs.series import Series


def told(*parts: Series, **metadata: str) -> Run:
    return replace(run(*parts), metadata={name.replace("__", "/"): value for name, value in metadata.items()})


def test_settings_differ_by_what_they_mean() -> None:
    found = difference(
        told(config__lr="1e-3", config__clip="0.2", config__old="1", host="a"),
        told(config__lr="0.001", config__clip="0.3", host="b"),
    )
    assert found.settings == (Setting("clip", "0.2", "0.3"), Setting("old", "1", None))
    assert found.context == (Setting("host", "a", "b"),)
    assert found.same_settings == 1


def test_equal_settings_spelt_differently_count_as_the_same() -> None:
    assert difference(told(config__lr="1e-3"), told(config__lr="0.001")).same_settings == 1


def test_tags_and_lengths() -> None:
    found = difference(run(series("a", [1, 2]), series("b", [1])), run(series("b", [1, 2, 3])))
    assert (found.only_first, found.only_second) == (("a",), ())
    assert [extent.last_step for extent in found.extents] == [1, 2]


@pytest.mark.parametrize(("tag", "better"), [("reward", 2), ("val_loss", 1), ("something", 0)])
def test_the_better_one_is_named_where_the_direction_is_known(tag: str, better: int) -> None:
    (ending,) = difference(run(series(tag, noisy(1, 0.1))), run(series(tag, noisy(3, 0.1, seed=1)))).endings
    assert ending.is_apart
    assert (ending.better, round(ending.first), round(ending.second)) == (better, 1, 3)


def test_runs_are_compared_at_the_last_step_both_have_reached() -> None:
    (ending,) = difference(
        run(series("reward", ramp(0, 10, 200))), run(series("reward", ramp(0, 5, 100)))
    ).endings
    assert ending.step == 99
    assert not ending.is_apart


def test_noise_is_no_difference() -> None:
    found = difference(run(series("reward", noisy(1, 0.5))), run(series("reward", noisy(1, 0.5, seed=1))))
    assert not found.endings[0].is_apart


def test_series_that_cannot_be_compared_are_left_out() -> None:
    nothing = series("x", np.full(50, np.nan))
    assert difference(run(nothing), run(series("x", noisy(1, 0.1)))).endings == ()
    assert difference(run(series("x", [1.0])), run(series("x", noisy(1, 0.1)))).endings == ()
