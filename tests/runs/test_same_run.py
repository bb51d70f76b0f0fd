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


def write_lines(folder: Path, rows: list[dict[str, float]], name: str = "metrics.jsonl") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_what_only_the_other_log_holds_is_taken_from_it_with_the_clock_of_the_first(tmp_path: Path) -> None:
    write_log(tmp_path, {"train/loss": VALUES})
    write_lines(tmp_path, [{"step": n, "loss": v, "kl": 2 * n} for n, v in enumerate(VALUES)])
    (run,) = read_runs([tmp_path])
    kl = run.series["kl"]
    assert kl.value.tolist() == [0, 2, 4, 6, 8]
    assert kl.wall_time.tolist() == run.series["train/loss"].wall_time.tolist()
    assert list(run.series) == ["train/loss", "kl"]
    assert "only there, and taken from it: kl" in run.notes[0].detail


def test_of_two_names_for_one_quantity_the_one_that_is_known_is_shown(tmp_path: Path) -> None:
    write_log(tmp_path, {"alpha/loss": VALUES, "train/grad_norm": VALUES[::-1], "train/entropy": [1.0] * 5})
    write_lines(tmp_path, [{"step": n, "train/loss": v} for n, v in enumerate(VALUES)])
    (run,) = read_runs([tmp_path])
    assert list(run.series) == ["train/loss", "train/grad_norm", "train/entropy"]
    shown = run.series["train/loss"]
    assert (shown.tag, shown.wall_time[0]) == ("train/loss", 1.7e9)
    assert "shown under its name there: train/loss (here alpha/loss)" in run.notes[0].detail


def test_other_values_under_the_same_name_are_kept_beside_it(tmp_path: Path) -> None:
    """The loss of the last batch, and the mean over the epoch."""
    write_log(tmp_path, {"loss": VALUES, "grad_norm": VALUES, "kl": VALUES[::-1]})
    rows = [{"step": n, "loss": 7.0 + v, "grad_norm": v, "kl": VALUES[-1 - n]} for n, v in enumerate(VALUES)]
    write_lines(tmp_path, rows)
    (run,) = read_runs([tmp_path])
    assert run.series["loss (jsonl)"].value.tolist() == [7.0 + v for v in VALUES]
    assert run.points == 4 * len(VALUES)


def test_of_two_logs_without_a_clock_the_one_that_says_more_is_the_better_copy(tmp_path: Path) -> None:
    entries = [
        {"step": n, "loss": v, "grad_norm": 1.0 + v, "learning_rate": 0.1} for n, v in enumerate(VALUES)
    ]
    (tmp_path / "trainer_state.json").write_text(json.dumps({"log_history": entries, "global_step": 5}))
    extras = {"percentage": 1.0, "left": 9.0, "total": 5.0}
    write_lines(
        tmp_path, [{"step": n, "loss": v, **extras} for n, v in enumerate(VALUES)], "trainer_log.jsonl"
    )
    (run,) = read_runs([tmp_path])
    assert run.format == "trainer_state"
    assert {"grad_norm", "left"} <= set(run.series)


def test_a_copy_that_is_some_points_ahead_is_the_one_that_is_shown(tmp_path: Path) -> None:
    entries = [{"step": n, "loss": v, "grad_norm": 1.0 + v} for n, v in enumerate(VALUES[:3])]
    (tmp_path / "trainer_state.json").write_text(json.dumps({"log_history": entries, "global_step": 5}))
    write_lines(tmp_path, [{"step": n, "loss": v} for n, v in enumerate(VALUES)])
    (run,) = read_runs([tmp_path])
    assert [len(series) for series in run.series.values()] == [5, 3]


def test_a_table_of_epochs_is_put_on_the_steps_of_the_events(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": VALUES}, first_step=100)
    (tmp_path / "log.csv").write_text(
        "epoch,loss,val_loss\n" + "".join(f"{n},{v},{v + 1}\n" for n, v in enumerate(VALUES))
    )
    (run,) = read_runs([tmp_path])
    assert run.series["val_loss"].step.tolist() == [100, 101, 102, 103, 104]


def test_two_runs_that_share_only_their_schedule_are_two_runs(tmp_path: Path) -> None:
    rate = [1e-3 * 0.5**n for n in range(5)]
    epoch = [1.0, 2.0, 3.0, 4.0, 5.0]
    write_log(tmp_path, {"loss": VALUES, "lr": rate, "epoch_number": epoch})
    write_lines(
        tmp_path,
        [{"step": n, "loss": 9.0 - v, "lr": rate[n], "epoch_number": epoch[n]} for n, v in enumerate(VALUES)],
    )
    assert len(read_runs([tmp_path])) == 2


def test_a_log_that_holds_the_last_training_alone_belongs_to_it(tmp_path: Path) -> None:
    """Event files stay in the folder, the table is written anew with each launch."""
    first, second = [1.0, 5.0, 2.0, 8.0] * 10, [3.0, 1.0, 4.0, 1.5] * 10
    write_log(tmp_path, {"loss": first}, name="events.out.tfevents.1700000000.h.1.0")
    write_log(tmp_path, {"loss": second}, name="events.out.tfevents.1700009000.h.2.0", started=1.7e9 + 9000)
    (tmp_path / "progress.csv").write_text(
        "step,loss,entropy\n" + "".join(f"{n},{v},{n}\n" for n, v in enumerate(second))
    )
    runs = read_runs([tmp_path])
    assert [list(run.series) for run in runs] == [["loss"], ["loss", "entropy"]]


@pytest.mark.parametrize(
    "shared",
    [("train/learning_rate", [3e-4, 2.4e-4, 1.8e-4, 1.2e-4, 6e-5]), ("epoch", [0.0, 1.0, 2.0, 3.0, 4.0])],
    ids=["a schedule", "a counter"],
)
def test_logs_that_share_only_what_was_set_beforehand_are_two_runs(
    tmp_path: Path, shared: tuple[str, list[float]]
) -> None:
    tag, values = shared
    write_log(tmp_path, {tag: values, "train/loss": VALUES})
    write_lines(tmp_path, [{"step": n, tag: v, "top1": 2.5 * n * n} for n, v in enumerate(values)])
    assert len(read_runs([tmp_path])) == 2
    write_lines(tmp_path, [{"step": n, tag: v, "loss": VALUES[n]} for n, v in enumerate(values)])
    assert len(read_runs([tmp_path])) == 1


def test_two_points_of_a_loss_are_no_counter(tmp_path: Path) -> None:
    write_log(tmp_path, {"train/loss": [2.3125, 1.9371]})
    write_lines(tmp_path, [{"step": n, "loss": v} for n, v in enumerate([2.3125, 1.9371])])
    assert len(read_runs([tmp_path])) == 1


def test_a_file_that_holds_part_of_another_beside_it_is_the_same_run(tmp_path: Path) -> None:
    """As the scores that Dreamer writes into a file of their own."""
    rows = [{"step": 100 * n, "episode/score": (7 * n) % 11 + n / 10} for n in range(1, 60)]
    for name, more in (("metrics.jsonl", {"train/loss": 0.5}), ("scores.jsonl", {})):
        lines = (json.dumps(row | {tag: value / row["step"] for tag, value in more.items()}) for row in rows)
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    (run,) = read_runs([tmp_path])
    assert set(run.series) == {"episode/score", "train/loss"}
    assert any("the same run" in note.detail for note in run.notes)


def test_a_copy_of_a_whole_file_is_no_part_of_it(tmp_path: Path) -> None:
    rows = [json.dumps({"step": 100 * n, "episode/score": (7 * n) % 11 + n / 10}) for n in range(1, 60)]
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text("\n".join(rows) + "\n")
    assert len(read_runs([tmp_path])) == 2
