"""Tables that a training prints under a line of names, among other lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs import Run, read_run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read(tmp_path: Path, lines: Iterable[str]) -> Run:
    (tmp_path / "train.log").write_text("\n".join(lines) + "\n")
    return read_run(tmp_path)


def test_a_table_under_a_ruled_line_of_names_is_read(tmp_path: Path) -> None:
    """As skorch prints it."""
    lines = [
        "Using cuda",
        "  epoch    train_loss    valid_loss     dur",
        "-------  ------------  ------------  ------",
    ]
    lines += [f"{n:7d}  {2 / n:12.4f}  {2.2 / n:12.4f}  0.2{n % 10}" for n in range(1, 31)]
    run = read(tmp_path, [*lines, "Stopping early"])
    assert run.series["train_loss"].step.tolist() == list(range(1, 31))
    assert run.series["valid_loss"].value[1] == 1.1


def test_names_may_have_blanks_and_cells_units(tmp_path: Path) -> None:
    """As scikit-learn's boosting prints it."""
    lines = ["      Iter       Train Loss   Remaining Time "]
    lines += [f"{n:10d} {1.3 / n:16.4f} {f'{(40 - n) / 60:.2f}m':>16}" for n in range(1, 31)]
    run = read(tmp_path, lines)
    assert set(run.series) == {"Train Loss"}
    assert run.series["Train Loss"].step[-1] == 30


def test_rows_drawn_again_stand_once_and_two_tables_are_not_mixed(tmp_path: Path) -> None:
    """As YOLO prints its epochs, and the look at the held-out data under other names after each."""
    lines = []
    for n in range(12):
        lines.append("      Epoch    GPU_mem   box_loss   obj_loss  Instances       Size")
        row = f"{f'{n}/11':>11}{'3.28G':>11}{1 / (n + 1):11.4f}{2 / (n + 1):11.4f}{40 + n:11d}{640:11d}"
        lines.append(
            "\r".join(f"{row}: {p:3d}%|{'#' * (p // 10):<10}| {p}/100 00:0{p // 20}" for p in (0, 50, 100))
        )
        lines.append(
            "                 Class     Images          P      mAP50   mAP50-95: 100%|##########| 4/4 00:01"
        )
        lines.append(f"                   all        128{0.5:11.3g}{n / 20:11.3g}{n / 40:11.3g}")
    run = read(tmp_path, lines)
    assert run.series["box_loss"].step.tolist() == list(range(12))
    assert run.series["box_loss"].value.max() == 1.0
    assert run.series["mAP50-95"].value.max() == pytest.approx(11 / 40)
    assert run.series["mAP50"].value.max() == pytest.approx(11 / 20)


def test_prose_with_gaps_is_no_table(tmp_path: Path) -> None:
    lines = ["the loss   may be   high", "1 2 3"] + [f"step {n} loss {2 / (n + 1):.4f}" for n in range(20)]
    assert set(read(tmp_path, lines).series) == {"loss"}
