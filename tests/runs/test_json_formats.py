"""JSON lines, trainer states and monitor files."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from coach.runs import NoteKind, Run, read_run, read_runs

if TYPE_CHECKING:
    from pathlib import Path

NAN = math.nan


def kinds(run: Run) -> list[NoteKind]:
    return [note.kind for note in run.notes]


def write_lines(path: Path, records: list[dict[str, Any]], tail: str = "") -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records) + tail)


class TestJsonLines:
    def test_rllib_results_keep_nan_leave_out_the_configuration_and_join_names(self, tmp_path: Path) -> None:
        write_lines(
            tmp_path / "result.json",
            [
                {
                    "timesteps_total": 4000 * index,
                    "time_total_s": 30.0 * index,
                    "done": False,
                    "episode_reward_mean": NAN if index == 1 else index,
                    "info": {"learner": {"entropy": 1.0}},
                    "config": {"lr": 0.01},
                    "hist_stats": {"episode_reward": [1, 2]},
                }
                for index in range(1, 5)
            ],
        )
        run = read_run(tmp_path)
        assert list(run.series) == ["time_total_s", "episode_reward_mean", "info/learner/entropy"]
        np.testing.assert_array_equal(run.series["episode_reward_mean"].value, [NAN, 2, 3, 4])
        np.testing.assert_array_equal(run.series["episode_reward_mean"].step, [4000, 8000, 12000, 16000])
        assert run.wall_hours == pytest.approx(90 / 3600)
        assert run.metadata["config/lr"] == "0.01"

    def test_nan_and_infinity_as_words_are_read_back(self, tmp_path: Path) -> None:
        write_lines(
            tmp_path / "history.jsonl", [{"_step": 0, "loss": "NaN"}, {"_step": 1, "loss": "-Infinity"}]
        )
        np.testing.assert_array_equal(read_run(tmp_path).series["loss"].value, [NAN, -math.inf])

    def test_rows_need_not_have_all_names(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "log.jsonl", [{"step": 1, "loss": 2}, {"step": 1, "val_loss": 3}, {"loss": 4}])
        run = read_run(tmp_path)
        assert {tag: len(series) for tag, series in run.series.items()} == {"loss": 1, "val_loss": 1}
        assert kinds(run) == [NoteKind.CORRUPT_RECORD]

    def test_a_line_that_is_still_written_and_one_that_is_broken_are_told_apart(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "log.jsonl", [{"step": 1, "loss": 2}], tail='{"step": 2, "lo')
        assert kinds(read_run(tmp_path)) == [NoteKind.TRUNCATED_TAIL]
        write_lines(
            tmp_path / "log.jsonl", [{"step": 1, "loss": 2}], tail='{"step": \n{"step": 3, "loss": 1}\n'
        )
        run = read_run(tmp_path)
        assert kinds(run) == [NoteKind.CORRUPT_RECORD]
        assert "line 2" in run.notes[0].detail
        assert run.points == 2

    def test_a_first_line_longer_than_a_glance_is_read_all_the_same(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "result.json", [{"config": "x" * 10_000, "training_iteration": 1, "loss": 2}])
        assert read_run(tmp_path).points == 1

    def test_a_long_first_line_is_read_under_any_name(self, tmp_path: Path) -> None:
        write_lines(
            tmp_path / "mine.jsonl", [{"notes": "x" * 10_000, "step": 1, "loss": 2}, {"step": 2, "loss": 1}]
        )
        assert read_run(tmp_path).points == 2
        write_lines(tmp_path / "mine.jsonl", [{"text": "x" * 10_000, "label": 1}])
        assert kinds(read_runs([tmp_path])[0]) == [NoteKind.NOT_A_LOG]

    def test_rows_may_come_after_a_line_about_the_run(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "log.jsonl", [{"seed": 7, "host": "a"}, {"step": 1, "loss": 2}])
        run = read_run(tmp_path)
        assert (run.points, kinds(run)) == (1, [NoteKind.CORRUPT_RECORD])

    def test_sb3_progress_is_read_against_its_timesteps(self, tmp_path: Path) -> None:
        rows = [
            {"time/total_timesteps": 2048 * n, "time/iterations": n, "time/fps": 900, "train/loss": 1 / n}
            for n in (1, 2, 3)
        ]
        write_lines(tmp_path / "progress.json", rows)
        run = read_run(tmp_path)
        np.testing.assert_array_equal(run.series["train/loss"].step, [2048, 4096, 6144])
        assert run.metadata["step_column"] == "time/total_timesteps"

    def test_tunes_parameters_beside_the_results_are_the_configuration(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "result.json", [{"training_iteration": 1, "loss": 2, "trial_id": "ab_1"}])
        (tmp_path / "params.json").write_text('{"lr": 0.3, "model": {"layers": 2}}')
        run = read_run(tmp_path)
        assert (run.tracker_id, run.metadata["config/lr"]) == ("ab_1", "0.3")
        assert run.metadata["config/model/layers"] == "2"

    def test_epochs_in_fractions_are_kept_and_the_lines_counted(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "log.jsonl", [{"epoch": n / 4, "loss": n} for n in range(1, 5)])
        run = read_run(tmp_path)
        np.testing.assert_array_equal(run.series["loss"].step, [0, 1, 2, 3])
        np.testing.assert_array_equal(run.series["epoch"].value, [0.25, 0.5, 0.75, 1])

    def test_a_number_with_thousands_of_digits_costs_its_line(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "log.jsonl", [{"step": 1, "loss": 2}])
        with (tmp_path / "log.jsonl").open("a") as file:
            file.write(f'{{"step": 2, "loss": {"9" * 5000}}}\n{{"step": 3, "loss": 1}}\n')
        np.testing.assert_array_equal(read_run(tmp_path).series["loss"].step, [1, 3])

    def test_objects_without_steps_are_no_log(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "data.jsonl", [{"text": "a", "label": 1}, {"text": "b", "label": 0}])
        (run,) = read_runs([tmp_path])
        assert not run.series
        assert kinds(run) == [NoteKind.NOT_A_LOG]


class TestTrainerState:
    @staticmethod
    def write(folder: Path, steps: range, **changes: float) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        entries = [{"step": step, "loss": 9.0 - step / 100, "grad_norm": 1.0} | changes for step in steps]
        (folder / "trainer_state.json").write_text(json.dumps({"log_history": entries, "max_steps": 300}))

    def test_checkpoints_of_one_history_are_one_run(self, tmp_path: Path) -> None:
        for last in (100, 200, 300):
            self.write(tmp_path / f"checkpoint-{last}", range(10, last + 1, 10))
        self.write(tmp_path, range(10, 301, 10))
        run = read_run(tmp_path)
        assert (run.files, len(run.series["loss"]), run.last_step) == (4, 30, 300)
        assert kinds(run) == [NoteKind.SAME_RUN]
        assert run.metadata["max_steps"] == "300"

    def test_a_history_that_was_rolled_back_is_a_segment_of_its_own(self, tmp_path: Path) -> None:
        self.write(tmp_path / "checkpoint-100", range(10, 101, 10))
        self.write(tmp_path, range(50, 301, 10), loss=1.0)
        run = read_run(tmp_path)
        assert len(run.series["loss"]) == 10 + 26
        assert NoteKind.RESTART_OVERLAP in kinds(run)

    def test_a_loss_of_zero_beside_a_nan_gradient_is_flagged_as_masked(self, tmp_path: Path) -> None:
        self.write(tmp_path, range(10, 101, 10), loss=0.0, grad_norm=NAN)
        run = read_run(tmp_path)
        assert run.series["loss"].may_hide_nan
        assert NoteKind.MASKED_NAN in kinds(run)

    def test_a_loss_of_zero_alone_is_legal(self, tmp_path: Path) -> None:
        self.write(tmp_path, range(10, 101, 10), loss=0.0)
        run = read_run(tmp_path)
        assert not run.series["loss"].may_hide_nan
        assert run.notes == ()

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ('{"log_history": [{"step": 1, "lo', NoteKind.CORRUPT_RECORD),
            ('{"other": 1}', NoteKind.NOT_A_LOG),
            ('{"log_history": []}', NoteKind.NO_SCALARS),
            ("{" + '"a":{' * 5000, NoteKind.CORRUPT_RECORD),
        ],
    )
    def test_a_state_without_a_history_says_why(self, tmp_path: Path, text: str, kind: NoteKind) -> None:
        (tmp_path / "trainer_state.json").write_text(text)
        assert kind in kinds(read_run(tmp_path))


class TestMonitor:
    HEADER = '#{"t_start": 1700000000.0, "env_id": "CartPole-v1"}\nr,l,t\n'

    def test_environments_are_one_run_counted_in_steps_of_all(self, tmp_path: Path) -> None:
        (tmp_path / "0.monitor.csv").write_text(self.HEADER + "1.0,10,1.0\n3.0,30,4.0\n")
        (tmp_path / "1.monitor.csv").write_text(self.HEADER + "2.0,20,2.0\n")
        run = read_run(tmp_path)
        np.testing.assert_array_equal(run.series["monitor/r"].value, [1, 2, 3])
        np.testing.assert_array_equal(run.series["monitor/r"].step, [10, 30, 60])
        np.testing.assert_array_equal(run.series["monitor/l"].wall_time, 1.7e9 + np.array([1, 2, 4]))
        assert run.metadata["env_id"] == "CartPole-v1"

    def test_broken_rows_are_noted_and_no_episode_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "monitor.csv").write_text(self.HEADER + "1.0,10,1.0\n3.0,30\n")
        assert kinds(read_run(tmp_path)) == [NoteKind.CORRUPT_RECORD]
        (tmp_path / "monitor.csv").write_text(self.HEADER)
        assert kinds(read_run(tmp_path)) == [NoteKind.NO_SCALARS]

    def test_a_huge_cell_costs_its_episode_alone(self, tmp_path: Path) -> None:
        huge = f'"{"9" * 200_000}x"'
        (tmp_path / "monitor.csv").write_text(f"{self.HEADER}1.0,10,1.0\n{huge},10,2.0\n3.0,30,4.0\n")
        run = read_run(tmp_path)
        np.testing.assert_array_equal(run.series["monitor/r"].value, [1, 3])
        assert kinds(run) == [NoteKind.CORRUPT_RECORD]
