"""A small run in each format that `coach` reads, for the tests of this room."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import numpy as np

from tests.runs.builders import write_log
from tests.runs.test_small_trackers import TestClearml, TestDvcLive, TestSacred
from tests.runs.test_wandb import ROWS, START, chunks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _table(folder: Path) -> None:
    (folder / "progress.csv").write_text("step,loss\n1,2\n2,1\n")


def _lines(folder: Path) -> None:
    (folder / "result.json").write_text('{"training_iteration": 1, "loss": 2}\n')


def _state(folder: Path) -> None:
    (folder / "trainer_state.json").write_text(json.dumps({"log_history": [{"step": 1, "loss": 2}]}))


def _monitor(folder: Path) -> None:
    (folder / "monitor.csv").write_text('#{"t_start": 1700000000.0}\nr,l,t\n1.0,10,1.0\n')


def _wandb(folder: Path) -> None:
    (folder / "run-abcd1234.wandb").write_bytes(chunks([*START, *ROWS[:9]]))


def _store(folder: Path) -> None:
    run = folder / "mlruns" / "0" / "abc"
    (run / "metrics").mkdir(parents=True)
    (run / "meta.yaml").write_text("run_id: abc\n")
    (run / "metrics" / "loss").write_text("1000 0.5 1\n")


def _database(folder: Path) -> None:
    with sqlite3.connect(folder / "project.db") as database:
        database.execute("CREATE TABLE metrics (run_name TEXT, timestamp TEXT, step INTEGER, metrics TEXT)")
        database.execute("INSERT INTO metrics VALUES ('owl', '2026-01-01', 0, '{\"loss\": 1}')")
    database.close()


def _evaluations(folder: Path) -> None:
    np.savez(
        folder / "evaluations.npz", timesteps=np.array([100, 200]), results=np.array([[1.0, 3.0], [4.0, 6.0]])
    )


def _saved_curve(folder: Path) -> None:
    (folder / "run-a-tag-loss.csv").write_text("Wall time,Step,Value\n1700000000.5,1,2\n1700000001.5,2,1\n")


def _file_a_quantity(folder: Path) -> None:
    (folder / "loss.csv").write_text("1,500,0.75\n2,1000,0.5\n3,1500,0.25\n")


def _saved_chart(folder: Path) -> None:
    header = '"Step","owl - loss","owl - loss__MIN","owl - loss__MAX"'
    (folder / "wandb_export_2026.csv").write_text(f'{header}\n"1","2","2","2"\n"2","1","1","1"\n')


def _console(folder: Path) -> None:
    (folder / "train.log").write_text("".join(f"step {step} loss {9 - step / 7:.3f}\n" for step in range(5)))


FORMATS: dict[str, Callable[[Path], object]] = {
    "tensorboard": lambda folder: write_log(folder, {"loss": range(5)}),
    "csv": _table,
    "jsonl": _lines,
    "json": lambda folder: (folder / "history.json").write_text('{"loss": [3, 2, 1], "lr": [0.1, 0.1, 0.1]}'),
    "evaluations": _evaluations,
    "tensorboard-export": _saved_curve,
    "csv-per-quantity": _file_a_quantity,
    "wandb-export": _saved_chart,
    "wandb-summary": lambda folder: (folder / "wandb-summary.json").write_text('{"_step": 7, "loss": 0.5}'),
    "trainer_state": _state,
    "monitor": _monitor,
    "wandb": _wandb,
    "mlflow": _store,
    "sqlite": _database,
    "dvclive": TestDvcLive.write,
    "sacred": lambda folder: TestSacred.write(folder / "7", {"loss": TestSacred.LOSS}),
    "console": _console,
    "clearml": lambda folder: TestClearml().write(folder / "offline-abc123.zip"),
}


def write_run(folder: Path, log_format: str) -> None:
    """Write a run of that format into a new folder."""
    folder.mkdir(parents=True)
    FORMATS[log_format](folder)
