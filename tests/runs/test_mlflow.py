"""MLflow's file store and database, and Trackio's database."""

from __future__ import annotations

import json
import math
import sqlite3
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, read_run, read_runs
from coach.runs.describing.run_state import standing

if TYPE_CHECKING:
    from pathlib import Path

RUN = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Give the folder of a file store with one run."""
    run = tmp_path / "mlruns" / "0" / RUN
    (run / "metrics" / "train").mkdir(parents=True)
    (run / "params").mkdir()
    (run / "tags").mkdir()
    (tmp_path / "mlruns" / "0" / "meta.yaml").write_text("experiment_id: '0'\nname: Default\n")
    (run / "meta.yaml").write_text(f"artifact_uri: file:///x\nrun_id: {RUN}\nrun_name: shy-elk-1\n")
    (run / "metrics" / "train" / "loss").write_text(
        "1700000000000 0.5 0\n1700000001500 nan 1\n1700000002000 0.3 2\n"
    )
    (run / "metrics" / "mae").write_text("1700000000000 202.6\n")
    (run / "params" / "lr").write_text("0.01")
    (run / "tags" / "mlflow.source.git.commit").write_text("abc")
    return tmp_path


def test_a_file_store_is_read_as_plain_text(store: Path) -> None:
    run = read_run(store)
    assert (run.name, run.tracker_id, run.format, run.files) == ("shy-elk-1", RUN, "mlflow", 3)
    np.testing.assert_array_equal(run.series["train/loss"].value, [0.5, math.nan, 0.3])
    np.testing.assert_array_equal(run.series["train/loss"].wall_time, [1.7e9, 1.7e9 + 1.5, 1.7e9 + 2])
    assert len(run.series["mae"]) == 1
    assert (run.metadata["config/lr"], run.metadata["mlflow.source.git.commit"]) == ("0.01", "abc")


def test_broken_lines_and_links_in_a_file_store_are_left_out(store: Path) -> None:
    metrics = store / "mlruns" / "0" / RUN / "metrics"
    (metrics / "mae").write_text("rubbish\n1 2 3 4\n1700000000000 5.0 7\n\n")
    (metrics / "link").symlink_to(metrics / "mae")
    run = read_run(store)
    assert "link" not in run.series
    np.testing.assert_array_equal(run.series["mae"].step, [7])
    assert NoteKind.CORRUPT_RECORD in [note.kind for note in run.notes]


def test_an_mlflow_database_gives_its_runs_with_nan_and_infinity(tmp_path: Path) -> None:
    path = tmp_path / "mlflow.db"
    with sqlite3.connect(path) as database:
        database.executescript("""
            CREATE TABLE runs (run_uuid TEXT PRIMARY KEY, name TEXT);
            CREATE TABLE metrics (key TEXT, value REAL, timestamp INT, run_uuid TEXT, step INT, is_nan INT);
            CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT);
            CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT);
            INSERT INTO runs VALUES ('a1', 'shy-elk'), ('b2', 'bold-ox');
            INSERT INTO params VALUES ('lr', '0.1', 'a1');
            INSERT INTO metrics VALUES ('loss', 0.5, 1700000000000, 'a1', 0, 0),
                ('loss', 0.0, 1700000001000, 'a1', 1, 1),
                ('loss', 1.7976931348623157e308, 1700000002000, 'a1', 2, 0);
        """)
    database.close()
    runs = {run.name: run for run in read_runs([tmp_path])}
    np.testing.assert_array_equal(runs["shy-elk"].series["loss"].value, [0.5, math.nan, math.inf])
    assert runs["shy-elk"].metadata == {"config/lr": "0.1"}
    assert [note.kind for note in runs["bold-ox"].notes] == [NoteKind.NO_SCALARS]


def test_a_trackio_database_gives_its_runs(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "project.db") as database:
        database.execute("CREATE TABLE metrics (run_id, run_name, timestamp TEXT, step INT, metrics BLOB)")
        for step, loss in enumerate([0.5, "NaN", 0.2]):
            row = (
                "r1",
                "base",
                f"2023-11-14T22:13:2{step}+00:00",
                step,
                json.dumps({"loss": loss, "a": {"b": 1}}).encode(),
            )
            database.execute("INSERT INTO metrics VALUES (?, ?, ?, ?, ?)", row)
    database.close()
    run = read_run(tmp_path)
    assert (run.name, run.tracker_id) == ("base", "r1")
    np.testing.assert_array_equal(run.series["loss"].value, [0.5, math.nan, 0.2])
    np.testing.assert_array_equal(run.series["a/b"].wall_time, 1.7e9 + np.arange(3))


@pytest.mark.parametrize("content", [b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_broken_database_is_noted(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mlflow.db").write_bytes(content)
    (run,) = read_runs([tmp_path])
    assert not run.series
    assert run.notes


@pytest.mark.parametrize(("status", "state"), [("3", "ended"), ("4", "crashed"), ("5", "ended-early")])
def test_the_stores_own_word_on_what_became_of_a_run_is_kept(store: Path, status: str, state: str) -> None:
    meta = store / "mlruns" / "0" / RUN / "meta.yaml"
    meta.write_text(f"{meta.read_text()}status: {status}\n")
    assert standing(read_run(store), now=1.8e9).state == state


def test_a_database_says_what_became_of_its_runs(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "mlflow.db") as database:
        database.execute("CREATE TABLE runs (run_uuid TEXT, name TEXT, status TEXT)")
        database.execute("CREATE TABLE params (key TEXT, value TEXT, run_uuid TEXT)")
        database.execute("CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT)")
        database.execute(
            "CREATE TABLE metrics (key TEXT, value REAL, timestamp INT, run_uuid TEXT, step INT, is_nan INT)"
        )
        database.execute("INSERT INTO runs VALUES (?, 'shy-elk-1', 'FAILED')", (RUN,))
        database.executemany(
            "INSERT INTO metrics VALUES ('loss', 0.5, ?, ?, ?, 0)",
            [(1_700_000_000_000 + n, RUN, n) for n in range(9)],
        )
    run = read_run(tmp_path)
    assert run.name == "shy-elk-1"
    assert standing(run, now=1.8e9).state == "crashed"


@pytest.mark.parametrize("column", ["run_id", "run_name"])
def test_trackios_configuration_is_the_runs_own(tmp_path: Path, column: str) -> None:
    with sqlite3.connect(tmp_path / "project.db") as database:
        id_column = "run_id TEXT, " if column == "run_id" else ""
        database.execute(
            f"CREATE TABLE metrics ({id_column}run_name TEXT, timestamp TEXT, step INT, metrics TEXT)"
        )
        database.execute(
            f"CREATE TABLE configs (id INTEGER PRIMARY KEY, {column} TEXT, config BLOB, created_at TEXT)"
        )
        for run, rate in (("a", 0.1), ("b", 0.2)):
            given = {"run_name": run, "step": 0, "metrics": '{"loss": 1}'} | {column: run}
            query = f"INSERT INTO metrics ({', '.join(given)}) VALUES (?{', ?' * (len(given) - 1)})"  # noqa: S608 - our names
            database.execute(query, [*given.values()])
            config = json.dumps({"lr": rate, "model": {"depth": 2}, "_Username": "x"}).encode()
            database.execute(f"INSERT INTO configs ({column}, config) VALUES (?, ?)", (run, config))  # noqa: S608 - our names
    database.close()
    assert [dict(run.metadata) for run in read_runs([tmp_path])] == [
        {"config/lr": "0.1", "config/model/depth": "2"},
        {"config/lr": "0.2", "config/model/depth": "2"},
    ]
