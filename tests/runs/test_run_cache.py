"""What was read before is taken from the cache, whatever the format; nothing that changed is missed."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, read_run, read_runs
from coach.runs.readers.tables.csv_table import CsvReader
from coach.runs.reading import read as reading
from coach.runs.reading import run_cache
from tests.runs.builders import EVENTS, write_log

if TYPE_CHECKING:
    from coach.runs import Run


def same(one: Run, other: Run) -> bool:
    return (
        (one.name, one.path, one.format, one.files, one.fingerprint, one.notes)
        == (other.name, other.path, other.format, other.files, other.fingerprint, other.notes)
        and dict(one.metadata) == dict(other.metadata)
        and list(one.series) == list(other.series)
        and all(
            np.array_equal(mine, yours, equal_nan=True) and mine.dtype == yours.dtype
            for tag in one.series
            for mine, yours in (
                (one.series[tag].step, other.series[tag].step),
                (one.series[tag].wall_time, other.series[tag].wall_time),
                (one.series[tag].value, other.series[tag].value),
                (one.series[tag].segment, other.series[tag].segment),
            )
        )
    )


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a run of each kind of file, one with a restart, and files that are no logs."""
    monkeypatch.setattr(run_cache, "_MANY_POINTS", 1000)
    root = tmp_path / "runs"
    write_log(root / "events", {"loss": [1.0, float("nan"), 0.1], "a": [1e30, 1, 2]})
    write_log(
        root / "events", {"loss": [2.0, 3.0]}, name="events.out.tfevents.1700000009.host.1.0", first_step=1
    )
    write_log(root / "long", {"loss": np.linspace(0, 1, 5_000).tolist()})
    (root / "table").mkdir()
    (root / "table" / "progress.csv").write_text("step,loss\n1,0.1\n2,0.3\n9000000000,0.2\n")
    (root / "lines.jsonl").write_text('{"step": 1, "x": 1}\n{"step": 2, "x": NaN}\n')
    (root / "trainer_state.json").write_text(json.dumps({"log_history": [{"step": 1, "loss": 0.0}]}))
    (root / "empty.csv").write_text("")
    (root / "other.csv").write_text("no,log\n")
    metrics = root / "mlruns" / "0" / "abc" / "metrics"
    metrics.mkdir(parents=True)
    (metrics.parent / "meta.yaml").write_text("run_id: abc\n")
    (metrics / "loss").write_text("1000 0.5 1\n2000 0.25 2\n")
    return root


def refuse(*_: object) -> None:
    raise AssertionError("this should not have been looked at again")


def test_what_is_recalled_is_what_was_read(mixed: Path, tmp_path: Path) -> None:
    plain = read_runs([mixed])
    for _ in range(2):
        cached = read_runs([mixed], cache_dir=tmp_path / "cache")
        assert [run.name for run in cached] == [run.name for run in plain]
        assert all(same(*pair) for pair in zip(plain, cached, strict=True))


def test_an_unchanged_folder_is_not_opened(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (mixed / "mlruns" / "0" / "abc" / "meta.yaml").unlink()
    before = read_runs([mixed], cache_dir=tmp_path / "cache")
    monkeypatch.setattr(reading, "found_in", refuse)
    after = read_runs([mixed], cache_dir=tmp_path / "cache")
    assert all(same(*pair) for pair in zip(before, after, strict=True))


def test_only_the_run_that_changed_is_read(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_runs([mixed], cache_dir=tmp_path / "cache")
    with (mixed / "lines.jsonl").open("a") as file:
        file.write('{"step": 3, "x": 7}\n')
    monkeypatch.setattr(CsvReader, "read", refuse)
    runs = {run.format: run for run in read_runs([mixed], cache_dir=tmp_path / "cache")}
    assert len(runs["jsonl"].series["x"]) == 3
    assert len(runs["csv"].series["loss"]) == 3
    again = {run.format: run for run in read_runs([mixed], cache_dir=tmp_path / "cache")}
    assert all(same(runs[log_format], again[log_format]) for log_format in runs)


def test_new_and_vanished_runs_are_noticed(mixed: Path, tmp_path: Path) -> None:
    read_runs([mixed], cache_dir=tmp_path / "cache")
    write_log(mixed / "another", {"loss": range(5)})
    (mixed / "table" / "progress.csv").unlink()
    names = [run.name for run in read_runs([mixed], cache_dir=tmp_path / "cache")]
    assert "another" in names
    assert "table" not in names


def test_a_metric_that_is_new_in_a_folder_store_is_read(mixed: Path, tmp_path: Path) -> None:
    read_runs([mixed], cache_dir=tmp_path / "cache")
    (mixed / "mlruns" / "0" / "abc" / "metrics" / "accuracy").write_text("1000 0.5 1\n")
    runs = {run.format: run for run in read_runs([mixed], cache_dir=tmp_path / "cache")}
    assert list(runs["mlflow"].series) == ["accuracy", "loss"]


def test_a_row_in_a_databases_write_ahead_log_is_read(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "mine.db")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE metrics (run_name TEXT, timestamp TEXT, step INTEGER, metrics TEXT)")
    database.execute("INSERT INTO metrics VALUES ('wise-owl', '2026-01-01', 0, '{\"loss\": 1}')")
    database.commit()
    assert read_run(tmp_path / "mine.db", cache_dir=tmp_path / "cache").points == 1
    assert read_run(tmp_path, cache_dir=tmp_path / "cache").points == 1
    before = (tmp_path / "mine.db").stat().st_mtime_ns
    database.execute("INSERT INTO metrics VALUES ('wise-owl', '2026-01-02', 1, '{\"loss\": 2}')")
    database.commit()
    assert (tmp_path / "mine.db").stat().st_mtime_ns == before
    assert read_run(tmp_path, cache_dir=tmp_path / "cache").points == 2
    assert read_run(tmp_path / "mine.db", cache_dir=tmp_path / "cache").points == 2
    database.close()


def test_a_file_rewritten_to_the_same_length_is_read_anew(tmp_path: Path) -> None:
    log = tmp_path / "run" / "progress.csv"
    log.parent.mkdir()
    log.write_text("step,loss\n1,0.1\n")
    read_run(log.parent, cache_dir=tmp_path / "cache")
    log.write_text("step,loss\n1,0.2\n")
    os.utime(log, ns=(0, log.stat().st_mtime_ns + 1))
    assert read_run(log.parent, cache_dir=tmp_path / "cache").series["loss"].value.tolist() == [0.2]


def test_a_run_that_could_not_be_read_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "progress.csv").write_text("step,loss\n1,0.1\n")
    with monkeypatch.context() as patch:
        patch.setattr(CsvReader, "read", refuse)
        (note,) = read_run(tmp_path / "run", cache_dir=tmp_path / "cache").notes
        assert note.kind is NoteKind.UNREADABLE
    assert read_run(tmp_path / "run", cache_dir=tmp_path / "cache").points == 1


def test_other_readers_do_not_trust_what_was_kept(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_runs([mixed], cache_dir=tmp_path / "cache")
    monkeypatch.setattr(run_cache, "_reader_names", lambda: ["somebody's own"])
    monkeypatch.setattr(run_cache.RunCache, "all_runs", refuse)
    monkeypatch.setattr(run_cache.RunCache, "recall", refuse)
    assert read_runs([mixed], cache_dir=tmp_path / "cache")


def test_what_older_readers_of_the_same_names_made_of_a_log_is_not_trusted(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_runs([mixed], cache_dir=tmp_path / "cache")
    monkeypatch.setattr(run_cache, "_GENERATION", run_cache._GENERATION + 1)
    monkeypatch.setattr(run_cache.RunCache, "all_runs", refuse)
    monkeypatch.setattr(run_cache.RunCache, "recall", refuse)
    assert read_runs([mixed], cache_dir=tmp_path / "cache")


def test_two_folders_that_share_a_run_each_keep_their_own_names(tmp_path: Path) -> None:
    write_log(tmp_path / "runs" / "a", {"loss": range(5)})
    paths = [tmp_path / "runs", tmp_path / "runs" / "a"]
    for _ in range(2):
        (run,) = read_runs(paths, cache_dir=tmp_path / "cache")
        assert run.points == 5
    read_runs(paths[1:], cache_dir=tmp_path / "cache")
    (run,) = read_runs(paths, cache_dir=tmp_path / "cache")
    assert run.points == 5


def test_a_cancelled_reading_keeps_nothing_half(mixed: Path, tmp_path: Path) -> None:
    asked = iter([False, False, True])
    assert len(read_runs([mixed], cache_dir=tmp_path / "cache", cancelled=lambda: next(asked))) == 2
    assert len(read_runs([mixed], cache_dir=tmp_path / "cache")) == len(read_runs([mixed]))


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b"\xff" * 100, b"coach cache3 0000000000000000 00000000 0000000000000000\n"]
)
def test_a_spoiled_cache_costs_time_and_no_data(mixed: Path, tmp_path: Path, content: bytes) -> None:
    plain = read_runs([mixed])
    read_runs([mixed], cache_dir=tmp_path / "cache")
    for entry in entries(tmp_path / "cache"):
        entry.write_bytes(content)
    assert all(
        same(*pair) for pair in zip(plain, read_runs([mixed], cache_dir=tmp_path / "cache"), strict=True)
    )


def test_a_flipped_bit_anywhere_in_the_cache_is_noticed(mixed: Path, tmp_path: Path) -> None:
    plain = read_runs([mixed])
    read_runs([mixed], cache_dir=tmp_path / "cache")
    random = np.random.default_rng(0)
    for entry in entries(tmp_path / "cache"):
        whole = entry.read_bytes()
        for at in [*range(0, 56, 5), *random.integers(0, len(whole), 15).tolist()]:
            entry.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
            runs = read_runs([mixed], cache_dir=tmp_path / "cache")
            assert all(same(*pair) for pair in zip(plain, runs, strict=True))


def test_a_lost_entry_of_one_long_run_costs_only_its_reading(mixed: Path, tmp_path: Path) -> None:
    plain = read_runs([mixed])
    read_runs([mixed], cache_dir=tmp_path / "cache")
    (entry,) = (tmp_path / "cache").glob("*.run")
    entry.unlink()
    runs = read_runs([mixed], cache_dir=tmp_path / "cache")
    assert all(same(*pair) for pair in zip(plain, runs, strict=True))
    assert entry.exists()


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    log = write_log(tmp_path / "run", {"a": range(500)}, name=EVENTS)
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert read_run(log.parent, cache_dir=tmp_path / "cache").points == 500


def test_a_folder_named_in_two_ways_is_read_under_either(mixed: Path, tmp_path: Path) -> None:
    read_runs([mixed], cache_dir=tmp_path / "cache")
    other = Path(os.path.relpath(mixed))
    runs = read_runs([other], cache_dir=tmp_path / "cache")
    assert all(run.path.is_relative_to(other) for run in runs)
