"""Where the steps of one file go back: restarts, points out of turn, counters that begin anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, read_run
from coach.runs.readers.restarts import restarts_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def found(*steps: Sequence[int]) -> tuple[list[int], bool]:
    restarts = restarts_in(np.array([step for part in steps for step in part], dtype=np.int64))
    return restarts.at.tolist(), restarts.is_disordered


def test_steps_that_never_go_back_show_no_restart() -> None:
    assert found(range(0, 900, 3)) == ([], False)
    assert found([5, 5, 5, 6]) == ([], False)
    assert found([]) == ([], False)


@pytest.mark.parametrize("back", [20, 40, 100])
def test_a_small_step_back_that_writes_the_same_steps_again_is_a_restart(back: int) -> None:
    """A run resumed from its last checkpoint goes back by far less than a hundredth of its steps."""
    assert found(range(0, 50_000, 20), range(50_000 - 20 - back, 60_000, 20)) == ([2500], False)


def test_a_point_reported_out_of_turn_is_none() -> None:
    """Of two workers one is late: what lies between is not written again."""
    steps = list(range(0, 5000, 10))
    steps[200], steps[201] = steps[201], steps[200]
    assert found(steps) == ([], False)


def test_many_steps_back_by_little_are_disorder_and_not_restarts() -> None:
    workers = np.sort(np.random.default_rng(0).integers(0, 10_000, 400))
    swapped = workers.reshape(-1, 2)[:, ::-1].ravel()
    assert found(swapped.tolist()) == ([], True)


def test_a_run_resumed_twenty_times_is_no_disorder() -> None:
    parts = [range(1000 * k, 1000 * (k + 1) + 50, 10) for k in range(21)]
    at, is_disordered = found(*parts)
    assert (len(at), is_disordered) == (20, False)


def test_iterations_from_the_start_are_restarts_however_many() -> None:
    assert found(*[range(10)] * 50) == ([10 * k for k in range(1, 50)], False)
    assert found(*[range(k) for k in (100, 3, 80, 120)]) == ([100, 103, 183], False)


def lines(path: Path, rows: Sequence[dict[str, float]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def counted(steps: Sequence[int]) -> list[dict[str, float]]:
    """Give rows of a process that adds up what it has cost so far, and what the run has seen so far."""
    return [
        {"step": step, "loss": 3 - step / 9000, "cost": 0.5 * (n + 1), "seen": 64.0 * step}
        for n, step in enumerate(steps)
    ]


@pytest.mark.parametrize("name", ["metrics.jsonl", "metrics.csv"])
def test_each_restart_of_a_table_is_told_with_its_steps_and_with_what_counts_anew(
    tmp_path: Path, name: str
) -> None:
    stretches = (range(10, 40, 10), range(10, 6010, 10), range(5970, 6010, 10), range(6000, 6100, 10))
    rows = [row for steps in stretches for row in counted(steps)]
    if name.endswith("csv"):
        text = "step,loss,cost,seen\n" + "".join(",".join(map(str, row.values())) + "\n" for row in rows)
        (tmp_path / name).write_text(text)
    else:
        lines(tmp_path / name, rows)
    run = read_run(tmp_path)
    (note,) = run.notes
    assert note.kind is NoteKind.RESTART_OVERLAP
    assert note.path == tmp_path / name
    assert (
        "3 restarts, from step 30 back to 10, from step 6,000 back to 5,970, from step 6,000 back to 6,000"
        in note.detail
    )
    assert note.detail.endswith("cost starts again each time")
    assert run.points == 3 * len(rows)


def test_a_step_written_twice_without_a_counter_that_begins_anew_is_no_restart(tmp_path: Path) -> None:
    rows = counted(range(0, 500, 10))
    lines(tmp_path / "metrics.jsonl", [*rows[:20], rows[19] | {"cost": 10.1}, *rows[20:]])
    assert read_run(tmp_path).notes == ()


def test_a_counter_inside_an_epoch_says_nothing_of_restarts(tmp_path: Path) -> None:
    rows = [{"step": 10 * n, "loss": 1.0, "batch": n % 40} for n in range(200)]
    lines(tmp_path / "metrics.jsonl", rows)
    assert read_run(tmp_path).notes == ()


def test_seldom_logged_columns_are_cut_where_the_rows_are(tmp_path: Path) -> None:
    rows: list[dict[str, float]] = [{"step": step, "loss": 1.0} for step in [*range(100), *range(80, 200)]]
    rows[70]["eval"] = 1.0
    rows[140]["eval"] = 2.0
    lines(tmp_path / "metrics.jsonl", rows)
    run = read_run(tmp_path)
    assert run.series["eval"].segment.tolist() == [0, 1]
