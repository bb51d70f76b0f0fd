"""A return that falls off a cliff, in one run and in several at one step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.runs import Run, Severity, Symptom
from coach.runs.describing.sharp_fall import sharp_fall
from coach.runs.detectors.detect import detect_across
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms


def crashed(back_to: float) -> np.typing.NDArray[np.float64]:
    return noisy(np.concatenate([ramp(0, 100, 100), ramp(-20, back_to, 100)]), 3)


class TestCrash:
    @pytest.mark.parametrize(("back_to", "severity"), [(100, Severity.INFO), (60, Severity.WARN)])
    def test_it_is_a_warning_where_the_return_has_not_come_back(
        self, back_to: float, severity: Severity
    ) -> None:
        symptom = only(run(series("reward", crashed(back_to))), "return-crash")
        assert symptom.severity is severity
        assert 98 <= (symptom.onset_step or 0) <= 102

    def test_one_that_stays_low_is_a_decline_and_said_once_from_the_fall_on(self) -> None:
        given = run(series("reward", crashed(-20)))
        decline = only(given, "return-decline")
        assert "most of it at once" in decline.says
        assert 98 <= (decline.onset_step or 0) <= 102
        assert symptoms(given, "return-crash") == []

    def test_one_right_before_the_end_is_no_return_to_anything(self) -> None:
        late = np.concatenate([noisy(ramp(0, 900, 194), 30, 194), noisy(0, 5, 6)])
        assert "and is no better than" in only(run(series("reward", late)), "return-crash").says

    @pytest.mark.parametrize(
        "values",
        [
            noisy(50, 20),
            noisy(np.concatenate([ramp(0, 100, 100), ramp(100, 20, 60), ramp(20, 90, 40)]), 3),
            noisy(np.concatenate([np.full(100, 1000.0), ramp(900, 1000, 100)]), 3),
            np.full(200, 5.0),
            crashed(60)[80:115],
        ],
        ids=["noise", "a slow fall", "a tenth of the level", "constant", "too few points"],
    )
    def test_what_is_no_crash(self, values: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(run(series("reward", values)), "return-crash") == []


class TestSharpFall:
    def test_the_fall_is_found_where_it_begins_with_its_levels(self) -> None:
        fall = sharp_fall(np.concatenate([np.full(60, 10.0), np.full(40, 2.0)]))
        assert fall is not None
        assert (fall.at, fall.before, fall.after) == (60, 10.0, 2.0)

    def test_a_fall_from_a_low_level_is_the_end_of_a_lucky_streak(self) -> None:
        low = np.concatenate([np.full(60, 2.0), np.zeros(10), ramp(0, 10, 130)])
        assert sharp_fall(low) is None


class TestSharedFall:
    def fall(self, name: str, at: int, points: int = 200) -> Run:
        values = np.concatenate([ramp(0, 100, at), np.zeros(points - at)])
        return replace(run(series("reward", noisy(values, 3, points, at))), name=name)

    def said(self, runs: list[Run]) -> list[Symptom]:
        return [each for each in detect_across(runs) if each.detector == "shared-fall"]

    def test_runs_that_fall_at_one_step_are_named_with_it(self) -> None:
        (symptom,) = self.said([self.fall(name, 120) for name in "abc"])
        assert "3 of 3 runs lose their return sharply at step 120: a, b, c" in symptom.says

    def test_a_few_of_many_may_fall_together_by_chance(self) -> None:
        rising = [run(series("reward", noisy(ramp(0, 100), 3, seed=n))) for n in range(10)]
        assert self.said([*(self.fall(name, 120) for name in "abc"), *rising]) == []

    def test_runs_that_fall_one_after_the_other_have_nothing_in_common(self) -> None:
        assert self.said([self.fall("a", 80), self.fall("b", 120), self.fall("c", 160)]) == []
