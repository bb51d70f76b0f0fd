"""What launchers and machines put before the lines of a training is none of its numbers, and copies are told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs import Run, read_run, read_runs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read(tmp_path: Path, lines: Iterable[str]) -> Run:
    (tmp_path / "slurm-12.out").write_text("\n".join(lines) + "\n")
    return read_run(tmp_path)


def said(run: Run) -> str:
    return " ".join(note.detail for note in run.notes)


@pytest.mark.parametrize("label", ["{0}: ", "[rank{0}]:", "[default{0}]:", "[1,{0}]<stdout>: "])
def test_of_several_processes_the_first_is_shown_and_the_copies_are_told(tmp_path: Path, label: str) -> None:
    lines = []
    for step in range(5, 301, 5):
        ranks = (*range(step % 4, 4), *range(step % 4)) if step % 3 else (3, 1, 0, 2)
        lines += [f"{label.format(rank)}step {step} loss {8 / step + rank:.4f} lr 3e-04" for rank in ranks]
    run = read(tmp_path, lines)
    assert run.series["loss"].step.tolist() == list(range(5, 301, 5))
    assert run.series["loss"].value[0] == 1.6
    assert "180 lines of 3 other processes are left out" in said(run)


def test_what_only_another_process_prints_is_read(tmp_path: Path) -> None:
    lines = []
    for step in range(1, 41):
        lines += [f"[rank{rank}]: step {step} loss {3 / step:.4f}" for rank in (1, 0)]
        lines += [f"[rank1]: step {step} eval accuracy {1 - 1 / step:.4f}"]
    run = read(tmp_path, lines)
    assert len(run.series["loss"]) == 40
    assert len(run.series["eval accuracy"]) == 40


def test_a_line_that_begins_with_its_step_has_no_rank(tmp_path: Path) -> None:
    lines = [f"{step}: loss {3 / (step + 1):.4f} lr 0.1" for fold in range(3) for step in range(30)]
    (tmp_path / "train.log").write_text("\n".join(lines) + "\n")
    assert [len(run.series["loss"]) for run in read_runs([tmp_path])] == [30, 30, 30]


def test_the_machine_and_the_line_of_code_are_no_quantities(tmp_path: Path) -> None:
    run = read(
        tmp_path,
        (
            f"[node03:0/2] 2024-03-05 10:{n:02d}:00,123 (trainer:732) INFO: {n}epoch: loss={9 / n:.3f}, acc=0.{n}"
            for n in range(1, 41)
        ),
    )
    assert set(run.series) == {"loss", "acc"}
    assert run.wall_hours == pytest.approx(39 / 60)
