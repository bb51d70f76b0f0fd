"""One run logged twice is one run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach.runs import NoteKind, read_runs
from coach.runs.describing.run_state import standing
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from pathlib import Path

VALUES = [1 / 3, 2.5, 1e-5, 17.25, 9.0]


def write_table(folder: Path, values: list[float]) -> None:
    rows = "".join(f"{step},{value:.4g}\n" for step, value in enumerate(values))
    (folder / "progress.csv").write_text(f"step,train/loss\n{rows}")


@pytest.mark.parametrize("tag", ["train/loss", "ray/tune/loss"])
def test_the_log_with_wall_times_is_kept_and_the_other_one_noted(tmp_path: Path, tag: str) -> None:
    write_log(tmp_path, {tag: VALUES, "other": VALUES})
    write_table(tmp_path, VALUES)
    (run,) = read_runs([tmp_path])
    assert run.format == "tensorboard"
    assert [note.kind for note in run.notes] == [NoteKind.SAME_RUN]


def test_logs_of_other_values_or_other_folders_are_other_runs(tmp_path: Path) -> None:
    write_log(tmp_path, {"train/loss": VALUES})
    write_table(tmp_path, VALUES[::-1])
    assert len(read_runs([tmp_path])) == 2
    (tmp_path / "a").mkdir()
    write_table(tmp_path / "a", VALUES)
    assert len(read_runs([tmp_path])) == 3


def test_a_log_that_is_some_points_behind_is_the_same_run_while_it_goes(tmp_path: Path) -> None:
    write_log(tmp_path, {"train/loss": VALUES[:3]})
    write_table(tmp_path, VALUES)
    (run,) = read_runs([tmp_path])
    assert run.format == "tensorboard"
    write_log(tmp_path, {"train/loss": [0.0] * 3})
    write_table(tmp_path, [0.0] * 5)
    assert len(read_runs([tmp_path])) == 2


def test_three_logs_of_one_run_are_one_run(tmp_path: Path) -> None:
    write_log(tmp_path, {"ray/tune/loss": VALUES})
    write_table(tmp_path, VALUES)
    lines = [json.dumps({"training_iteration": n, "loss": value}) for n, value in enumerate(VALUES)]
    (tmp_path / "result.json").write_text("\n".join(lines) + "\n")
    (run,) = read_runs([tmp_path])
    assert [note.kind for note in run.notes] == [NoteKind.SAME_RUN] * 2


def test_what_the_log_that_is_left_out_tells_of_the_run_is_kept(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": VALUES})
    lines = [{"iteration": n, "loss": value, "config": {"lr": 0.1}} for n, value in enumerate(VALUES)]
    (tmp_path / "result.json").write_text("".join(json.dumps(line) + "\n" for line in lines))
    (run,) = read_runs([tmp_path])
    assert (run.format, run.metadata["config/lr"]) == ("tensorboard", "0.1")


@pytest.mark.parametrize(("planned", "state"), [("5", "ended"), ("15", "ended-early")])
def test_a_table_of_epochs_beside_the_events_tells_how_far_a_plan_in_epochs_came(
    tmp_path: Path, planned: str, state: str
) -> None:
    write_log(tmp_path, {"train/box_loss": VALUES})
    rows = "".join(f"{epoch:>20},{value:>20.5g}\n" for epoch, value in enumerate(VALUES))
    (tmp_path / "results.csv").write_text(f"               epoch,      train/box_loss\n{rows}")
    (tmp_path / "opt.yaml").write_text(f"epochs: {planned}\n")
    (run,) = read_runs([tmp_path])
    assert standing(run, 1.8e9).state == state


def test_events_that_count_batches_are_not_taken_for_epochs(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": VALUES}, first_step=100)
    (tmp_path / "log.csv").write_text("epoch,loss\n" + "".join(f"{n},{v}\n" for n, v in enumerate(VALUES)))
    (tmp_path / "opt.yaml").write_text("epochs: 500\n")
    (run,) = read_runs([tmp_path])
    assert standing(run, 1.8e9).state == "unknown"
