"""Console text that says things twice, or beside the training, is read once and right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, Run, read_run, read_runs
from tests.runs.console_samples import loss

if TYPE_CHECKING:
    from pathlib import Path

EPOCHS = range(1, 7)


def read(tmp_path: Path, text: str) -> Run:
    (tmp_path / "train.log").write_text(text, newline="")
    return read_run(tmp_path)


def steps(run: Run, tag: str) -> list[int]:
    return [int(step) for step in run.series[tag].step]


class TestOneNameOnSeveralPartsOfTheData:
    @pytest.mark.parametrize(("held_out", "prefix"), [("Val", "eval/"), ("Test", "test/")])
    def test_a_name_that_comes_again_belongs_to_the_part_named_before_it(
        self, tmp_path: Path, held_out: str, prefix: str
    ) -> None:
        lines = [
            f"Epoch {n} | Train Loss: {1 / n:.4f} Acc: 0.{n}1 | {held_out} Loss: {2 / n:.4f} Acc: 0.{n}0"
            for n in EPOCHS
        ]
        run = read(tmp_path, "\n".join(lines) + "\n")
        assert run.series["train/Acc"].value[0] == 0.11
        assert run.series[f"{prefix}Acc"].value[0] == 0.10

    def test_names_that_no_part_tells_apart_are_numbered(self, tmp_path: Path) -> None:
        run = read(
            tmp_path, "".join(f"step {n} left loss {1 / n:.3f} left loss {2 / n:.3f}\n" for n in EPOCHS)
        )
        assert list(run.series) == ["left loss", "left loss (2)"]

    def test_the_outputs_of_a_test_are_apart_from_those_of_the_training(self, tmp_path: Path) -> None:
        text = "".join(
            f"Iteration {100 * n}, loss = {loss(n)}\n    Train net output #0: loss = {loss(n)}\n"
            f"    Test net output #0: accuracy = 0.9{n}\n    Test net output #1: loss = {loss(n) + 1:.4f}\n"
            for n in EPOCHS
        )
        run = read(tmp_path, text)
        assert len(run.series["loss"]) == len(EPOCHS)
        np.testing.assert_allclose(run.series["test/loss"].value, [loss(n) + 1 for n in EPOCHS], atol=1e-4)


class TestStepsThatAreNone:
    def test_right_answers_out_of_all_are_no_steps(self, tmp_path: Path) -> None:
        text = "".join(
            f"epoch {n:3}\nloss: {1 / n:.4f}\ntest accuracy: {10 * n}.5%, ({105 * n}/{1000 + n})\n"
            for n in EPOCHS
        )
        run = read(tmp_path, text)
        assert steps(run, "loss") == list(EPOCHS)
        assert steps(run, "test accuracy") == list(EPOCHS)

    def test_counts_out_of_another_total_each_time_are_no_steps(self, tmp_path: Path) -> None:
        text = "".join(f"epoch {n}: loss: {1 / n:.4f}, found {50 * n}/{990 + 7 * n}\n" for n in EPOCHS)
        assert steps(read(tmp_path, text), "loss") == list(EPOCHS)

    def test_ordinals_count(self, tmp_path: Path) -> None:
        text = "".join(f"current step: {n}th step\nbatch loss:{loss(n)}\n" for n in range(1, 30))
        assert steps(read(tmp_path, f"{text}model saved / 10 th step\n"), "batch loss") == list(range(1, 30))

    def test_meta_epochs_count(self, tmp_path: Path) -> None:
        text = "".join(f"Meta epoch {n}...\nMeta batch loss: {1 / n:.4f}\n" for n in EPOCHS)
        assert steps(read(tmp_path, text), "Meta batch loss") == list(EPOCHS)

    def test_a_counter_with_a_name_is_no_progress_bar_whatever_its_total(self, tmp_path: Path) -> None:
        text = "".join(
            f"step {n} / {total} (epoch {n / total:.2f} / 50):\n  lr = 1e-3, loss_average = {loss(n)}\n"
            for total, last in ((2334, 150), (2691, 240))
            for n in range(30, last, 30)
        )
        run = read(tmp_path, text)
        assert run.training is not None
        assert run.training.of == 2
        assert steps(run, "loss_average") == list(range(30, 240, 30))

    def test_messages_of_callbacks_do_not_count_epochs(self, tmp_path: Path) -> None:
        text = "".join(
            f"Epoch {n}/6\nEpoch {n - 1:05d}: val_loss improved from {2 / n:.5f} to {1 / n:.5f}, saving model to m.h5\n"
            f"30s - loss: {1 / n:.4f} - val_loss: {2 / n:.4f}\n"
            for n in EPOCHS
        )
        run = read(tmp_path, text)
        assert steps(run, "val_loss") == list(EPOCHS)
        assert set(run.series) == {"loss", "val_loss"}


class TestWhatWasNotMeasured:
    @pytest.mark.parametrize(
        "line",
        [
            "Namespace(epochs=300, loss=1, lr=0.0003, path='./1.pt')",
            "TrainConfig(epochs=300, loss=1, lr=0.0003)",
            "python train.py --epochs=300 --loss=1 --lr=5e-4",
            "$ torchrun train.py --epochs 300 --loss 1 --lr 5e-4",
        ],
    )
    def test_settings_are_no_points_and_no_plan(self, tmp_path: Path, line: str) -> None:
        text = "".join(
            f"{line}\n" + "".join(f"epoch:{n}/9,loss:{1 / n:.4f}\n" for n in EPOCHS) for _ in range(2)
        )
        run = read(tmp_path, text)
        assert set(run.series) == {"loss"}
        assert run.metadata["max_epochs"] == "9"

    def test_the_best_of_the_lines_is_not_read_again(self, tmp_path: Path) -> None:
        lines = [f"[{100 * n}]\ttraining's l2: {1 / n:.4f}\tvalid_1's l2: {2 / n:.4f}\n" for n in EPOCHS]
        run = read(tmp_path, "".join(lines) + f"Early stopping, best iteration is:\n{lines[3]}")
        assert steps(run, "valid_1's l2") == [100 * n for n in EPOCHS]
        assert {note.kind for note in run.notes} == {NoteKind.OTHER_RECORDS}

    def test_from_one_value_to_another_is_no_point(self, tmp_path: Path) -> None:
        text = "".join(
            f"epoch {n}: valid_loss: {1 / n:.4f}\nValidation loss decreased ({2 / n:.4f} --> {1 / n:.4f}). Saving\n"
            for n in EPOCHS
        )
        assert set(read(tmp_path, text).series) == {"valid_loss"}

    def test_words_that_join_a_number_to_the_line_are_no_name(self, tmp_path: Path) -> None:
        text = "".join(f"Saved model at epoch {n} with loss: {1 / n:.4f}\n" for n in EPOCHS)
        assert set(read(tmp_path, text).series) == {"loss"}


class TestProgressBars:
    def bar(self, n: int, text: str) -> str:
        return f"\rEpoch 1: {10 * n:3d}%|{'#' * n:10}| {n}/10 [00:0{n % 10}<00:09, 1.25it/s, {text}]"

    def test_a_drawing_that_is_drawn_again_is_one_point(self, tmp_path: Path) -> None:
        drawn = "".join(
            self.bar(n, f"loss={loss(n)}") + self.bar(n + 1, f"loss={loss(n)}") for n in range(10)
        )
        run = read(tmp_path, drawn + "\n")
        assert steps(run, "loss") == list(range(1, 11))
        np.testing.assert_allclose(run.series["loss"].value, [loss(n) for n in range(10)])

    def test_a_number_that_stays_keeps_its_points_but_for_the_drawings_in_between(
        self, tmp_path: Path
    ) -> None:
        drawn = "".join(self.bar(n, "lr=0.02") + self.bar(n + 1, "lr=0.02") for n in range(10))
        text = drawn + "\n" + "".join(f"step {n} loss {loss(n)}\n" for n in range(6))
        assert len(read(tmp_path, text).series["lr"]) == 10

    def test_a_bar_at_the_end_leaves_nothing_out(self, tmp_path: Path) -> None:
        text = "".join(f"{{'loss': {loss(n)}, 'learning_rate': 1e-4, 'epoch': 0.0{n}}}\n" for n in range(9))
        run = read(tmp_path, text + "\r 27%|##  | 9/90 [00:16<02:14,  1.67s/it]")
        assert not any("left out" in note.detail for note in run.notes)


class TestTheLastLine:
    LINES = "".join(f"[{n}/100] Train Loss: {3 / n:.4f}, Valid Loss: {4 / n:.4f}\n" for n in range(1, 10))

    @pytest.mark.parametrize(
        ("end", "points"),
        [
            ("[10/100] Train Loss: 0.3000, Valid Loss: 0.4000", 10),
            ("[10/100] Train Loss: 0.3000, Valid Loss: 0.40", 9),
            ("[10/100] Train Loss: 0.3000, Valid Loss: 0.", 9),
            ("[10/100] Train Loss: 0.30", 9),
        ],
    )
    def test_without_a_line_end_it_counts_where_it_has_all_its_digits(
        self, tmp_path: Path, end: str, points: int
    ) -> None:
        run = read(tmp_path, self.LINES + end)
        assert len(run.series["Valid Loss"]) == points
        assert any("left out" in note.detail for note in run.notes) is (points == 9)

    def test_what_follows_the_last_number_makes_it_whole(self, tmp_path: Path) -> None:
        lines = [f"step {n} acc: {9 * n / 7}%" for n in range(1, 10)]
        assert len(read(tmp_path, "\n".join(lines)).series["acc"]) == 9


def _epochs(count: int) -> str:
    return "".join(
        f"Epoch {n}/{count} - loss: {2 / n:.4f} - val_loss: {2.2 / n:.4f}\n" for n in range(1, count + 1)
    )


@pytest.mark.parametrize(("count", "times"), [(3, 3), (4, 2), (6, 5)])
def test_short_trainings_one_after_the_other_are_each_a_run(tmp_path: Path, count: int, times: int) -> None:
    (tmp_path / "train.log").write_text(_epochs(count) * times)
    runs = read_runs([tmp_path])
    assert [run.series["loss"].step.tolist() for run in runs] == [list(range(1, count + 1))] * times


def test_epochs_that_do_not_begin_again_where_they_began_are_no_trainings(tmp_path: Path) -> None:
    lengths = [3, 9, 4, 8, 2, 9, 3]
    (tmp_path / "train.log").write_text("".join(f"epoch: {n} loss: {n / 7:.3f}\n" for n in lengths))
    (run,) = read_runs([tmp_path])
    assert run.series["loss"].step.tolist() == list(range(7))


@pytest.mark.parametrize(
    ("head", "planned"),
    [
        ("Total Epoch:300\n", "300"),
        ("num_epochs = 300, lr = 0.1\n", "300"),
        ("epochs: 300\nepochs: 200\n", None),
        ("n_epochs: 300\n", None),
        ("Best epoch: 300\n", None),
    ],
)
def test_the_epochs_that_are_announced_are_the_planned_ones(
    tmp_path: Path, head: str, planned: str | None
) -> None:
    lines = "".join(f"Epoch: {n} loss: {2 - n / 50:.3f}\n" for n in range(20))
    (tmp_path / "train.log").write_text(head + lines)
    (run,) = read_runs([tmp_path])
    assert run.metadata.get("max_epochs") == planned
    (tmp_path / "train.log").write_text(lines + head)
    (run,) = read_runs([tmp_path])
    assert "max_epochs" not in run.metadata


def test_console_text_pasted_into_a_page_is_read_and_other_pages_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "training_output.md").write_text(f"# Run 3\n\n```\n{_epochs(8)}```\n")
    (tmp_path / "b_training.md").write_text("# Training\n\nRun it with 3 epochs, loss 0.5 and patience 2.\n")
    (run,) = read_runs([tmp_path])
    assert len(run.series["loss"]) == 8
