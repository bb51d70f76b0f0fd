"""One run logged twice is one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs import NoteKind, read_runs
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
