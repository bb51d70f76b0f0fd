"""Logs of kinds that were read wrongly or not at all: rows with a count of their own, lists of two lengths and more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, read_run, read_runs
from coach.runs.detectors.detect import detect, detect_across
from coach.runs.quantities import Quantity, meanings_of
from tests.runs.builders import run, series, write_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write(path: Path, lines: Iterator[str] | list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


class TestRowsWithACountOfTheirOwn:
    """In MMSegmentation's rows of validation `iter` is how many batches that took: no restart."""

    def rows(self, own: list[int]) -> list[str]:
        looks = iter(own)
        return [
            json.dumps(row)
            for n in range(1, 41)
            for row in (
                [{"mode": "train", "iter": 50 * n, "loss": 9 / n, "lr": 0.1 / n}]
                + ([{"mode": "val", "iter": next(looks), "mIoU": n / 50}] if n % 10 == 0 else [])
            )
        ]

    def test_they_stand_at_the_step_of_the_row_above(self, tmp_path: Path) -> None:
        found = read_run(write(tmp_path / "a.log.json", self.rows([120] * 4)))
        assert found.series["mIoU"].step.tolist() == [500, 1000, 1500, 2000]
        assert [note.kind for note in found.notes] == [NoteKind.AXIS]

    def test_so_they_do_where_the_others_count_inside_of_epochs(self, tmp_path: Path) -> None:
        rows = [
            json.dumps(row)
            for epoch in range(1, 5)
            for row in [
                *({"epoch": epoch, "iter": 50 * n, "loss": 9 / (epoch + n)} for n in range(1, 11)),
                {"epoch": epoch, "iter": 313, "bbox_mAP": epoch / 9},
            ]
        ]
        (found,) = read_runs([write(tmp_path / "a.log.json", rows)])
        assert len(found.series["loss"]) == 40
        assert (np.diff(found.series["loss"].step) > 0).all()
        assert (np.diff(found.series["bbox_mAP"].step) > 0).all()

    def test_rows_that_count_along_keep_their_steps(self, tmp_path: Path) -> None:
        found = read_run(write(tmp_path / "a.log.json", self.rows([500, 1000, 1500, 2000])))
        assert found.series["mIoU"].step.tolist() == [500, 1000, 1500, 2000]
        assert found.notes == ()


class TestListsOfTwoLengths:
    def read(self, folder: Path, batches: int, epochs: int) -> dict[str, list[int]]:
        losses = [[9 / (n + 1) for n in range(length)] for length in (batches, epochs)]
        path = folder / "log.json"
        path.write_text(json.dumps({"train_losses": losses[0], "val_losses": losses[1]}))
        return {tag: each.step.tolist() for tag, each in read_run(path).series.items()}

    def test_the_short_one_is_spread_over_the_long_one(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, 60, 6)["val_losses"] == [9, 19, 29, 39, 49, 59]

    def test_one_that_was_cut_off_is_not(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, 20, 17)["val_losses"] == [*range(17)]


@pytest.mark.parametrize(("name", "value"), [("global_step/max_steps", "20/60"), ("step/of", "20/60")])
def test_two_numbers_under_two_names_are_a_step_and_its_end(tmp_path: Path, name: str, value: str) -> None:
    rows = [json.dumps({"loss": 9 / n, name: f"{20 * n}/60"}) for n in (1, 2, 3)]
    found = read_run(write(tmp_path / "logging.jsonl", rows))
    assert value in rows[0]
    assert found.series["loss"].step.tolist() == [20, 40, 60]


class TestFairseqsSubsets:
    def lines(self, names: tuple[str, ...]) -> list[str]:
        return [
            line
            for n in range(1, 9)
            for line in (
                f"2022-05-03 10:0{n}:00 | INFO | train | epoch {n:03d} | loss {9 / n:.3f} | num_updates {50 * n}",
                *(
                    f"2022-05-03 10:0{n}:30 | INFO | valid | epoch {n:03d} | valid on '{name}' subset "
                    f"| loss {9 / n + at:.3f} | num_updates {50 * n}"
                    for at, name in enumerate(names)
                ),
            )
        ]

    def test_each_set_is_a_curve_of_its_own(self, tmp_path: Path) -> None:
        found = read_run(write(tmp_path / "train.log", self.lines(("valid", "valid1", "news"))))
        losses = {tag: len(each) for tag, each in found.series.items() if "loss" in tag}
        assert losses == {"loss": 8, "eval/loss": 8, "eval/valid1/loss": 8, "eval/news/loss": 8}
        assert meanings_of(found)["eval/news/loss"].quantity is Quantity.EVAL_LOSS


class TestNumbersBeforeTheirNames:
    def test_darknets_lines_are_read(self, tmp_path: Path) -> None:
        lines = [
            f" {n}: {9 / n:f}, {10 / n:f} avg loss, 0.001 rate, 3.{n} seconds, {n * 64} images, 5.{n} hours left"
            for n in range(1, 9)
        ]
        found = read_run(write(tmp_path / "train.txt", lines))
        assert found.series["avg loss"].step.tolist() == [*range(1, 9)]
        assert found.series["avg loss"].value[1] == 5.0
        assert "hours left" not in found.series

    def test_a_line_that_names_before_is_read_as_before(self, tmp_path: Path) -> None:
        lines = [f"{n}: loss 0.{n} after, lr 0.{n} now" for n in range(1, 9)]
        assert {*read_run(write(tmp_path / "train.txt", lines)).series} == {"loss", "lr"}


class TestAFileAQuantity:
    """d3rlpy writes `loss.csv` and so on, each an epoch, its step and the number."""

    def test_the_files_of_a_folder_are_one_run(self, tmp_path: Path) -> None:
        for name in ("critic_loss", "environment"):
            write(tmp_path / "CQL_1" / f"{name}.csv", [f"{n},{n * 500},{9 / n}" for n in range(1, 9)])
        (found,) = read_runs([tmp_path])
        assert {tag: each.step[-1] for tag, each in found.series.items()} == {
            "critic_loss": 4000,
            "environment": 4000,
        }

    def test_other_bare_numbers_are_no_such_thing(self, tmp_path: Path) -> None:
        for name, rows in {
            "boxes": [f"{n},{n * n},{9 / n}" for n in range(1, 9)],
            "lengths": [f"{n},{n * 500},{9 / n}" for n in range(5, 13)],
        }.items():
            write(tmp_path / f"{name}.csv", rows)
        assert {each.format for each in read_runs([tmp_path])} <= {"csv", "none"}


class TestOneRunUnderTwoNames:
    VALUES = np.random.default_rng(3).normal(-80, 2, 40)

    def logs(self, folder: Path, other: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
        write_log(folder, {"agent/score_per_game": self.VALUES.tolist()})
        rows = [f"{n},{value:.6g},{300 + n % 3}" for n, value in enumerate(other)]
        write(folder / "log.csv", ["step,ep_return,fps", *rows])
        return len(read_runs([folder]))

    def test_equal_numbers_under_other_names_are_one_quantity(self, tmp_path: Path) -> None:
        assert self.logs(tmp_path, self.VALUES) == 1

    def test_nearly_equal_ones_are_two(self, tmp_path: Path) -> None:
        assert self.logs(tmp_path, self.VALUES * 1.001) == 2


class TestFoldersForTwoPartsOfTheData:
    """Keras' callback for TensorBoard writes `train` and `validation`; neither shows overfitting alone."""

    EPOCH = np.arange(60)
    TRAIN = 0.1 + 1.5 * np.exp(-EPOCH / 9)
    TURNS = 0.6 + 1.1 * np.exp(-EPOCH / 6) + np.maximum(0, EPOCH - 20) * 0.02

    @pytest.mark.parametrize(
        "names", [("train", "validation"), ("fold0_train", "fold0_val"), ("model", "model/eval")]
    )
    def test_overfitting_is_seen_between_them_and_no_divergence(
        self, tmp_path: Path, names: tuple[str, str]
    ) -> None:
        for name, loss in zip(names, (self.TRAIN, self.TURNS), strict=True):
            write_log(tmp_path / "logs" / name, {"epoch_loss": loss.tolist()})
        runs = read_runs([tmp_path])
        assert {each.detector for each in detect_across(runs)} == {"validation-turn"}
        assert "loss-divergence" not in {each.detector for one in runs for each in detect(one)}

    @pytest.mark.parametrize("name", ["second", "test"])
    def test_a_folder_without_its_training_is_a_run_like_any_other(self, tmp_path: Path, name: str) -> None:
        write_log(tmp_path / "first", {"epoch_loss": self.TRAIN.tolist()})
        write_log(tmp_path / name, {"epoch_loss": self.TURNS.tolist()})
        runs = read_runs([tmp_path])
        assert detect_across(runs) == ()
        assert {meanings_of(each)["epoch_loss"].quantity for each in runs} == {Quantity.LOSS}


def test_glogs_own_endings_are_opened(tmp_path: Path) -> None:
    for name in ("caffe.INFO", "caffe.host.me.log.INFO.20150528-121314.77"):
        lines = [
            f"I0528 12:00:0{n}.5 77 solver.cpp:239] Iteration {20 * n}, loss = {9 / (n + 1)}"
            for n in range(9)
        ]
        write(tmp_path / name.split(".")[1] / name, lines)
    assert [each.last_step for each in read_runs([tmp_path])] == [160, 160]


@pytest.mark.parametrize(
    ("tag", "quantity"),
    [
        ("score_by_episode", Quantity.RETURN),
        ("reward/vs_time_steps", Quantity.RETURN),
        ("loss_over_time", Quantity.LOSS),
        ("reward_per_step", None),
    ],
)
def test_what_a_curve_is_drawn_against_says_nothing_of_what_it_is(
    tag: str, quantity: Quantity | None
) -> None:
    meaning = meanings_of(run(series(tag, [1.0, 2.0]))).get(tag)
    assert (meaning and meaning.quantity) == quantity


def test_a_row_of_two_damaged_ones_moves_no_clock(tmp_path: Path) -> None:
    rows = [f"{20 + n},{100 + n % 3},{3.5 * n}" for n in range(1, 60)]
    rows[30] = "50,101,364388"
    write(tmp_path / "monitor.csv", ['#{"t_start": 1700000000.0, "env_id": "A-v0"}', "r,l,t", *rows])
    found = read_run(tmp_path)
    assert found.hours == pytest.approx(58 * 3.5 / 3600)
    assert [note.kind for note in found.notes if note.kind is NoteKind.CORRUPT_RECORD] == [
        NoteKind.CORRUPT_RECORD
    ]


def test_a_pause_in_a_monitor_file_is_none(tmp_path: Path) -> None:
    rows = [f"{20 + n},{100 + n % 3},{3.5 * n + 90_000 * (n > 30)}" for n in range(1, 60)]
    write(tmp_path / "monitor.csv", ['#{"t_start": 1700000000.0, "env_id": "A-v0"}', "r,l,t", *rows])
    assert len(read_run(tmp_path).series["monitor/r"]) == 59
