"""Which runs a path holds, what is said where there are none, and how reading can be watched and stopped."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from coach.errors import RunReadError
from coach.runs import NoteKind, find_runs, read_run, read_runs
from tests.runs.builders import write_log

if TYPE_CHECKING:
    from pathlib import Path


def test_a_path_that_does_not_exist_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(RunReadError) as caught:
        read_runs([tmp_path / "nowhere"])
    assert caught.value.where == str(tmp_path / "nowhere")
    assert caught.value.hint


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "events.out.tfevents.1.pipe")
    with pytest.raises(RunReadError):
        read_runs([tmp_path / "events.out.tfevents.1.pipe"])
    (run,) = read_runs([tmp_path])
    assert not run.series


def test_a_path_with_a_zero_byte_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunReadError):
        read_runs([tmp_path / "a\0b"])


def test_an_unreadable_folder_inside_becomes_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_log(tmp_path / "good", {"loss": range(5)})
    write_log(tmp_path / "bad", {"loss": range(5)})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("bad"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    runs = read_runs([tmp_path])
    assert sum(run.points for run in runs) == 5
    notes = [note for run in runs for note in run.notes]
    assert [(note.kind, note.path.name) for note in notes] == [(NoteKind.UNREADABLE, "bad")]


def test_an_empty_folder_says_that_it_holds_no_log(tmp_path: Path) -> None:
    (run,) = read_runs([tmp_path])
    assert (run.points, run.files, run.first_step, run.last_step, run.wall_hours) == (0, 0, None, None, None)
    assert [note.kind for note in run.notes] == [NoteKind.EMPTY]


def test_a_file_that_is_no_log_says_so(tmp_path: Path) -> None:
    (tmp_path / "model.pt").write_bytes(b"PK\x03\x04 weights")
    run = read_run(tmp_path / "model.pt")
    assert [note.kind for note in run.notes] == [NoteKind.NOT_A_LOG]


def test_files_nobody_can_read_are_summed_up_beside_the_runs(tmp_path: Path) -> None:
    write_log(tmp_path / "run", {"loss": range(5)})
    (tmp_path / "data").mkdir()
    for index in range(40):
        (tmp_path / "data" / f"{index}.csv").write_text("name,colour\nkarl,red\n")
    (run,) = read_runs([tmp_path])
    (note,) = run.notes
    assert note.kind is NoteKind.NOT_A_LOG
    assert note.detail.startswith("40 files")


def test_runs_are_named_by_their_path_below_the_folder_that_was_asked_for(tmp_path: Path) -> None:
    write_log(tmp_path / "ppo" / "PPO_1", {"loss": range(5)})
    write_log(tmp_path / "ppo" / "PPO_2", {"loss": range(5)})
    assert [found.name for found in find_runs(tmp_path)] == ["ppo/PPO_1", "ppo/PPO_2"]
    assert [found.name for found in find_runs(tmp_path / "ppo" / "PPO_1")] == ["PPO_1"]


def test_a_run_reached_by_two_paths_is_read_once(tmp_path: Path) -> None:
    write_log(tmp_path / "run", {"loss": range(5)})
    assert len(read_runs([tmp_path, tmp_path / "run"])) == 1


def test_runs_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("old", "new"):
        write_log(tmp_path / folder / "run", {"loss": range(5)})
    names = [run.name for run in read_runs([tmp_path / "old" / "run", tmp_path / "new" / "run"])]
    assert names == ["old/run", "new/run"]


def test_one_run_is_not_picked_from_several_in_silence(tmp_path: Path) -> None:
    write_log(tmp_path / "a", {"loss": range(5)})
    write_log(tmp_path / "b", {"loss": range(5)})
    with pytest.raises(RunReadError, match="2 runs") as caught:
        read_run(tmp_path)
    assert "a, b" in caught.value.hint


def test_a_moved_run_keeps_its_fingerprint_and_a_grown_one_too(tmp_path: Path) -> None:
    write_log(tmp_path / "run", {"loss": range(5)})
    before = read_run(tmp_path / "run").fingerprint
    (tmp_path / "run").rename(tmp_path / "run - Copy")
    write_log(tmp_path / "run - Copy", {"loss": range(9)})
    assert read_run(tmp_path / "run - Copy").fingerprint == before
    write_log(tmp_path / "other", {"loss": range(5)}, started=1.6e9)
    assert read_run(tmp_path / "other").fingerprint != before


def test_progress_is_told_and_reading_can_be_cancelled(tmp_path: Path) -> None:
    for name in "abcd":
        write_log(tmp_path / name, {"loss": range(5)})
    told: list[tuple[int, int, str]] = []
    read_runs([tmp_path], progress=lambda *each: told.append(each))
    assert told == [(0, 4, "a"), (1, 4, "b"), (2, 4, "c"), (3, 4, "d"), (4, 4, "")]
    asked = iter([False, False, True])
    assert len(read_runs([tmp_path], cancelled=lambda: next(asked))) == 2


def test_non_finite_values_are_kept_and_noted(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": [1.0, float("nan"), float("inf")], "reward": [1.0, 2.0, 3.0]})
    run = read_run(tmp_path)
    (note,) = run.notes
    assert note.kind is NoteKind.NON_FINITE
    assert "loss (2 of 3 values, the first at step 1)" in note.detail
