"""Files that look like logs and are not read are named, with what would help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs import NoteKind, read_run, read_runs
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "content", "what", "remedy"),
    [
        ("vdlrecords.1691.log", b"\x10\x00\x00\x00\x00\x00scalar", "VisualDL", "LogReader"),
        ("history.pkl", b"\x80\x04\x95", "pickle", "CSV"),
        ("training_log.mat", b"MATLAB 5.0 MAT-file\0", "MATLAB", "CSV"),
        ("results.h5", b"\x89HDF\r\n", "HDF5", "CSV"),
        ("rewards.npy", b"\x93NUMPY\x01\0", "NumPy", "CSV"),
        ("metrics.parquet", b"PAR1\0", "table", "CSV"),
        ("train.log.gz", b"\x1f\x8b\x08\0", "packed", "unpack"),
        ("logs.tar.gz", b"\x1f\x8b\x08\0", "packed", "unpack"),
        ("wandb.zip", b"PK\x03\x04\0", "packed", "unpack"),
    ],
)
def test_a_log_of_another_kind_is_named_with_the_reason_and_the_remedy(
    tmp_path: Path, name: str, content: bytes, what: str, remedy: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (note,) = read_run(tmp_path).notes
    assert (note.kind, note.path) == (NoteKind.NOT_A_LOG, tmp_path / name)
    assert what in note.detail
    assert remedy in note.detail


@pytest.mark.parametrize(
    ("folder", "tool"), [(".aim", "Aim"), (".neptune", "Neptune"), (".cometml-runs", "Comet")]
)
def test_the_store_of_a_tool_that_is_not_read_is_named_once(tmp_path: Path, folder: str, tool: str) -> None:
    (tmp_path / folder / "chunks").mkdir(parents=True)
    for name in ("run_metadata.sqlite", "a.sqlite3", "data-1.log", "chunks/b.zip"):
        (tmp_path / folder / name).write_bytes(b"SQLite format 3\0")
    (note,) = read_run(tmp_path).notes
    assert note.path == tmp_path / folder
    assert tool in note.detail


@pytest.mark.parametrize(
    "name", ["model.pkl", "weights.h5", "images.zip", "embedding.npy", "labels/0001.txt", "README.md"]
)
def test_data_is_not_named(tmp_path: Path, name: str) -> None:
    write_log(tmp_path, {"loss": range(5)})
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"\x80\x04\x95 0.1 0.2\n" * 9)
    assert read_run(tmp_path).notes == ()


def test_a_folder_without_a_log_says_what_is_in_it(tmp_path: Path) -> None:
    for name in ("train.py", "model.py", "weights.pt", "LICENSE"):
        (tmp_path / name).write_bytes(b"x")
    (note,) = read_run(tmp_path).notes
    assert note.kind is NoteKind.EMPTY
    assert note.detail.startswith("no log of any format `coach` reads")
    assert note.detail.endswith("what is here ends in .py (2), .pt (1)")


def test_many_files_of_one_kind_are_one_note_and_another_kind_keeps_its_own(tmp_path: Path) -> None:
    write_log(tmp_path / "run", {"loss": range(5)})
    (tmp_path / "data").mkdir()
    for index in range(40):
        (tmp_path / "data" / f"history_{index}.pkl").write_bytes(b"\x80\x04")
    (tmp_path / "data" / "results.mat").write_bytes(b"MATLAB\0")
    (run,) = read_runs([tmp_path])
    assert sorted(note.detail.split()[0] for note in run.notes) == ["40", "a"]
    assert all("CSV" in note.detail for note in run.notes)
