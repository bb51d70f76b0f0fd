"""Tables with a step column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, read_run, read_runs
from tests.runs.detectors.shapes import only

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


def test_a_header_that_grows_in_the_middle_brings_its_columns_and_loses_no_row(tmp_path: Path) -> None:
    (tmp_path / "progress.csv").write_text("step,loss\n1,0.5\n2,0.4\nstep,lr,loss\n3,0.1,0.3\n4,0.1,0.2\n")
    run = read_run(tmp_path)
    np.testing.assert_array_equal(run.series["loss"].step, [1, 2, 3, 4])
    np.testing.assert_array_equal(run.series["loss"].value, [0.5, 0.4, 0.3, 0.2])
    np.testing.assert_array_equal(run.series["lr"].step, [3, 4])
    assert run.notes == ()


def test_a_header_written_again_by_a_restart_is_no_row(tmp_path: Path) -> None:
    (tmp_path / "progress.csv").write_text("step,loss\n1,0.5\n2,0.4\nstep,loss\n1,0.3\n")
    run = read_run(tmp_path)
    np.testing.assert_array_equal(run.series["loss"].segment, [0, 0, 1])
    assert [note.kind for note in run.notes] == [NoteKind.RESTART_OVERLAP]


def test_quoted_cells_may_hold_the_delimiter(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text('"step","loss","note"\n"1","0.5","a, ""b"""\n"2","0.4","c"\n')
    run = read_run(tmp_path)
    np.testing.assert_array_equal(run.series["loss"].value, [0.5, 0.4])
    assert [note.kind for note in run.notes] == [NoteKind.OTHER_RECORDS]


@pytest.mark.parametrize("quote", ["", '"'], ids=["plain", "quoted"])
def test_a_huge_cell_costs_no_other_one(tmp_path: Path, quote: str) -> None:
    huge = f"{quote}{'z' * 17_000_000}{quote}"
    (tmp_path / "progress.csv").write_text(f"step,loss,note\n1,0.5,x\n2,0.4,{huge}\n3,0.3,x\n")
    np.testing.assert_array_equal(read_run(tmp_path).series["loss"].step, [1, 2, 3])


def test_a_form_feed_or_a_line_separator_inside_a_cell_ends_no_line(tmp_path: Path) -> None:
    (tmp_path / "progress.csv").write_text("step,note,loss\n1,a\u2028b,0.5\n2,a\x0cb,0.4\n", encoding="utf-8")
    np.testing.assert_array_equal(read_run(tmp_path).series["loss"].step, [1, 2])


@pytest.mark.parametrize(
    ("text", "steps"),
    [("step,lr,loss\n1,2,0.5\n2,2,0.4", [1]), ("loss,step\n0.5,100\n0.4,20", [100])],
    ids=["a value", "the step"],
)
def test_a_number_that_may_be_cut_short_is_not_taken_for_a_value(
    tmp_path: Path, text: str, steps: list[int]
) -> None:
    (tmp_path / "progress.csv").write_text(text)
    run = read_run(tmp_path)
    np.testing.assert_array_equal(run.series["loss"].step, steps)
    assert "may be cut short" in " ".join(note.detail for note in run.notes)
    (tmp_path / "progress.csv").write_text(f"{text}\n")
    assert len(read_run(tmp_path).series["loss"]) == 2


def test_what_keras_writes_for_a_metric_it_did_not_compute_is_not_logged(tmp_path: Path) -> None:
    (tmp_path / "training.log.csv").write_text("epoch,loss,val_loss\n0,0.5,NA\n1,0.4,0.6\n")
    run = read_run(tmp_path)
    np.testing.assert_array_equal(run.series["val_loss"].step, [1])
    assert run.notes == ()


def test_steps_that_are_fractions_give_way_to_whole_ones(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("epoch,loss\n0.25,4\n0.5,3\n0.75,2\n1.0,1\n")
    run = read_run(tmp_path)
    np.testing.assert_array_equal(run.series["loss"].step, [0, 1, 2, 3])
    np.testing.assert_array_equal(run.series["epoch"].value, [0.25, 0.5, 0.75, 1.0])
    assert "counts in fractions" in run.notes[0].detail
    (tmp_path / "log.csv").write_text("step,epoch,loss\n0.25,1,4\n0.5,2,3\n0.75,3,2\n")
    np.testing.assert_array_equal(read_run(tmp_path).series["loss"].step, [1, 2, 3])


def test_a_comma_inside_the_numbers_of_a_table_with_semicolons_is_a_point(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("step;loss;words\n1;0,5;a,b\n2;-1,5e-3;c\n")
    run = read_run(tmp_path)
    np.testing.assert_array_equal(run.series["loss"].value, [0.5, -0.0015])
    assert list(run.series) == ["loss"]


def test_one_row_in_seventy_thousand_whose_clock_steps_back_leaves_the_clock_on(tmp_path: Path) -> None:
    seconds = 1.7e9 + 3.0 * np.arange(70_000)
    seconds[30_000] = seconds[29_999] - 1.0
    seconds[50_000:] += 9 * 3600
    rows = "".join(f"{n},{1 + n % 7 / 10},{at:.1f}\n" for n, at in enumerate(seconds.tolist()))
    (tmp_path / "log.csv").write_text(f"step,loss,timestamp\n{rows}")
    run = read_run(tmp_path)
    assert run.wall_hours == pytest.approx((3 * 69_999 + 9 * 3600) / 3600, abs=0.01)
    assert "pauses for 9.0 h after step 49,999" in only(run, "step-defects").says


@pytest.mark.parametrize("damaged", ["5", "5107"])
def test_one_damaged_step_is_no_other_training(tmp_path: Path, damaged: str) -> None:
    rows = "".join(f"{damaged if n == 107 else n},{9 - n / 50}\n" for n in range(1, 301))
    (tmp_path / "log.csv").write_text(f"step,loss\n{rows}")
    run = read_run(tmp_path)
    assert len(run.series["loss"]) == 300
    assert run.series["loss"].segment[-1] == 0
