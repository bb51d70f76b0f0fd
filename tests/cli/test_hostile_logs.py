"""`coach symptoms` over folders that somebody made to trip it: no traceback, no waiting, no markup."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from typing import TYPE_CHECKING

import pytest

from tests.runs.builders import EVENTS, write_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.cli.conftest import Said

SECONDS = 20
NASTY = "[red]run[/red]\x1b[31m\x07\rx"


def _empty(folder: Path) -> None:
    (folder / EVENTS).write_bytes(b"")


def _folder_called_like_a_log(folder: Path) -> None:
    (folder / "events.out.tfevents.x").mkdir()


def _pipes(folder: Path) -> None:
    for name in (EVENTS, "progress.csv", "config.yaml", "mlflow.db", "trainer_state.json"):
        os.mkfifo(folder / name)


def _deep(folder: Path) -> None:
    write_log(folder.joinpath(*["a"] * 200), {"loss": range(5)})


def _too_deep(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    for _ in range(200):
        os.mkdir("x" * 30, dir_fd=here)
        inner = os.open("x" * 30, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def _one_long_line(folder: Path) -> None:
    text = f'{{"step": 1, "loss": 2, "x": "{"y" * 10_000_000}"}}'
    for name in ("result.json", "log.jsonl", "trainer_state.json", "config.json", "metrics.json"):
        (folder / name).write_text(text)


def _zero_bytes(folder: Path) -> None:
    (folder / "progress.csv").write_bytes(b"step,loss\n1,2\n2,\x003\n\x00,\x00\n4,5\n")
    (folder / "log.tsv").write_bytes(b"\x00" * 5000)


def _half_a_database(folder: Path) -> None:
    path = folder / "mlflow.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE metrics (key, value, timestamp, run_uuid, step, is_nan)")
        rows = [("loss", n / 7, n, str(n % 9), n, 0) for n in range(9000)]
        database.executemany("INSERT INTO metrics VALUES (?, ?, ?, ?, ?, ?)", rows)
    database.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    (folder / "project.db").write_bytes(whole[:5000])


def _markup(folder: Path) -> None:
    write_log(folder / NASTY, {f"[bold]loss[/bold]{NASTY}": [float("nan"), 1.0] * 20})
    (folder / NASTY / "config.json").write_text(json.dumps({"[blink]lr\x1b[5m": "[/]\x07"}))


@pytest.fixture(autouse=True)
def _no_hang() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    "make",
    [
        _empty,
        _folder_called_like_a_log,
        _pipes,
        _deep,
        _too_deep,
        _one_long_line,
        _zero_bytes,
        _half_a_database,
        _markup,
    ],
    ids=lambda make: make.__name__[1:],
)
def test_a_hostile_folder_is_read_as_far_as_it_goes(
    coach: Callable[..., Said], tmp_path: Path, make: Callable[[Path], None]
) -> None:
    (tmp_path / "logs").mkdir()
    make(tmp_path / "logs")
    said = coach("symptoms", tmp_path / "logs")
    assert said.status == 0, said.err
    assert not set(said.out) & {"\x1b", "\x07", "\r"}
    data = json.loads(coach("symptoms", tmp_path / "logs", "--json").out)
    assert data["runs"]


def test_markup_in_names_is_printed_as_it_stands(coach: Callable[..., Said], tmp_path: Path) -> None:
    _markup(tmp_path)
    said = coach("symptoms", tmp_path)
    assert "[red]run[/red]" in said.out
    assert "[bold]loss[/bold]" in said.out
