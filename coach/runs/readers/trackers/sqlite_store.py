"""Runs kept in SQLite: MLflow's `mlflow.db` and Trackio's `<project>.db`, opened read-only.

MLflow writes NaN as 0.0 with a mark, and infinity as the largest float; both are read back. Trackio keeps a row's
metrics as JSON with NaN spelt as a word.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np

from coach.runs.finding.configuration import flat_settings
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import Row, as_number, as_step, columns_of, numbers_in
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_MAGIC = b"SQLite format 3\0"
WRITTEN_AHEAD = "-wal"  # rows that are written and not yet part of the database's own file
_LARGEST = 1.79e308
_MLFLOW = {"run_uuid", "key", "value", "timestamp", "step"}
_TRACKIO = {"run_name", "timestamp", "step", "metrics"}


class SqliteReader:
    """Reads each run of a database as a run."""

    format = "sqlite"
    names = ("mlflow.db", "*.db", "*.sqlite", "*.db-wal", "*.sqlite-wal")

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for a database with a table of metrics as MLflow or Trackio make it; its write-ahead log is no run."""
        if path.name.endswith(WRITTEN_AHEAD):
            return -1.0
        if not head.startswith(_MAGIC):
            return 0.0
        try:
            with closing(_open(path)) as database:
                return 1.0 if _kind(database) else 0.0
        except sqlite3.Error:
            return 0.1 if path.name.lower() == "mlflow.db" else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give the runs of each database; one that cannot be listed is a run that says so when it is read."""
        return tuple(
            RunFiles(file, (file,), inside, (file.with_name(file.name + WRITTEN_AHEAD),))
            for file in files
            for inside in _ids(file)
        )

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read all metrics of one run."""
        del cache
        (path,) = run.files
        try:
            with closing(_open(path)) as database:
                reading = _mlflow if _kind(database) == "mlflow" else _trackio
                rows, name, metadata = reading(database, run.inside)
        except sqlite3.Error as error:
            note = Note(NoteKind.CORRUPT_RECORD, path, f"the database cannot be read: {error}")
            return Reading(notes=(note,), fingerprint=run.inside, tracker_id=run.inside)
        joined = join_parts([Part(path, columns_of(rows))])
        notes = joined.notes if rows else (Note(NoteKind.NO_SCALARS, path, "the run has no metrics"),)
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=notes,
            fingerprint=run.inside,
            tracker_id=run.inside,
            name=name,
            metadata=metadata,
        )


def _open(path: Path) -> sqlite3.Connection:
    """Open read-only; a database whose write-ahead log cannot be shared is read as it lies."""
    address = f"file:{quote(str(path.absolute()))}"
    try:
        database = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=1.0)
        database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except sqlite3.OperationalError:
        database = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, timeout=1.0)
    return database


def _kind(database: sqlite3.Connection) -> str:
    names = {row[1] for row in database.execute("PRAGMA table_info(metrics)")}
    return "mlflow" if names >= _MLFLOW else "trackio" if names >= _TRACKIO else ""


def _ids(path: Path) -> list[str]:
    try:
        with closing(_open(path)) as database:
            column = "run_uuid" if _kind(database) == "mlflow" else _trackio_id(database)
            table = "runs" if _kind(database) == "mlflow" else "metrics"
            found = database.execute(f"SELECT DISTINCT {column} FROM {table} ORDER BY rowid")  # noqa: S608 - our names
            return [str(row[0]) for row in found]
    except sqlite3.Error:
        return [""]


def _mlflow(database: sqlite3.Connection, run: str) -> tuple[list[Row], str, dict[str, str]]:
    has_mark = any(row[1] == "is_nan" for row in database.execute("PRAGMA table_info(metrics)"))
    mark = "is_nan" if has_mark else "0"
    query = f"SELECT key, value, timestamp, step, {mark} FROM metrics WHERE run_uuid = ? ORDER BY timestamp, rowid"  # noqa: S608
    rows = []
    for key, value, milliseconds, step, is_nan in database.execute(query, (run,)):
        number, at = as_number(value), as_step(as_number(step))
        if number is not None and at is not None:
            seconds = (as_number(milliseconds) or np.nan) / 1000
            rows.append(Row(at, seconds, {str(key): np.nan if is_nan else _infinite(number)}))
    metadata = {
        f"{prefix}{key}": str(value)[:200]
        for table, prefix in (("params", "config/"), ("tags", ""))
        for key, value in database.execute(f"SELECT key, value FROM {table} WHERE run_uuid = ?", (run,))  # noqa: S608
    }
    found = database.execute("SELECT * FROM runs WHERE run_uuid = ?", (run,))
    told = dict(zip((column[0] for column in found.description), found.fetchone() or (), strict=False))
    if told.get("status"):
        metadata["status"] = str(told["status"])
    return rows, str(told.get("name") or ""), metadata


def _infinite(value: float) -> float:
    return value if abs(value) < _LARGEST else float(np.copysign(np.inf, value))


def _trackio(database: sqlite3.Connection, run: str) -> tuple[list[Row], str, dict[str, str]]:
    column = _trackio_id(database)
    query = f"SELECT run_name, timestamp, step, metrics FROM metrics WHERE {column} = ? ORDER BY rowid"  # noqa: S608
    rows: list[Row] = []
    name = ""
    for run_name, timestamp, step, metrics in database.execute(query, (run,)):
        name = str(run_name)
        at = as_step(as_number(step))
        if at is not None:
            rows.append(Row(at, _seconds(timestamp), numbers_in(_object(metrics))))
    return rows, name, _trackio_settings(database, column, run)


def _trackio_settings(database: sqlite3.Connection, column: str, run: str) -> dict[str, str]:
    """Give the configuration; names with an underscore before them are Trackio's own (user, group, creation)."""
    names = {row[1] for row in database.execute("PRAGMA table_info(configs)")}
    if not names >= {column, "config"}:
        return {}
    found = database.execute(f"SELECT config FROM configs WHERE {column} = ?", (run,)).fetchall()  # noqa: S608
    told = {name: value for (text,) in found for name, value in _object(text).items()}
    return flat_settings({name: value for name, value in told.items() if not name.startswith("_")})


def _trackio_id(database: sqlite3.Connection) -> str:
    names = {row[1] for row in database.execute("PRAGMA table_info(metrics)")}
    return "run_id" if "run_id" in names else "run_name"


def _object(text: Any) -> dict[str, Any]:
    try:
        parsed = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _seconds(timestamp: Any) -> float:
    """Give Unix seconds of a number or of an ISO 8601 text; NaN where it is neither."""
    number = as_number(timestamp)
    if number is not None:
        return number
    try:
        moment = datetime.fromisoformat(str(timestamp))
    except ValueError:
        return np.nan
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
