"""The cases of tables and JSON that went wrong once, each with its right value."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.runs import NoteKind, Run, read_run, read_runs

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"

pytestmark = pytest.mark.shared


def case(name: str) -> Path:
    (folder,) = CASES.glob(f"{name}-*") if CASES.is_dir() else (None,)
    if folder is None:
        pytest.skip("no cases beside this checkout")
    return folder / "data"


def minutes(run: Run) -> float:
    assert run.wall_hours is not None
    return 60 * run.wall_hours


def test_k01a_the_steps_done_are_the_axis_and_not_those_planned() -> None:
    (run,) = read_runs([case("k01a")])
    np.testing.assert_array_equal(run.series["loss"].step, range(10, 1201, 10))
    assert NoteKind.STEP_DISORDER not in [note.kind for note in run.notes]


def test_k02a_the_length_of_an_episode_is_no_axis() -> None:
    run = read_run(case("k02a"))
    np.testing.assert_array_equal(run.series["reward"].step, range(1, 601))
    reward = run.series["reward"].value
    assert reward[:50].mean() == pytest.approx(-12, abs=2)
    assert reward[-50:].mean() == pytest.approx(18, abs=4)
    (note,) = run.notes
    assert note.detail.startswith("steps are counted by `episode`, which never goes back")


def test_k08a_scalars_of_mmengine_are_found_and_their_seconds_added_up() -> None:
    run = read_run(case("k08a"))
    np.testing.assert_array_equal(run.series["loss"].step, range(1, 181))
    assert minutes(run) == pytest.approx(22, abs=0.5)


def test_k08c_a_monitor_file_of_baselines_is_read() -> None:
    run = read_run(case("k08c"))
    reward = run.series["monitor/r"].value
    assert (run.format, len(reward), reward.min(), reward.max()) == ("monitor", 400, 6, 15)


def test_k08d_env_step_counts_the_steps() -> None:
    run = read_run(case("k08d"))
    assert (run.first_step, run.last_step) == (320, 48_000)
    assert run.metadata["step_column"] == "env_step"


def test_k08f_without_a_step_column_the_rows_are_counted_and_that_is_said() -> None:
    run = read_run(case("k08f"))
    np.testing.assert_array_equal(run.series["val_loss"].step, range(40))
    assert "no column counts steps, so that the rows are counted as steps" in [
        note.detail for note in run.notes
    ]


def test_k08g_a_history_of_lists_is_four_series_of_50_epochs() -> None:
    run = read_run(case("k08g"))
    assert {tag: len(each) for tag, each in run.series.items()} == dict.fromkeys(
        ("loss", "val_loss", "accuracy", "val_accuracy"), 50
    )


def test_k09a_curves_saved_from_tensorboard_are_one_run_with_tags() -> None:
    run = read_run(case("k09a"))
    assert (run.name, sorted(run.series)) == ("ppo_1", ["rollout_ep_rew_mean", "train_value_loss"])
    assert minutes(run) == pytest.approx(30, abs=1)


def test_k10a_the_seconds_of_one_iteration_are_no_clock() -> None:
    assert minutes(read_run(case("k10a"))) / 60 == pytest.approx(2.8, abs=0.1)


def test_k11a_a_table_of_ultralytics_is_read_in_epochs() -> None:
    run = read_run(case("k11a"))
    np.testing.assert_array_equal(run.series["metrics/mAP50-95(B)"].step, range(1, 103))
    assert {"lr/pg0", "val/box_loss"} <= run.series.keys()
    assert minutes(run) == pytest.approx(14, abs=0.5)


def test_k12a_the_summary_at_the_end_is_no_series_of_one_point() -> None:
    run = read_run(case("k12a"))
    assert len(run.series["loss"]) == 120
    assert "train_loss" not in run.series
    assert run.metadata["summary/train_loss"]
