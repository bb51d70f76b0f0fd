"""Tables with a step column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, read_run, read_runs

if TYPE_CHECKING:
    from pathlib import Path

PROGRESS = """rollout/ep_rew_mean,time/fps,time/time_elapsed,time/total_timesteps,train/loss
-1.5,900,2,2048,
-1.0,850,5,4096,0.5
,840,8,6144,nan
0.5,830,11,8192,0.25
"""


def test_an_empty_cell_means_not_logged_and_nan_means_nan(tmp_path: Path) -> None:
    (tmp_path / "progress.csv").write_text(PROGRESS)
    run = read_run(tmp_path)
    np.testing.assert_array_equal(run.series["rollout/ep_rew_mean"].step, [2048, 4096, 8192])
    np.testing.assert_array_equal(run.series["train/loss"].value, [0.5, np.nan, 0.25])
    np.testing.assert_array_equal(run.series["train/loss"].wall_time, [5, 8, 11])
    assert [note.kind for note in run.notes] == [NoteKind.NON_FINITE]
    assert run.wall_hours == pytest.approx(9 / 3600)


@pytest.mark.parametrize(
    ("name", "text", "tag", "steps"),
    [
        ("metrics.csv", "epoch,step,train_loss,val_loss\n0,49,0.9,\n0,99,,0.8\n", "val_loss", [99]),
        (
            "results.csv",
            "               epoch,      train/box_loss\n  0,  0.12\n  1,  0.11\n",
            "train/box_loss",
            [0, 1],
        ),
        (
            "progress.txt",
            "Epoch\tAverageEpRet\tTotalEnvInteracts\n0\t-3\t4000\n1\t-2\t8000\n",
            "AverageEpRet",
            [4000, 8000],
        ),
        ("log.csv", "epoch;accuracy;loss\n0;0.5;1.2\n1;0.6;1.1\n", "accuracy", [0, 1]),
        ("log.csv", "\ufeffepisode,timestep,reward\n1,800,3\n", "reward", [800]),
    ],
)
def test_the_step_column_is_found_by_name(
    tmp_path: Path, name: str, text: str, tag: str, steps: list[int]
) -> None:
    (tmp_path / name).write_text(text)
    np.testing.assert_array_equal(read_run(tmp_path).series[tag].step, steps)


def test_text_columns_are_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "progress.csv").write_text("step,loss,host\n1,0.5,node [a]\n2,0.4,node [b]\n")
    run = read_run(tmp_path)
    assert list(run.series) == ["loss"]
    (note,) = run.notes
    assert note.kind is NoteKind.OTHER_RECORDS
    assert "host" in note.detail


@pytest.mark.parametrize(
    ("text", "kind", "points"),
    [
        ("step,loss\n1,0.5\n2,0.4\n3", NoteKind.TRUNCATED_TAIL, 2),
        ("step,loss\n1,0.5\n2,0.4,7,8\n3,0.3\n", NoteKind.CORRUPT_RECORD, 2),
        ("step,loss\n1,0.5\n\0\0\0\n2,0.4\n", NoteKind.CORRUPT_RECORD, 2),
        ("step,loss\n1,0.5\n,0.4\n", NoteKind.CORRUPT_RECORD, 1),
        ("step,loss\n1,0.5\n2,0.4\n1,0.5\n2,0.4\n", NoteKind.RESTART_OVERLAP, 4),
        ("step,loss\n", NoteKind.NO_SCALARS, 0),
        ("step,loss\n1e300,0.5\n", NoteKind.CORRUPT_RECORD, 0),
    ],
)
def test_rows_that_do_not_fit_are_left_out_and_noted(
    tmp_path: Path, text: str, kind: NoteKind, points: int
) -> None:
    (tmp_path / "progress.csv").write_text(text)
    run = read_run(tmp_path)
    assert run.points == points
    assert kind in [note.kind for note in run.notes]


def test_two_columns_of_one_name_are_both_kept(tmp_path: Path) -> None:
    (tmp_path / "progress.csv").write_text("step,loss,loss\n1,0.5,0.7\n")
    assert list(read_run(tmp_path).series) == ["loss", "loss (2)"]


@pytest.mark.parametrize(
    "text", ["name,colour\nkarl,red\n", "1,2,3\n4,5,6\n", "step\n1\n", "#{json}\nr,l,t\n1,2,3\n", "\n\n"]
)
def test_a_table_without_steps_is_no_log(tmp_path: Path, text: str) -> None:
    (tmp_path / "data.csv").write_text(text)
    (run,) = read_runs([tmp_path])
    assert not run.series
    assert [note.kind for note in run.notes] == [NoteKind.NOT_A_LOG]


def test_several_tables_in_a_folder_are_several_runs_of_their_own_names(tmp_path: Path) -> None:
    for seed in range(3):
        (tmp_path / f"log_{seed}.csv").write_text("step,reward\n1,2\n")
    assert [run.name for run in read_runs([tmp_path])] == ["log_0.csv", "log_1.csv", "log_2.csv"]
