"""Logs as event files, tables and JSON, each laid out as its framework does; text is in `printing`."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from tensorboardX import SummaryWriter

from tests.benchmarks.fourth_lab.names import NEGATED, PERCENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.benchmarks.fourth_lab.rig import Log, Row

BEGAN = 1_760_000_000.0


def named(row: Row, names: Mapping[str, str]) -> dict[str, float]:
    """Give a row under a framework's names, with its signs and units."""
    given = {}
    for quantity, tag in names.items():
        if quantity in row.values:
            sign = -1 if tag in NEGATED else 100 if tag in PERCENT else 1
            given[tag] = sign * row.values[quantity]
    return given


def events(log: Log, names: Mapping[str, str], folder: Path) -> None:
    with SummaryWriter(logdir=str(folder), write_to_disk=True) as writer:
        for row in log.rows:
            for tag, value in named(row, names).items():
                writer.add_scalar(tag, value, row.step, walltime=BEGAN + row.seconds)


def _write(path: Path, header: list[str], rows: list[dict[str, Any]], delimiter: str = ",") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, header, delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _header(rows: list[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(key for row in rows for key in row))


def table(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """One row a moment, steps in front."""
    rows = [{"step": row.step} | named(row, names) for row in log.rows]
    _write(folder / "log.csv", _header(rows), rows)


def by_epoch(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """Keras's CSVLogger, timm's summary.csv: counted in rounds from nought."""
    rows = [{"epoch": index} | named(row, names) for index, row in enumerate(log.rows)]
    _write(folder / "summary.csv", _header(rows), rows)


def by_episode(log: Log, names: Mapping[str, str], folder: Path) -> None:
    rows = [{"episode": row.step} | named(row, names) for row in log.rows]
    _write(folder / "training.csv", _header(rows), rows)


def lightning(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """Training and validation in rows of their own, with blanks where the other would stand."""
    rows: list[dict[str, Any]] = []
    for index, row in enumerate(log.rows):
        given = named(row, names)
        val = {tag: value for tag, value in given.items() if tag.startswith("val")}
        train = {tag: value for tag, value in given.items() if tag not in val}
        rows += [{"epoch": index, "step": row.step - 1} | part for part in (val, train)]
    _write(folder / "lightning_logs" / "version_0" / "metrics.csv", _header(rows), rows)


def spinup(log: Log, names: Mapping[str, str], folder: Path) -> None:
    rows = [
        {"Epoch": index} | named(row, names) | {"TotalEnvInteracts": row.step, "Time": round(row.seconds, 2)}
        for index, row in enumerate(log.rows)
    ]
    _write(folder / "progress.txt", _header(rows), rows, "\t")


def garage(log: Log, names: Mapping[str, str], folder: Path) -> None:
    rows = [
        named(row, names) | {"Evaluation/Iteration": index, "TotalEnvSteps": row.step}
        for index, row in enumerate(log.rows)
    ]
    _write(folder / "progress.csv", _header(rows), rows)


def monitor(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """Only what an environment's wrapper saw: return, length and time of each episode."""
    del names
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'#{{"t_start": {BEGAN}, "env_id": "CartPole-v1"}}', "r,l,t"]
    lines += [f"{r:.6f},{int(n)},{t:.6f}" for r, n, t in log.episodes]
    (folder / "0.monitor.csv").write_text("\n".join(lines) + "\n")


def wandb_export(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """What the button above a chart saves: a file a chart, with MIN and MAX beside each run."""
    folder.mkdir(parents=True, exist_ok=True)
    for quantity, tag in names.items():
        rows = [
            {"Step": row.step}
            | {f"fancy-sun-7 - {tag}{end}": row.values[quantity] for end in ("", "__MIN", "__MAX")}
            for row in log.rows
            if quantity in row.values
        ]
        if rows:
            _write(folder / f"wandb_export_{tag.replace('/', '_')}.csv", _header(rows), rows)


def json_lines(log: Log, names: Mapping[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps(
            {"_step": row.step, "_runtime": row.seconds, "_timestamp": BEGAN + row.seconds}
            | named(row, names)
        )
        for row in log.rows
    ]
    (folder / "wandb-history.jsonl").write_text("\n".join(lines) + "\n")


def _nested(flat: Mapping[str, float]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for tag, value in flat.items():
        *path, leaf = tag.split("/")
        place = tree
        for part in path:
            place = place.setdefault(part, {})
        place[leaf] = value
    return tree


def rllib(log: Log, names: Mapping[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps(
            _nested(named(row, names))
            | {
                "training_iteration": index + 1,
                "num_env_steps_sampled_lifetime": row.step,
                "time_total_s": row.seconds,
                "timestamp": int(BEGAN + row.seconds),
            }
        )
        for index, row in enumerate(log.rows)
    ]
    (folder / "result.json").write_text("\n".join(lines) + "\n")


def trainer_state(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """Hugging Face's Trainer: evaluation in entries of its own, at the same steps."""
    history: list[dict[str, float]] = []
    for row in log.rows:
        given = named(row, names)
        place = {"epoch": round(row.epoch, 2), "step": row.step}
        val = {tag: value for tag, value in given.items() if tag.startswith("eval")}
        history += [{tag: value for tag, value in given.items() if tag not in val} | place]
        if val:
            history += [val | {"eval_runtime": 1.2} | place]
    state = {
        "epoch": log.rows[-1].epoch,
        "global_step": log.rows[-1].step,
        "log_history": history,
        "is_local_process_zero": True,
    }
    path = folder / f"checkpoint-{log.rows[-1].step}" / "trainer_state.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(state, indent=2))


def mlflow(log: Log, names: Mapping[str, str], folder: Path) -> None:
    run = folder / "mlruns" / "0" / "5f2c9d0be6f14be5a3d5c01a2b7e9f42"
    (run / "params").mkdir(parents=True, exist_ok=True)
    (run / "params" / "batch_size").write_text("32")
    (run / "meta.yaml").write_text(
        "artifact_uri: mlruns/0/x/artifacts\nend_time: null\nexperiment_id: '0'\nlifecycle_stage: active\n"
        f"run_id: {run.name}\nrun_name: bold-owl-3\nstart_time: {int(BEGAN * 1000)}\nstatus: 3\n"
    )
    for row in log.rows:
        for tag, value in named(row, names).items():
            path = run / "metrics" / tag
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a") as file:
                file.write(f"{int((BEGAN + row.seconds) * 1000)} {value} {row.step}\n")
