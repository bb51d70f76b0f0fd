"""What the words around the numbers of a console line call them, in the ways people write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs import Run, read_run
from coach.runs.quantities import Quantity, meanings_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read(tmp_path: Path, lines: Iterable[str]) -> Run:
    (tmp_path / "train.log").write_text("\n".join(lines) + "\n")
    return read_run(tmp_path)


def quantities(run: Run) -> dict[str, Quantity]:
    return {tag: meaning.quantity for tag, meaning in meanings_of(run).items()}


def test_a_number_behind_an_at_sign_is_part_of_the_name(tmp_path: Path) -> None:
    """As in PyTorch's example for ImageNet."""
    lines = (
        f"Epoch: [{n // 20}][{50 * (n % 20):4d}/1000]\tLoss {7 / (n + 1):.4e} ({7.1 / (n + 1):.4e})\t"
        f"Acc@1 {n / 2:6.2f} ({n / 3:6.2f})\tAcc@5 {n:6.2f} ({n / 2:6.2f})"
        for n in range(60)
    )
    run = read(tmp_path, lines)
    assert run.series["Acc@1"].value[-1] == 29.5
    assert run.series["Acc@5"].value[-1] == 59
    assert quantities(run)["Acc@1"] is Quantity.ACCURACY


def test_two_numbers_in_brackets_are_the_epoch_and_the_batch(tmp_path: Path) -> None:
    lines = [
        f"[{e}, {b:5d}] loss: {3 / (10 * e + b / 2000):.3f}" for e in range(1, 6) for b in (2000, 4000, 6000)
    ]
    run = read(tmp_path, lines)
    assert set(run.series) == {"loss"}
    assert run.series["loss"].step.tolist() == [2000 * n for n in range(1, 16)]


@pytest.mark.parametrize("line", ["Episode {0}: {1:.3f}", "=== {0} === {1:.3f}", "[Epoch {0}]: {1:.3f}"])
def test_a_number_behind_what_is_counted_needs_no_name(tmp_path: Path, line: str) -> None:
    run = read(tmp_path, (line.format(n, 1.53 * n - 200) for n in range(0, 200, 5)))
    assert run.series["without a name"].step[-1] == 195
    assert not quantities(run)


def test_how_long_an_epoch_took_is_no_such_number(tmp_path: Path) -> None:
    assert not read(tmp_path, (f"Epoch {n}: 12.{n % 10}s" for n in range(30))).series


def test_a_loss_at_an_iteration_of_the_validation_is_held_out(tmp_path: Path) -> None:
    """As Megatron prints it, where `lm loss value` is no loss of a critic."""
    lines = []
    for n in range(10, 501, 10):
        lines.append(
            f" iteration {n}/ 5000 | learning rate: 1.5E-04 | lm loss: {9 / n:.6E} | grad norm: 1.{n} |"
        )
        if n % 100 == 0:
            lines.append(
                f" validation loss at iteration {n} | lm loss value: {9.5 / n:.6E} | lm loss PPL: 1.1E+01 |"
            )
    run = read(tmp_path, lines)
    assert quantities(run)["eval/lm loss value"] is Quantity.EVAL_LOSS
    assert quantities(run)["lm loss"] is Quantity.LOSS


def test_details_between_two_steps_do_not_take_the_steps_away(tmp_path: Path) -> None:
    """As Darknet prints what each of its layers found, and then the iteration with names behind the numbers."""
    lines = []
    for n in range(1, 61):
        lines += [f"Region {at} Avg IOU: 0.{40 + n % 7}, Class: 0.5{n}, count: 3" for at in (82, 94, 106)]
        lines.append(f"{n}: {80 / n:.6f}, {90 / n:.6f} avg, 0.001000 rate, 3.2{n} seconds, {64 * n} images")
    run = read(tmp_path, lines)
    assert run.series["avg"].step.tolist() == list(range(1, 61))
    assert quantities(run)["avg"] is Quantity.LOSS
    assert quantities(run)["rate"] is Quantity.LEARNING_RATE


@pytest.mark.parametrize(
    ("at_first", "at_last", "own"), [(0.7, 0.2, Quantity.LOSS), (0.5, 0.9, Quantity.ACCURACY)]
)
def test_what_catboost_learns_is_told_by_its_course(
    tmp_path: Path, at_first: float, at_last: float, own: Quantity
) -> None:
    values = [at_first + (at_last - at_first) * n / 49 for n in range(50)]
    lines = (
        f"{n}:\tlearn: {v:.6f}\ttest: {v:.6f}\tbest: {v:.6f} ({n})\ttotal: {n}ms"
        for n, v in enumerate(values)
    )
    read_as = quantities(read(tmp_path, lines))
    held_out = Quantity.EVAL_LOSS if own is Quantity.LOSS else Quantity.EVAL_ACCURACY
    assert (read_as["learn"], read_as["test"]) == (own, held_out)


def test_the_norm_beside_a_loss_and_a_learning_rate_is_that_of_the_gradients(tmp_path: Path) -> None:
    lines = [f"s:{n} trl:{9 / n:.4f} lr:0.0006 norm:1.{n}" for n in range(1, 101)]
    read_as = quantities(
        read(tmp_path, [*lines, *(f"s:{n} tel:{9.5 / n:.4f}" for n in (20, 40, 60, 80, 100))])
    )
    assert read_as == {
        "trl": Quantity.LOSS,
        "tel": Quantity.EVAL_LOSS,
        "lr": Quantity.LEARNING_RATE,
        "norm": Quantity.GRAD_NORM,
    }


def test_a_range_in_a_name_is_part_of_it(tmp_path: Path) -> None:
    run = read(tmp_path, (f"epoch {n} loss: {2 / (n + 1):.4f}, mAP50-95: 0.{10 + n}" for n in range(30)))
    assert run.series["mAP50-95"].value[-1] == 0.39


def test_names_and_counters_in_chinese_are_read(tmp_path: Path) -> None:
    lines = (
        f"第{n}轮 训练损失: {2 / n:.4f} 验证损失: {2.2 / n:.4f} 准确率: {1 - 0.9 / n:.4f}"
        for n in range(1, 31)
    )
    run = read(tmp_path, lines)
    assert run.series["训练损失"].step.tolist() == list(range(1, 31))
    assert quantities(run) == {
        "训练损失": Quantity.LOSS,
        "验证损失": Quantity.EVAL_LOSS,
        "准确率": Quantity.EVAL_ACCURACY,
    }
