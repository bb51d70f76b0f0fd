"""What tells the time never goes back; what goes up and down is the time something took."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs.readers.clock import Clock, clock_of
from coach.runs.readers.spelt_time import seconds_in
from coach.runs.readers.step_axis import step_axis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROWS = 60
UP = list(range(ROWS))
TOOK = np.random.default_rng(3).uniform(2.4, 2.7, ROWS).tolist()


def clock(table: Mapping[str, Sequence[float]]) -> Clock:
    columns = {name: np.array(values, dtype=np.float64) for name, values in table.items()}
    rows = len(next(iter(columns.values())))
    return clock_of(columns, columns.__getitem__, step_axis(columns, columns.__getitem__, rows))


def span(found: Clock) -> float:
    known = found.seconds[np.isfinite(found.seconds)]
    return float(known[-1] - known[0]) if len(known) else float("nan")


@pytest.mark.parametrize(
    ("name", "values", "seconds"),
    [
        ("time", [3.0 * n for n in UP], 177),
        ("Wall time", [1.7e9 + n for n in UP], 59),
        ("timestamp", [1.7e12 + 1000 * n for n in UP], 59),
        ("timestamp", [1.7e18 + 1e9 * n for n in UP], 59),
        ("elapsed_ms", [60_000 * n for n in UP], 59 * 60),
        ("time/time_elapsed", [n // 4 for n in UP], 14),
        ("elapsed_hours", [0.5 * n for n in UP], 59 * 1800),
    ],
)
def test_a_clock_counts_seconds_milliseconds_or_hours(name: str, values: list[float], seconds: float) -> None:
    found = clock({"step": UP, name: values, "loss": TOOK})
    assert span(found) == pytest.approx(seconds)
    assert found.says == ""


def test_a_clock_that_is_set_back_by_a_second_goes_on_being_one() -> None:
    seconds = [1.7e9 + 10 * n for n in UP]
    seconds[30] = seconds[29] - 1
    found = clock({"step": UP, "timestamp": seconds, "loss": TOOK})
    assert span(found) == pytest.approx(590)
    assert (np.diff(found.seconds) >= 0).all()


def test_seconds_that_begin_anew_after_a_resume_are_added_to_those_before() -> None:
    elapsed = [10.0 * n for n in range(1, 31)] + [10.0 * n for n in range(1, 31)]
    assert span(clock({"step": UP, "time_elapsed": elapsed})) == pytest.approx(580)


def test_seconds_that_begin_anew_in_every_epoch_go_on() -> None:
    elapsed = [3.0 * (n % 10) for n in UP]
    assert span(clock({"step": UP, "elapsed": elapsed})) == pytest.approx(3 * 9 * 6)


def test_the_time_of_one_step_is_added_up_over_the_steps_between_two_rows() -> None:
    table = {"iteration": [20 * n + 19 for n in UP], "time": TOOK, "data_time": TOOK, "eta_seconds": UP[::-1]}
    found = clock(table)
    assert span(found) == pytest.approx(20 * sum(TOOK[1:]))
    assert found.says == "no column tells the time; `time`, the seconds of one step, is added up"
    assert span(clock({"step": [20 * n for n in UP], "iter_time": TOOK})) == pytest.approx(20 * sum(TOOK[1:]))


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        ({"epoch": UP}, "time"),
        ({"epoch": UP}, "epoch_time"),
        ({"timesteps": [2048 * n for n in UP]}, "time"),
        ({"timesteps_total": [4000 * n for n in UP]}, "time_this_iter_s"),
        ({"step": UP}, "time"),
        ({"loss": TOOK}, "duration"),
    ],
)
def test_the_time_of_one_row_is_added_up_row_by_row(steps: dict[str, list[float]], name: str) -> None:
    assert span(clock({**steps, name: TOOK})) == pytest.approx(sum(TOOK[1:]))


@pytest.mark.parametrize(
    "table",
    [
        {"iteration": [20 * n for n in UP], "time": TOOK},
        {"epoch": UP, "seconds_per_iteration": TOOK},
        {"step": UP, "eta_seconds": UP[::-1]},
        {"step": UP, "data_time": TOOK},
        {"step": UP, "steps_per_second": UP},
        {"step": UP, "eval_time": TOOK},
        {"step": UP, "rollout_time": TOOK},
        {"step": UP, "timers/learn_time_ms": TOOK},
    ],
    ids=" ".join,
)
def test_where_it_cannot_be_told_what_a_duration_counts_no_time_is_told(
    table: dict[str, list[float]],
) -> None:
    assert np.isnan(clock(table).seconds).all()


def test_a_few_growing_times_of_a_step_are_no_clock() -> None:
    found = clock({"step": [1, 2, 3, 4, 5], "time": [7.1, 7.2, 7.3, 7.4, 7.5]})
    assert span(found) == pytest.approx(7.2 + 7.3 + 7.4 + 7.5)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:01:30", 90),
        ("12:30", 750),
        ("1 day, 2:00:00", 93_600),
        ("1970-01-01 00:01:00", 60),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01 00:00:01,500", 1.5),
        ("1970/01/01 00:00:02", 2),
        ("1970-01-01_00-00-03", 3),
        ("1970-13-01 00:00:00", None),
        ("2024-01-31", None),
        ("1:2", None),
        ("v1.2:30", None),
        ("", None),
    ],
)
def test_moments_and_durations_that_are_spelt_out_are_seconds(text: str, seconds: float | None) -> None:
    assert seconds_in(text) == seconds
