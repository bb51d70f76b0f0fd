"""Logs as people write them, under names of their own, found in a folder and read without being asked for."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.runs import NoteKind, Run, read_run, read_runs
from coach.runs.readers.json.json_document import JsonDocumentReader
from coach.runs.readers.reader import RunFiles
from coach.runs.readers.tables.csv_table import CsvReader
from tests.runs.every_format import write_run

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 40


def text(row: Callable[[int], str], head: str = "") -> str:
    return head + "".join(f"{row(n)}\n" for n in range(ROWS))


def lines(row: Callable[[int], dict[str, Any]]) -> str:
    return text(lambda n: json.dumps(row(n)))


def falling(n: int) -> float:
    return round(1 / (n + 1), 5)


def read(folder: Path, name: str, content: str) -> Run:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return read_run(folder)


CURVE = [falling(n) for n in range(ROWS)]
WRITTEN = {
    "blanks": ("training.txt", text(lambda n: f"{n:5d}  {falling(n):.5f}   0.5", "step   loss    acc\n")),
    "padded": ("results.csv", text(lambda n: f"{n:20d},{falling(n):20.5f}", f"{'epoch':>20},{'loss':>20}\n")),
    "bars": ("log.txt", text(lambda n: f"| {n} | {falling(n)} |", "| epoch | loss |\n|---|---|\n")),
    "tabs": ("out.log", text(lambda n: f"{n}\t{falling(n)}", "Iteration\tloss\n")),
    "numpy": ("a.txt", text(lambda n: f"{n:.18e} {falling(n):.18e}", "# epoch loss\n")),
    "comments": ("train.csv", text(lambda n: f"{n},{falling(n)}", "# by me\n# seed 3\nepoch,loss\n")),
    "pandas": ("df.csv", text(lambda n: f"{n},{falling(n)},0.5", ",loss,val_loss\n")),
    "ndjson": ("run.ndjson", lines(lambda n: {"update": n, "loss": falling(n)})),
    "json in a log": ("train.log", lines(lambda n: {"iter": n, "loss": falling(n)})),
    "json in text": ("stats.txt", lines(lambda n: {"game": n, "loss": falling(n)})),
    "no steps": ("learning.jsonl", lines(lambda n: {"loss": falling(n), "lr": 0.1})),
    "rows": ("dump.json", json.dumps([{"epoch": n, "loss": falling(n)} for n in range(ROWS)], indent=2)),
    "rows inside": (
        "m.json",
        json.dumps({"epochs": [{"epoch": n, "loss": falling(n)} for n in range(ROWS)]}),
    ),
    "lists": ("h.json", json.dumps({"loss": CURVE, "val_loss": CURVE})),
    "keras": ("k.json", json.dumps({"params": {"epochs": 40}, "history": {"loss": CURVE}})),
    "with steps": (
        "s.json",
        json.dumps({"config": {"sizes": [64] * 9}, "step": [*range(ROWS)], "loss": CURVE}),
    ),
    "by index": ("d.json", json.dumps({"loss": {str(n): falling(n) for n in range(ROWS)}})),
    "by epoch": ("log.json", json.dumps({str(n): {"loss": falling(n), "acc": 1} for n in range(ROWS)})),
    "pairs": ("p.json", json.dumps({"loss": [[n, falling(n)] for n in range(ROWS)]})),
    "own lists": ("o.json", json.dumps({"loss": {"steps": [*range(ROWS)], "values": CURVE}})),
}


@pytest.mark.parametrize(("name", "content"), WRITTEN.values(), ids=WRITTEN)
def test_a_curve_is_read_however_it_is_written(tmp_path: Path, name: str, content: str) -> None:
    run = read(tmp_path, f"mine/{name}", content)
    np.testing.assert_allclose(run.series["loss"].value, CURVE, rtol=1e-4)
    np.testing.assert_array_equal(run.series["loss"].step, range(ROWS))


def test_a_column_may_be_called_by_the_thresholds_it_was_measured_at(tmp_path: Path) -> None:
    rows = text(lambda n: f"{n}, 0.5, {falling(n)}", "  epoch, metrics/mAP_0.5, metrics/mAP_0.5:0.95\n")
    np.testing.assert_allclose(
        read(tmp_path, "results.csv", rows).series["metrics/mAP_0.5:0.95"].value, CURVE
    )


@pytest.mark.parametrize(
    ("name", "content", "tag"),
    [
        ("train_log.txt", text(lambda n: f"{n} {falling(n)}"), "column 2"),
        ("losses.json", json.dumps(CURVE), "losses"),
        ("losses.txt", text(lambda n: f"{falling(n)}"), "losses"),
        ("log.csv", text(lambda n: f"{n},{falling(n)}"), "column 2"),
        ("progress.tsv", text(lambda n: f"{falling(n)}\t{falling(n)}"), "column 1"),
    ],
)
def test_numbers_without_a_header_are_called_by_their_place_or_their_file(
    tmp_path: Path, name: str, content: str, tag: str
) -> None:
    run = read(tmp_path, name, content)
    np.testing.assert_allclose(run.series[tag].value, CURVE)
    np.testing.assert_array_equal(run.series[tag].step, range(ROWS))


def test_mmdetections_lines_are_read_with_the_iterations_beginning_anew_in_each_epoch(tmp_path: Path) -> None:
    train = [
        {"mode": "train", "epoch": 1 + n // 10, "iter": 50 * (1 + n % 10), "loss": falling(n), "time": 0.5}
        | {"data_time": 0.01, "memory": 3000}
        for n in range(ROWS)
    ]
    head = json.dumps({"env_info": "sys.platform: linux and more", "seed": 0})
    run = read(tmp_path, "20210101.log.json", "\n".join([head, *map(json.dumps, train)]) + "\n")
    np.testing.assert_allclose(run.series["loss"].value, CURVE)
    assert run.wall_hours == pytest.approx(0.5 * 50 * ROWS / 3600)


def test_validation_logged_in_epochs_stands_among_the_iterations(tmp_path: Path) -> None:
    rows: list[dict[str, float]] = []
    for epoch in range(1, 5):
        rows += [
            {"iter": step, "loss": 1.0, "step": step} for step in range(epoch * 500, epoch * 500 + 500, 50)
        ]
        rows.append({"coco/bbox_mAP": 0.1 * epoch, "step": epoch})
    run = read(tmp_path, "vis_data/scalars.json", "".join(f"{json.dumps(row)}\n" for row in rows))
    np.testing.assert_array_equal(run.series["coco/bbox_mAP"].step, [950, 1450, 1950, 2450])


def test_lists_of_several_lengths_are_counted_each_for_itself(tmp_path: Path) -> None:
    run = read(tmp_path, "r.json", json.dumps({"episode_rewards": CURVE[:10], "losses": CURVE}))
    assert {tag: len(each) for tag, each in run.series.items()} == {"episode_rewards": 10, "losses": ROWS}
    assert run.last_step == ROWS - 1


def test_lists_of_one_name_in_several_places_keep_their_place(tmp_path: Path) -> None:
    run = read(tmp_path, "r.json", json.dumps({"train": {"loss": CURVE}, "val": {"loss": CURVE}}))
    assert list(run.series) == ["train/loss", "val/loss"]


def test_lists_of_several_seeds_keep_their_place(tmp_path: Path) -> None:
    seeds = [{"seed": seed, "rewards": CURVE} for seed in range(2)]
    run = read(tmp_path, "r.json", json.dumps({"runs": seeds}))
    assert list(run.series) == ["runs/0/rewards", "runs/1/rewards"]


def test_null_in_a_list_was_not_logged(tmp_path: Path) -> None:
    run = read(tmp_path, "r.json", json.dumps({"loss": CURVE, "val_loss": [None, 0.5] * (ROWS // 2)}))
    np.testing.assert_array_equal(run.series["val_loss"].step, range(1, ROWS, 2))


@pytest.mark.parametrize("tail", ['"loss": [1, 2', "\x00\x00"])
def test_a_document_that_is_cut_is_noted(tmp_path: Path, tail: str) -> None:
    (tmp_path / "history.json").write_text('{"val_loss": [3, 2, 1, 1, 1, 1], ' + tail)
    (run,) = read_runs([tmp_path])
    assert [note.kind for note in run.notes] == [NoteKind.CORRUPT_RECORD]


class TestSavedFromABrowser:
    def test_curves_of_one_run_are_one_run_with_their_tags(self, tmp_path: Path) -> None:
        for run, tag in (("sac_1", "train_loss"), ("sac_1", "eval_return"), ("sac_2", "train_loss")):
            content = text(lambda n: f"{1.7e9 + 60 * n},{n * 100},{falling(n)}", "Wall time,Step,Value\n")
            (tmp_path / f"run-{run}-tag-{tag}.csv").write_text(content)
        one, two = read_runs([tmp_path])
        assert (one.name, sorted(one.series)) == ("sac_1", ["eval_return", "train_loss"])
        assert (two.name, sorted(two.series)) == ("sac_2", ["train_loss"])
        assert one.wall_hours == pytest.approx(39 / 60)
        assert one.last_step == 3900

    def test_a_curve_saved_as_json_is_the_same_curve(self, tmp_path: Path) -> None:
        rows = [[1.7e9 + 60 * n, n * 100, falling(n)] for n in range(ROWS)]
        run = read(tmp_path, "run-a_b-tag-loss_total.json", json.dumps(rows))
        assert (run.name, list(run.series), run.last_step) == ("a_b", ["loss_total"], 3900)

    def test_names_as_older_versions_saved_them_are_taken_apart_too(self, tmp_path: Path) -> None:
        run = read(
            tmp_path, "run_train,tag_loss.csv", "Wall time,Step,Value\n1700000000,1,2\n1700000001,2,3\n"
        )
        assert (run.name, list(run.series)) == ("train", ["loss"])

    def test_a_curve_that_was_renamed_is_called_by_its_file(self, tmp_path: Path) -> None:
        run = read(tmp_path, "mine/reward.csv", "Wall time,Step,Value\n1700000000,1,2\n1700000001,2,3\n")
        assert (run.name, list(run.series)) == ("mine", ["reward"])

    def test_a_chart_of_several_runs_is_several_runs(self, tmp_path: Path) -> None:
        columns = [
            f"{run} - {tag}{end}" for run, tag in (("owl - 1", "loss"), ("cat", "loss")) for end in ENDS
        ]
        head = ",".join(f'"{name}"' for name in ("Step", *columns)) + "\n"
        content = text(
            lambda n: f'"{n}","{falling(n)}","0","1",' + ('"5","0","9"' if n % 2 else '"","",""'), head
        )
        (tmp_path / "wandb_export_1.csv").write_text(content)
        (tmp_path / "wandb_export_2.csv").write_text(content.replace("loss", "acc"))
        cat, owl = read_runs([tmp_path])
        assert (cat.name, owl.name) == ("cat", "owl - 1")
        assert {tag: len(each) for tag, each in owl.series.items()} == {"loss": ROWS, "acc": ROWS}
        assert {tag: len(each) for tag, each in cat.series.items()} == {"loss": ROWS // 2, "acc": ROWS // 2}


ENDS = ("", "__MIN", "__MAX")


class TestEvaluations:
    def test_evaluations_are_means_over_their_episodes(self, tmp_path: Path) -> None:
        np.savez(
            tmp_path / "evaluations.npz",
            timesteps=np.array([1000, 2000]),
            results=np.array([[1.0, 3.0], [5.0, 7.0]]),
            ep_lengths=np.array([[10, 20], [30, 50]]),
        )
        run = read_run(tmp_path)
        np.testing.assert_array_equal(run.series["eval/mean_reward"].value, [2, 6])
        np.testing.assert_array_equal(run.series["eval/mean_ep_length"].value, [15, 40])
        np.testing.assert_array_equal(run.series["eval/mean_reward"].step, [1000, 2000])

    def test_arrays_of_anything_else_are_no_run(self, tmp_path: Path) -> None:
        np.savez(tmp_path / "train_loss.npz", x=np.zeros(5))
        assert [run.points for run in read_runs([tmp_path])] == [0]

    def test_objects_in_the_arrays_are_never_made(self, tmp_path: Path) -> None:
        np.savez(tmp_path / "evaluations.npz", timesteps=np.array([{}]), results=np.array([{}]))
        (run,) = read_runs([tmp_path])
        assert [note.kind for note in run.notes] == [NoteKind.CORRUPT_RECORD]


class TestWandbSummary:
    SUMMARY = json.dumps(
        {"_step": 40, "_runtime": 9.5, "_wandb": {"runtime": 9}, "loss": 0.5, "val": {"acc": 0.75}}
    )

    def test_last_values_are_told_at_the_last_step_and_that_there_are_no_others(self, tmp_path: Path) -> None:
        run = read(tmp_path, "run-1-abc/files/wandb-summary.json", self.SUMMARY)
        assert {tag: (int(each.step[0]), each.value[0]) for tag, each in run.series.items()} == {
            "loss": (40, 0.5),
            "val/acc": (40, 0.75),
        }
        assert (run.name, run.hours) == ("run-1-abc", 10 / 3600)
        assert "only the last value" in run.notes[0].detail

    def test_where_the_runs_own_file_lies_the_summary_is_not_read(self, tmp_path: Path) -> None:
        write_run(tmp_path / "run-1-abc", "wandb")
        run = read(tmp_path, "run-1-abc/files/wandb-summary.json", self.SUMMARY)
        assert run.format == "wandb"

    def test_a_run_that_logged_no_metric_is_a_run_that_came_to_nothing(self, tmp_path: Path) -> None:
        run = read(
            tmp_path, "run-1-abc/files/wandb-summary.json", '{"_runtime": 90, "_wandb": {"runtime": 90}}'
        )
        assert (run.name, run.points, run.hours) == ("run-1-abc", 0, 90 / 3600)
        assert [note.kind for note in run.notes] == [NoteKind.NO_SCALARS]

    def test_a_summary_of_nothing_is_no_run(self, tmp_path: Path) -> None:
        (tmp_path / "wandb-summary.json").write_text('{"_wandb": {"runtime": 9}}')
        (run,) = read_runs([tmp_path])
        assert not run.points
        assert [note.kind for note in run.notes] == [NoteKind.EMPTY]


def test_a_blank_after_the_mark_of_a_monitor_file_changes_nothing(tmp_path: Path) -> None:
    head = '# {"t_start": 1550000000.1, "env_id": "Task-v0"} \nr,l,t\n'
    run = read(tmp_path, "0.0.monitor.csv", f"{head}1.0,10,1.0\n3.0,30,4.0\n")
    assert (run.format, run.last_step, run.metadata["env_id"]) == ("monitor", 40, "Task-v0")


def test_what_the_trainer_sums_up_at_the_end_is_no_curve(tmp_path: Path) -> None:
    entries = [{"step": n, "loss": falling(n)} for n in range(ROWS)]
    entries.append({"step": ROWS, "train_loss": 0.1, "train_runtime": 99.5, "epoch": 1.0})
    run = read(tmp_path, "trainer_state.json", json.dumps({"log_history": entries}))
    assert list(run.series) == ["loss"]
    assert run.metadata["summary/train_runtime"] == "99.5"
    assert run.hours == 99.5 / 3600


@pytest.mark.parametrize("name", ["stats.txt", "run.ndjson", "out.log"])
def test_a_log_under_any_name_is_read_on_as_it_grows(tmp_path: Path, name: str) -> None:
    def row(n: int) -> str:
        return (
            f"{n}\t0.5\n"
            if name == "out.log"
            else json.dumps({"iter": n, "loss": 0.5, "pad": "x" * 4000}) + "\n"
        )

    rows = 30_000 if name == "out.log" else 60
    head = "Iteration\tloss\n" if name == "out.log" else ""
    folder, cache = tmp_path / "run", tmp_path / "cache"
    folder.mkdir()
    (folder / name).write_text(head + "".join(map(row, range(rows))))
    assert read_run(folder, cache_dir=cache).points == rows
    with (folder / name).open("a") as file:
        file.write(row(rows))
    np.testing.assert_array_equal(read_run(folder, cache_dir=cache).series["loss"].step, range(rows + 1))


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), st.just(10**400)
)
NAMES = st.sampled_from(["loss", "step", "epoch", "time", "0", "1", "value", "steps", "config", "", "a/b"])
DOCUMENTS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=6), st.dictionaries(NAMES, inner, max_size=5)),
    max_leaves=40,
)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_whatever_a_document_holds_it_is_read_or_said_to_hold_nothing(document: Any) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "history.json")
        path.write_text(json.dumps(document))
        reader = JsonDocumentReader()
        assert 0 <= reader.detect(path, path.read_bytes()[:4096]) <= 1
        reading = reader.read(RunFiles(path, (path,)), None)
        assert reading.series or reading.notes


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["1", "2", "nan", "", "0:01", "x", "1e400", "-3.5"]), max_size=4), max_size=8
    )
)
def test_whatever_a_table_holds_it_is_read_or_said_to_hold_nothing(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "log.txt")
        for delimiter in ",\t |;":
            path.write_text("\n".join(delimiter.join(row) for row in [["step", "time", "loss"], *rows]))
            reader = CsvReader()
            assert 0 <= reader.detect(path, path.read_bytes()[:4096]) <= 1
            reading = reader.read(RunFiles(path, (path,)), None)
            assert reading.series or reading.notes


class TestWithoutAHeader:
    def test_steps_at_the_ends_of_episodes_are_the_steps_and_the_file_names_the_rest(
        self, tmp_path: Path
    ) -> None:
        ends = np.cumsum([900 + 37 * (n * n % 11) for n in range(ROWS)])
        run = read(tmp_path, "rewards.csv", text(lambda n: f"{ends[n]:.18e},{n % 9 - 20:.18e}"))
        assert run.series["rewards"].step.tolist() == ends.tolist()

    def test_two_columns_that_only_go_up_leave_it_open_which_counts(self, tmp_path: Path) -> None:
        ends = np.cumsum([900 + 37 * (n * n % 11) for n in range(ROWS)])
        run = read(tmp_path, "rewards.csv", text(lambda n: f"{ends[n]},{ends[n] // 3 + n}"))
        assert "column 1" in run.series
        assert run.series["column 1"].step.tolist() == list(range(ROWS))
