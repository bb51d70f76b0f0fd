"""Logs as people find them in a terminal's scroll-back: several frameworks' ways to print, and home-made ones."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from tests.benchmarks.fourth_lab.writers import BEGAN, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.benchmarks.fourth_lab.rig import Log


def _print(folder: Path, lines: Iterable[str], name: str = "train.log") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(lines) + "\n")


def _clock(seconds: float) -> str:
    return dt.datetime.fromtimestamp(BEGAN + seconds, dt.UTC).strftime("%Y-%m-%d %H:%M:%S")


def boxes(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """Stable-Baselines3's tables of a group a block."""
    lines: list[str] = ["Using cpu device"]
    for index, row in enumerate(log.rows):
        given = named(row, names) | {
            "time/iterations": index + 1,
            "time/total_timesteps": row.step,
            "time/time_elapsed": int(row.seconds),
        }
        groups: dict[str, list[tuple[str, float]]] = {}
        for tag, value in sorted(given.items()):
            group, leaf = tag.split("/", 1)
            groups.setdefault(group, []).append((leaf, value))
        lines.append("-" * 44)
        for group, members in groups.items():
            lines.append(f"| {group + '/':<24} | {'':<12} |")
            lines += [f"|    {leaf:<21} | {value:<12.4g} |" for leaf, value in members]
        lines.append("-" * 44)
    _print(folder, lines)


def rsl_rl(log: Log, names: Mapping[str, str], folder: Path) -> None:
    lines: list[str] = []
    for index, row in enumerate(log.rows):
        title = f" Learning iteration {index}/{len(log.rows)} "
        lines += [
            "#" * 80,
            title.center(80),
            "",
            f"{'Computation:':>35} 42000 steps/s (collection: 0.9s, learning 0.1s)",
        ]
        lines += [f"{tag + ':':>35} {value:.4f}" for tag, value in named(row, names).items()]
        lines += [
            "-" * 80,
            f"{'Total timesteps:':>35} {row.step}",
            f"{'Total time:':>35} {row.seconds:.2f}s",
            "",
        ]
    _print(folder, lines)


def mlagents(log: Log, names: Mapping[str, str], folder: Path) -> None:
    del names
    lines = [
        f"[INFO] Walker. Step: {row.step}. Time Elapsed: {row.seconds:.3f} s. "
        f"Mean Reward: {row.values['return']:.3f}. Std of Reward: {abs(row.values['return']) / 9:.3f}. Training."
        for row in log.rows
        if "return" in row.values
    ]
    _print(folder, lines, "Player.log")


def keras(log: Log, names: Mapping[str, str], folder: Path) -> None:
    lines: list[str] = []
    for index, row in enumerate(log.rows):
        told = " - ".join(f"{tag}: {value:.4f}" for tag, value in sorted(named(row, names).items()))
        lines += [
            f"Epoch {index + 1}/{len(log.rows)}",
            f"\x1b[1m40/40\x1b[0m \x1b[32m{'━' * 20}\x1b[0m 10s 250ms/step - {told}",
        ]
    _print(folder, lines, "slurm-48213.out")


def nanogpt(log: Log, names: Mapping[str, str], folder: Path) -> None:
    del names
    lines: list[str] = []
    for row in log.rows:
        values = row.values
        lines.append(
            f"step {row.step}: train loss {values['train_loss']:.4f}, val loss {values['val_loss']:.4f}"
        )
        lines.append(
            f"iter {row.step}: loss {values['train_loss']:.4f}, time {32000 / values['throughput']:.2f}ms, mfu 11.20%"
        )
    _print(folder, lines)


def megatron(log: Log, names: Mapping[str, str], folder: Path) -> None:
    lines: list[str] = []
    for row in log.rows:
        told = " | ".join(f"{tag}: {value:.6E}" for tag, value in named(row, names).items())
        pace = 32000 / row.values["throughput"]
        lines.append(
            f" [{_clock(row.seconds)}] iteration {row.step:8d}/{log.rows[-1].step:8d} | "
            f"consumed samples: {row.step * 32:12d} | "
            f"elapsed time per iteration (ms): {pace:.1f} | global batch size: {32:5d} | {told} | "
            "number of skipped iterations:   0 | number of nan iterations:   0 |"
        )
    _print(folder, lines)


def fairseq(log: Log, names: Mapping[str, str], folder: Path) -> None:
    lines = []
    for row in log.rows:
        told = {tag: f"{value:.5g}" for tag, value in named(row, names).items()}
        place = {"epoch": int(row.epoch) + 1, "update": round(row.epoch, 3), "num_updates": str(row.step)}
        lines.append(f"{_clock(row.seconds)} | INFO | train_inner | {json.dumps(place | told)}")
    _print(folder, lines)


def tutorial(log: Log, names: Mapping[str, str], folder: Path) -> None:
    del names
    lines = []
    for index, row in enumerate(log.rows):
        values, line = (
            row.values,
            f"Epoch [{index + 1}/{len(log.rows)}], Loss: {row.values['train_loss']:.4f}",
        )
        if "train_acc" in values:
            line += f", Acc: {100 * values['train_acc']:.2f}%"
        if "val_loss" in values:
            line += f", Val Loss: {values['val_loss']:.4f}"
        if "val_acc" in values:
            line += f", Val Acc: {100 * values['val_acc']:.2f}%"
        lines.append(line)
    _print(folder, lines, "nohup.out")


def tabbed(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """A logger of Python with `key=value` pairs."""
    lines = [
        f"{_clock(row.seconds)},{index % 1000:03d} - trainer - INFO - step={row.step} "
        + " ".join(f"{tag.replace(' ', '_')}={value:.5g}" for tag, value in named(row, names).items())
        for index, row in enumerate(log.rows)
    ]
    _print(folder, lines)


def episodes(log: Log, names: Mapping[str, str], folder: Path) -> None:
    """Home-made reinforcement learning: a line every so many episodes."""
    lines = []
    for row in log.rows:
        told = named(row, names)
        line = "\t".join(f"{tag}: {value:.3f}" for tag, value in told.items())
        lines.append(f"Episode {row.step}\t{line}")
    _print(folder, lines, "out.txt")
