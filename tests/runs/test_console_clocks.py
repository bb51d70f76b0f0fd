"""What tells the time of a console text whose lines bear no time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Run, read_run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read(tmp_path: Path, lines: Iterable[str]) -> Run:
    (tmp_path / "train.log").write_text("\n".join(lines) + "\n")
    return read_run(tmp_path)


def lasted(run: Run) -> float:
    """Give the hours of a run."""
    hours = run.wall_hours
    assert hours is not None
    return hours


def said(run: Run) -> str:
    return " ".join(note.detail for note in run.notes)


def test_the_seconds_behind_the_bars_of_keras_are_added_up(tmp_path: Path) -> None:
    lines = []
    for epoch in range(1, 21):
        lines += [f"Epoch {epoch}/20", f"50/50 [{'=' * 30}] - 6s 120ms/step - loss: {2 / epoch:.4f}"]
    run = read(tmp_path, lines)
    assert lasted(run) == pytest.approx(19 * 6 / 3600)
    assert "added up" in said(run)


def test_a_block_that_ends_with_the_time_since_the_start_has_that_time(tmp_path: Path) -> None:
    lines = []
    for n in range(20):
        lines += [f"   Learning iteration {n}/100", f"   Mean reward: {n + 0.5:.2f}"]
        lines += [f"   Value function loss: {2 / (n + 1):.4f}", f"   Total time: {2.5 * (n + 1):.2f}s"]
    run = read(tmp_path, lines)
    assert np.diff(run.series["Mean reward"].wall_time) == pytest.approx(2.5)
    assert "added up" not in said(run)


def test_the_time_of_one_iteration_counts_for_all_between_two_lines(tmp_path: Path) -> None:
    run = read(
        tmp_path,
        (
            f" iteration {n} | elapsed time per iteration (ms): 1500.0 | lm loss: {9 / n:.4f}"
            for n in range(10, 1001, 10)
        ),
    )
    assert lasted(run) == pytest.approx(1.5 * 990 / 3600)


def test_a_total_in_milliseconds_and_in_seconds_is_one_clock(tmp_path: Path) -> None:
    told = (f"{50 * n}ms" if n < 20 else f"{0.05 * n:.2f}s" for n in range(60))
    run = read(tmp_path, (f"{n}:\tlearn: {0.7 / (n + 1):.5f}\ttotal: {each}" for n, each in enumerate(told)))
    assert lasted(run) == pytest.approx(0.05 * 59 / 3600, rel=0.01)
    assert "total" not in run.series


def test_counted_time_steps_are_no_time(tmp_path: Path) -> None:
    lines = []
    for n in range(1, 31):
        lines += [f"Time steps: {5000 * n}", f"Mean reward over 10 episodes: {n * 1.5:.2f}"]
    run = read(tmp_path, lines)
    assert run.wall_hours is None
    assert run.series["Mean reward over episodes"].step[-1] == 150_000


def test_a_time_that_is_part_of_another_on_the_line_is_not_the_clock(tmp_path: Path) -> None:
    run = read(
        tmp_path,
        (f"step {n} iter_time=0.0002, forward_time=0.141, loss={5 / n:.4f}" for n in range(1, 60)),
    )
    assert run.wall_hours is None


def test_durations_in_words_are_seconds(tmp_path: Path) -> None:
    lines = (f"epoch {n} loss={3 / n:.4f}, took=1 hour, 2 minutes and {n}.5 seconds" for n in range(1, 12))
    run = read(tmp_path, lines)
    assert run.series["took"].value[:2].tolist() == [3721.5, 3722.5]
    assert not {"minutes and", "hour"} & set(run.series)
