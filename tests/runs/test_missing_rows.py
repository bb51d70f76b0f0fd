"""A regular step that leaps at a few places tells of rows that are missing; other steps tell nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind
from coach.runs.reading.missing_rows import missing_rows
from tests.runs.builders import series

if TYPE_CHECKING:
    from collections.abc import Sequence


def said(*steps: Sequence[int]) -> list[str]:
    made = [series(f"tag{n}", np.zeros(len(each)), step=each) for n, each in enumerate(steps)]
    notes = missing_rows(Path("log"), {each.tag: each for each in made})
    assert {note.kind for note in notes} <= {NoteKind.MISSING_ROWS}
    return [note.detail for note in notes]


def test_a_leap_is_told_with_its_ends_and_the_usual_step() -> None:
    (note,) = said([*range(0, 500, 10), *range(700, 1000, 10)])
    assert "the steps go by 10, but from 490 to 700 at one place" in note


def test_a_leap_of_some_tags_names_them() -> None:
    (note,) = said(range(100), [*range(50), *range(60, 100)])
    assert "the steps of tag1 go by 1, but from 49 to 60" in note


@pytest.mark.parametrize(
    "steps",
    [
        range(0, 1000, 10),
        [1, *range(10, 500, 10)],
        np.cumsum(np.arange(5, 60) * 7 % 31 + 1).tolist(),
        [0, 1, 2, 50],
        [*range(0, 100, 10), *range(100, 1000, 100)],
        [*range(0, 300, 10), *range(100, 500, 10)],
        [*range(0, 100, 10), *range(90, 200, 10)],
    ],
    ids=["regular", "first step", "episodes", "short", "logged more rarely", "gone back", "written twice"],
)
def test_other_steps_tell_nothing(steps: Sequence[int]) -> None:
    assert said(steps) == []


def test_a_leap_between_two_segments_is_a_restart() -> None:
    step = np.array([*range(50), *range(500, 550)])
    resumed = series("a", np.zeros(100), step=step, segment=np.repeat([0, 1], 50))
    assert missing_rows(Path("log"), {"a": resumed}) == []
