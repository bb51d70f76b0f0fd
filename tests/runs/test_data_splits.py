"""Rows that say in a word which part of the data they are about are kept apart, whatever the table is written in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from coach.runs import Run, read_run

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    (part, epoch, round(start / (1 + 0.1 * epoch), 4))
    for epoch in range(20)
    for part, start in (("train", 2.0), ("val", 3.0))
]


def losses(run: Run, tag: str) -> list[float]:
    return [float(value) for value in run.series[tag].value]


@pytest.mark.parametrize("word", ["val", "valid", "Validation", "dev"])
def test_a_column_of_words_tells_them_apart(tmp_path: Path, word: str) -> None:
    rows = "".join(f"{word if part == 'val' else part},{epoch},{loss}\n" for part, epoch, loss in ROWS)
    (tmp_path / "log.csv").write_text("phase,epoch,loss\n" + rows)
    run = read_run(tmp_path)
    assert losses(run, "loss") == [loss for part, _, loss in ROWS if part == "train"]
    assert losses(run, "val/loss") == [loss for part, _, loss in ROWS if part == "val"]
    assert run.series["val/loss"].step.tolist() == list(range(20))


def test_a_word_in_each_object_tells_them_apart(tmp_path: Path) -> None:
    lines = [json.dumps({"mode": part, "epoch": epoch, "loss": loss}) for part, epoch, loss in ROWS]
    (tmp_path / "log.jsonl").write_text("\n".join(lines) + "\n")
    run = read_run(tmp_path)
    assert losses(run, "val/loss") == [loss for part, _, loss in ROWS if part == "val"]
    assert len(run.series["loss"]) == 20


def test_what_is_only_measured_on_one_part_keeps_its_name(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"mode": part, "epoch": epoch, "loss": loss} | ({"mIoU": 0.1 * epoch} if part == "val" else {})
        )
        for part, epoch, loss in ROWS
    ]
    (tmp_path / "log.jsonl").write_text("\n".join(lines) + "\n")
    assert set(read_run(tmp_path).series) == {"loss", "val/loss", "mIoU"}


def test_a_table_without_a_header_may_have_such_a_column(tmp_path: Path) -> None:
    rows = "".join(f"{part} {epoch} {loss} {loss / 2}\n" for part, epoch, loss in ROWS)
    (tmp_path / "log.txt").write_text(rows)
    run = read_run(tmp_path)
    assert losses(run, "column 3") == [loss for part, _, loss in ROWS if part == "train"]
    assert losses(run, "val/column 3") == [loss for part, _, loss in ROWS if part == "val"]


def test_other_words_tell_nothing_apart(tmp_path: Path) -> None:
    rows = "".join(f"{'a' if epoch % 2 else 'b'},{epoch},{3 / (epoch + 1):.4f}\n" for epoch in range(20))
    (tmp_path / "log.csv").write_text("worker,epoch,loss\n" + rows)
    assert set(read_run(tmp_path).series) == {"loss"}
