"""What progress bars of tqdm say of the time becomes the clock of a text that has no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Run, read_run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray


def bar(done: int, total: int, seconds: float, rest: str = "") -> str:
    minutes, left = divmod(int(seconds), 60)
    passed = f"{minutes:02d}:{left:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{left:02d}"
    drawn = f"{100 * done // total:3d}%|{'#' * (10 * done // total):<10}|"
    return f"{drawn} {done}/{total} [{passed}<00:10, 1.00it/s{rest}]"


def read(tmp_path: Path, lines: Iterable[str]) -> Run:
    (tmp_path / "train.log").write_text("\n".join(lines) + "\n")
    return read_run(tmp_path)


def seconds(run: Run, tag: str) -> NDArray[np.float64]:
    clock: NDArray[np.float64] = run.series[tag].wall_time
    return np.asarray(clock - clock[0])


def test_the_time_a_bar_has_taken_is_the_clock_of_its_lines(tmp_path: Path) -> None:
    run = read(tmp_path, (bar(n, 1000, 9.0 * n, f", loss={2 - n / 1000:.3f}") for n in range(0, 1000, 100)))
    assert seconds(run, "loss").tolist() == [900.0 * n for n in range(10)]
    assert run.hours == pytest.approx(8100 / 3600)


def test_bars_that_follow_one_another_are_added_up(tmp_path: Path) -> None:
    run = read(
        tmp_path,
        (
            bar(n, 50, 2.0 * n, f", epoch={epoch}, loss={3 - epoch - n / 60:.3f}")
            for epoch in range(3)
            for n in (10, 30, 50)
        ),
    )
    assert seconds(run, "loss").tolist() == [0, 40, 80, 100, 140, 180, 200, 240, 280]


def test_epochs_of_which_only_the_whole_bar_is_left_are_added_up_though_each_takes_longer(
    tmp_path: Path,
) -> None:
    """As durations that only rise they could be taken for the times since the beginning."""
    lasted = [90 + n for n in range(8)]
    run = read(tmp_path, (bar(50, 50, each, f", loss={3 - n / 10:.3f}") for n, each in enumerate(lasted)))
    assert run.hours == pytest.approx(sum(lasted[1:]) / 3600)


def test_lines_between_two_drawings_get_their_time(tmp_path: Path) -> None:
    lines = []
    for n in range(0, 100, 10):
        lines += [bar(n, 100, 3.0 * n), f"{{'loss': {2 - n / 100:.3f}, 'epoch': {n / 10}}}"]
    run = read(tmp_path, lines)
    assert np.diff(seconds(run, "loss"))[:-1] == pytest.approx(30.0)
    assert np.isnan(run.series["loss"].wall_time[-1])  # nothing was drawn after it


def test_a_bar_about_something_else_is_not_the_clock(tmp_path: Path) -> None:
    reading = [bar(n, 5000, n / 1000) for n in range(0, 5001, 500)]
    training = [bar(n, 100, 60.0 * n, f", loss={2 - n / 100:.3f}") for n in range(0, 100, 10)]
    run = read(tmp_path, (*reading, *training))
    assert seconds(run, "loss").tolist() == [600.0 * n for n in range(10)]


def test_a_time_of_day_is_the_clock_where_it_is_written(tmp_path: Path) -> None:
    lines = (f"12:00:{n:02d} {bar(n, 100, 60.0 * n, f', loss={2 - n / 100:.3f}')}" for n in range(10, 50, 5))
    assert seconds(read(tmp_path, lines), "loss").tolist() == [5.0 * n for n in range(8)]


def test_a_bar_that_is_drawn_rarely_may_show_the_same_number_twice(tmp_path: Path) -> None:
    given = [0.9, 0.7, 0.5, 0.5, 0.4, 0.4, 0.3]
    run = read(tmp_path, (bar(10 * n, 100, 30.0 * n, f", loss={each:.3f}") for n, each in enumerate(given)))
    assert run.series["loss"].value.tolist() == given
