"""Folders in which everything lies together, and files that change, vanish or come back while they are read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, find_runs, read_run, read_runs
from coach.runs.readers.registry import BUILT_IN
from coach.runs.reading.read_found import read_found
from tests.runs.builders import EVENTS, STARTED, write_log
from tests.runs.every_format import FORMATS, write_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_every_format_that_is_read_is_among_the_examples() -> None:
    assert set(FORMATS) == {reader.format for reader in BUILT_IN}


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_read_by_the_file_itself_too(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "my_run"
    folder.mkdir()
    FORMATS[name](folder)
    whole = read_runs([folder])
    files = [file for file in folder.rglob("*") if file.is_file()]
    found = [run for file in files for run in read_runs([file], cache_dir=tmp_path / "cache") if run.points]
    assert sum(run.points for run in found) >= max(run.points for run in whole)
    assert all("/" not in run.name and run.name for run in found)


def test_a_folder_of_every_format_sorts_itself_out(tmp_path: Path) -> None:
    for log_format in FORMATS:
        write_run(tmp_path / log_format, log_format)
    runs = read_runs([tmp_path])
    assert sorted(run.format for run in runs) == sorted(FORMATS)
    assert all(run.points and run.path.relative_to(tmp_path).parts[0] == run.format for run in runs)


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_another(path: Path) -> None:
    path.write_bytes(b"\x00\xffnothing that was there before" * 9)


@pytest.mark.parametrize("change", [remove, empty, become_a_folder, become_another])
@pytest.mark.parametrize("log_format", FORMATS)
def test_a_file_that_changes_between_being_found_and_being_read_is_noted(
    tmp_path: Path, log_format: str, change: Callable[[Path], None]
) -> None:
    write_run(tmp_path / "run", log_format)
    (found,) = find_runs(tmp_path / "run")
    for path in found.files.files:
        change(path)
    run = read_found(found, None)
    assert run.points == 0
    assert run.notes
    assert "reader failed" not in " ".join(note.detail for note in run.notes)


@pytest.mark.parametrize("change", ["truncated", "replaced", "rewritten"])
def test_a_log_that_is_not_the_one_that_was_read_before_is_read_anew(tmp_path: Path, change: str) -> None:
    log = write_log(tmp_path / "run", {"a": range(5000)})
    whole, kept = log.read_bytes(), tmp_path / "cache"
    assert len(read_run(log.parent, cache_dir=kept).series["a"]) == 5000
    if change == "truncated":
        log.write_bytes(whole[: len(whole) // 2])
        expected = np.arange(len(read_run(log.parent).series["a"]))
    elif change == "replaced":
        write_log(tmp_path / "new", {"a": range(7000, 13_000)}, started=STARTED + 1e6)
        os.replace(tmp_path / "new" / EVENTS, log)  # noqa: PTH105 - as a writer does it
        expected = np.arange(7000, 13_000)
    else:
        write_log(tmp_path / "run", {"a": range(5000, 0, -1)})
        assert log.stat().st_size == len(whole)
        expected = np.arange(5000, 0, -1)
    os.utime(log, ns=(0, 1_800_000_000_000_000_000))
    assert len(expected) > 1000
    np.testing.assert_array_equal(read_run(log.parent, cache_dir=kept).series["a"].value, expected)


def test_a_hundred_small_files_are_one_run_with_few_notes(tmp_path: Path) -> None:
    for part in range(120):
        write_log(
            tmp_path,
            {"loss": range(5)},
            name=f"events.out.tfevents.{1_700_000_000 + part}.host.1.0",
            first_step=3 * part,
            started=STARTED + 100 * part,
        )
    run = read_run(tmp_path)
    assert (run.files, run.points, int(run.series["loss"].segment[-1])) == (120, 600, 119)
    assert [note.kind for note in run.notes] == [NoteKind.RESTART_OVERLAP]
    assert "119 restarts" in run.notes[0].detail


def test_damage_is_told_by_file_byte_and_record(tmp_path: Path) -> None:
    log = write_log(tmp_path, {"loss": range(100)})
    data = bytearray(log.read_bytes())
    size = (len(data) - len(write_log(tmp_path / "one", {"loss": [0]}).read_bytes())) // 99
    at = len(data) - 50 * size
    data[at + 20] ^= 1
    log.write_bytes(bytes(data))
    (run,) = [run for run in read_runs([tmp_path]) if run.path == tmp_path]
    assert len(run.series["loss"]) == 99
    (note,) = run.notes
    assert (note.kind, note.path) == (NoteKind.CORRUPT_RECORD, log)
    assert f"bytes {at:,} to {at + size:,}, after 51 records" in note.detail


def test_a_file_that_may_not_be_read_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_log(tmp_path / "good", {"loss": range(5)})
    secret = write_log(tmp_path / "bad", {"loss": range(5)})
    opened = type(secret).open

    def refuse(path: Path, *given: object, **named: object) -> object:
        if path == secret:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(type(secret), "open", refuse)
    runs = read_runs([tmp_path])
    assert sum(run.points for run in runs) == 5
    notes = [note for run in runs for note in run.notes]
    assert [(note.kind, note.path) for note in notes] == [(NoteKind.UNREADABLE, secret)]
