"""DVCLive, Sacred and ClearML's offline sessions, written here as they write them."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, read_run, read_runs

if TYPE_CHECKING:
    from pathlib import Path

EVENTS = [
    {
        "metric": "train",
        "variant": "loss",
        "iter": step,
        "value": 1 / (step + 1),
        "timestamp": 1000 * step + 5000,
    }
    for step in range(6)
]
TASK = {
    "id": "abc123",
    "name": "night run",
    "hyperparams": {"Args": {"lr": {"value": "0.1", "name": "lr"}, "seed": {"value": "3"}}},
}


class TestDvcLive:
    @staticmethod
    def write(folder: Path) -> Path:
        metrics = folder / "dvclive" / "plots" / "metrics"
        (metrics / "train").mkdir(parents=True)
        (metrics / "accuracy.tsv").write_text("step\taccuracy\n0\t0.5\n1\tnan\n2\t0.75\n")
        (metrics / "train" / "loss.tsv").write_text("timestamp\tstep\tloss\n5000\t0\t2.5\n6000\t1\t1.5\n")
        (folder / "dvclive" / "params.yaml").write_text("lr: 0.1\n")
        return folder / "dvclive"

    def test_all_metrics_of_a_folder_are_one_run_with_its_parameters(self, tmp_path: Path) -> None:
        run = read_run(self.write(tmp_path))
        assert (run.format, run.name, run.metadata["config/lr"]) == ("dvclive", "dvclive", "0.1")
        np.testing.assert_array_equal(run.series["accuracy"].value, [0.5, np.nan, 0.75])
        np.testing.assert_array_equal(run.series["train/loss"].wall_time, [5, 6])

    def test_a_damaged_row_is_noted_and_an_empty_metric_too(self, tmp_path: Path) -> None:
        metrics = self.write(tmp_path) / "plots" / "metrics"
        with (metrics / "accuracy.tsv").open("a") as file:
            file.write("3\t\nx\ty\n")
        (note, nan) = read_run(tmp_path).notes
        assert (note.kind, nan.kind) == (NoteKind.CORRUPT_RECORD, NoteKind.NON_FINITE)
        assert note.detail.startswith("2 of 5 rows")

    def test_a_huge_cell_costs_its_row_alone(self, tmp_path: Path) -> None:
        metrics = self.write(tmp_path) / "plots" / "metrics"
        (metrics / "accuracy.tsv").write_text(f'step\taccuracy\n0\t0.5\n1\t"{"9" * 200_000}x"\n2\t0.75\n')
        np.testing.assert_array_equal(read_run(tmp_path).series["accuracy"].value, [0.5, 0.75])

    def test_other_tables_are_left_to_the_table_reader(self, tmp_path: Path) -> None:
        (tmp_path / "progress.tsv").write_text("step\tloss\n1\t2\n")
        assert read_run(tmp_path).format == "csv"


class TestSacred:
    @staticmethod
    def write(folder: Path, metrics: object) -> Path:
        folder.mkdir(parents=True)
        (folder / "metrics.json").write_text(json.dumps(metrics, indent=2))
        (folder / "run.json").write_text(
            json.dumps({"status": "COMPLETED", "start_time": "2026-01-01T00:00:00", "command": "main"})
        )
        (folder / "config.json").write_text(json.dumps({"lr": 0.1, "seed": 7}))
        return folder

    LOSS = {  # noqa: RUF012 - read only
        "steps": [0, 1, 2],
        "timestamps": ["2026-01-01T00:00:00", "2026-01-01T01:00:00.5", "2026-01-01T02:00:00"],
        "values": [2.0, float("nan"), 1.0],
    }

    def test_metrics_configuration_and_record_are_read(self, tmp_path: Path) -> None:
        run = read_run(self.write(tmp_path / "7", {"train.loss": self.LOSS}))
        assert (run.format, run.name) == ("sacred", "7")
        np.testing.assert_array_equal(run.series["train.loss"].value, [2, np.nan, 1])
        assert run.wall_hours == pytest.approx(2)
        assert (run.metadata["config/lr"], run.metadata["status"]) == ("0.1", "COMPLETED")

    def test_the_commit_of_the_sources_is_known(self, tmp_path: Path) -> None:
        folder = self.write(tmp_path / "7", {"train.loss": self.LOSS})
        repository = {"url": "https://host/lab.git", "commit": "4aefc11d", "dirty": True}
        record = {"status": "RUNNING", "experiment": {"repositories": [repository, repository, "odd"]}}
        (folder / "run.json").write_text(json.dumps(record))
        assert read_run(tmp_path).metadata["git.commit"] == "4aefc11d"

    def test_a_run_without_metrics_yet_and_odd_columns_say_so(self, tmp_path: Path) -> None:
        self.write(tmp_path / "1", {})
        self.write(
            tmp_path / "2", {"a": {"steps": [1, "x"], "timestamps": ["", ""], "values": [1, 2]}, "b": 3}
        )
        one, two = read_runs([tmp_path])
        assert [note.kind for note in one.notes] == [NoteKind.NO_SCALARS]
        assert [note.kind for note in two.notes] == [NoteKind.CORRUPT_RECORD] * 2
        assert two.points == 1


class TestClearml:
    @staticmethod
    def lines() -> str:
        return "\n".join(json.dumps(batch) for batch in (EVENTS[:4], EVENTS[4:])) + "\n"

    def write(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("task.json", json.dumps(TASK))
            archive.writestr("metrics.jsonl", self.lines())
        return path

    def test_an_archive_is_read_without_being_unpacked(self, tmp_path: Path) -> None:
        run = read_run(self.write(tmp_path / "offline-abc123.zip"))
        assert (run.format, run.name, run.tracker_id) == ("clearml", "night run", "abc123")
        np.testing.assert_array_equal(run.series["train/loss"].step, np.arange(6))
        assert run.metadata["config/Args/lr"] == "0.1"
        assert run.wall_hours == pytest.approx(5 / 3600)
        assert [path.name for path in tmp_path.iterdir()] == ["offline-abc123.zip"]

    def test_the_program_and_the_commit_are_known(self, tmp_path: Path) -> None:
        task = TASK | {"script": {"entry_point": "train.py", "version_num": "4aefc11d", "branch": "main"}}
        folder = tmp_path / "offline-abc123"
        folder.mkdir()
        (folder / "task.json").write_text(json.dumps(task))
        (folder / "metrics.jsonl").write_text(self.lines())
        told = read_run(tmp_path).metadata
        assert (told["command"], told["git.commit"]) == ("train.py", "4aefc11d")

    def test_an_unpacked_session_is_the_same_run(self, tmp_path: Path) -> None:
        folder = tmp_path / "offline-abc123"
        folder.mkdir()
        (folder / "task.json").write_text(json.dumps(TASK))
        (folder / "metrics.jsonl").write_text(self.lines() + "{}\nrubbish\n")
        run = read_run(tmp_path)
        assert (run.format, run.name, run.points) == ("clearml", "night run", 6)
        assert [note.kind for note in run.notes] == [NoteKind.CORRUPT_RECORD]

    @pytest.mark.parametrize("at", range(0, 400, 23))
    def test_a_damaged_archive_becomes_a_note(self, tmp_path: Path, at: int) -> None:
        path = self.write(tmp_path / "offline-x.zip")
        whole = path.read_bytes()
        path.write_bytes(whole[:at] + bytes([whole[at % len(whole)] ^ 0x55]) + whole[at + 1 :])
        run = read_run(tmp_path)
        assert run.points == 6 or run.notes

    def test_any_other_archive_is_left_alone(self, tmp_path: Path) -> None:
        self.write(tmp_path / "weights.zip")
        (run,) = read_runs([tmp_path])
        assert run.format == "none"
