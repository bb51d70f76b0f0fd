"""What a training logs: rows of quantities with a step and a clock, written as some framework would."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from tools.fault_lab.file_forms import write_files, write_lines, write_lists, write_nested

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STARTED = 1_750_000_000.0
Format = Literal["events", "csv", "jsonl", "text", "nested", "lists", "files"]


class Row(NamedTuple):
    """One moment: step, seconds since the start, and values by quantity."""

    step: int
    seconds: float
    values: Mapping[str, float]


@dataclass(slots=True)
class Logbook:
    """Rows in the order in which they were logged; `seconds` is the clock, which the training moves on."""

    rows: list[Row] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, step: int, values: Mapping[str, float]) -> None:
        """Log some values at the time the clock shows."""
        self.rows.append(Row(step, self.seconds, dict(values)))

    def column(self, quantity: str) -> list[float]:
        """Give every logged value of a quantity."""
        return [row.values[quantity] for row in self.rows if quantity in row.values]

    def last(self, quantity: str, share: float = 0.1) -> float:
        """Give the mean of the last values of a quantity; NaN where there are none."""
        values = self.column(quantity)
        return float(np.mean(values[-max(1, int(share * len(values))) :])) if values else float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a framework writes its logs.

    Attributes:
        format: what kind of file.
        file: its name.
        step: name of the column or key that holds the step; unused in event files.
        clock: the same for the seconds since the start; empty where none is written.
        row: the same for the number of the row, where the framework counts those too.
        tags: the framework's name by quantity; a name with a minus in front is logged negated. What is not
            listed is not logged.
        lines: of console text, with quantities in braces; `{step}`, `{seconds}`, `{at}` (date and time) and
            `{record}` (a dictionary of the named values) are fields too.
        opening: what the console shows first.
    """

    format: Format
    file: str
    step: str = "step"
    clock: str = ""
    row: str = ""
    tags: Mapping[str, str]
    lines: tuple[str, ...] = ()
    opening: str = ""

    def named(self, values: Mapping[str, float]) -> Iterator[tuple[str, float]]:
        """Give the values that are logged, under the framework's names."""
        for quantity, value in values.items():
            tag = self.tags.get(quantity)
            if tag is not None:
                yield (tag[1:], -value) if tag.startswith("-") else (tag, value)

    def write(self, log: Logbook, folder: Path) -> Path:
        """Write a log below a folder; give its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.file
        match self.format:
            case "events":
                write_scalars(path, self._scalars(log))
            case "csv":
                self._write_table(log, path)
            case "jsonl":
                path.write_text("".join(json.dumps(row) + "\n" for row in self._records(log)))
            case "text":
                write_lines(self._fields(log), self.lines, self.opening, path)
            case "nested":
                write_nested(self._records(log), path)
            case "lists":
                write_lists(list(self._records(log)), path)
            case "files":
                write_files(self._records(log), self.row, self.step, folder)
        return path

    def _fields(self, log: Logbook) -> Iterator[dict[str, Any]]:
        for row in log.rows:
            logged = {name: value for name, value in row.values.items() if name in self.tags}
            record = {name: float(f"{value:.4g}") for name, value in self.named(row.values)}
            at = datetime.fromtimestamp(STARTED + row.seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
            yield {**logged, "step": row.step, "seconds": row.seconds, "at": at, "record": record}

    def _scalars(self, log: Logbook) -> Iterator[Scalar]:
        for row in log.rows:
            for tag, value in self.named(row.values):
                yield Scalar(tag, row.step, STARTED + row.seconds, value)

    def _records(self, log: Logbook) -> Iterator[dict[str, float]]:
        for number, row in enumerate(log.rows):
            clock = {self.clock: round(row.seconds, 2)} if self.clock else {}
            count = {self.row: number} if self.row else {}
            yield {**count, self.step: row.step, **clock, **dict(self.named(row.values))}

    def _write_table(self, log: Logbook, path: Path) -> None:
        records = list(self._records(log))
        columns = list(dict.fromkeys(name for record in records for name in record))
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(records)


_EVENTS = "events.out.tfevents.1750000000.lab.1.0"

SB3 = {
    "return": "rollout/ep_rew_mean",
    "length": "rollout/ep_len_mean",
    "eval_return": "eval/mean_reward",
    "exploration": "rollout/exploration_rate",
    "kl": "train/approx_kl",
    "clip_fraction": "train/clip_fraction",
    "clip_range": "train/clip_range",
    "entropy": "-train/entropy_loss",
    "explained_variance": "train/explained_variance",
    "value_loss": "train/value_loss",
    "policy_loss": "train/policy_gradient_loss",
    "loss": "train/loss",
    "learning_rate": "train/learning_rate",
    "grad_norm": "train/grad_norm",
    "std": "train/std",
    "q": "train/q_mean",
    "fps": "time/fps",
}
CLEANRL = {
    "return": "charts/episodic_return",
    "length": "charts/episodic_length",
    "eval_return": "eval/episodic_return",
    "exploration": "charts/epsilon",
    "kl": "losses/approx_kl",
    "clip_fraction": "losses/clipfrac",
    "entropy": "losses/entropy",
    "explained_variance": "losses/explained_variance",
    "value_loss": "losses/value_loss",
    "policy_loss": "losses/policy_loss",
    "loss": "losses/td_loss",
    "q": "losses/q_values",
    "learning_rate": "charts/learning_rate",
    "fps": "charts/SPS",
}
RLKIT = {
    "return": "exploration/Returns Mean",
    "length": "exploration/path length Mean",
    "eval_return": "evaluation/Returns Mean",
    "value_loss": "trainer/VF Loss",
    "policy_loss": "trainer/Policy Loss",
    "loss": "trainer/QF Loss",
    "q": "trainer/Q Predictions Mean",
    "entropy": "trainer/Policy Entropy",
    "kl": "trainer/KL",
    "exploration": "exploration/epsilon",
}
PLAIN_RL = {
    "return": "return",
    "length": "episode_length",
    "eval_return": "eval_return",
    "exploration": "epsilon",
    "kl": "approx_kl",
    "clip_fraction": "clip_fraction",
    "entropy": "entropy",
    "explained_variance": "explained_variance",
    "value_loss": "value_loss",
    "policy_loss": "policy_loss",
    "loss": "loss",
    "q": "q_mean",
    "learning_rate": "lr",
    "grad_norm": "grad_norm",
    "std": "action_std",
    "fps": "fps",
}
PLAIN_LABELS = {
    "loss": "train/loss",
    "eval_loss": "val/loss",
    "accuracy": "train/accuracy",
    "eval_accuracy": "val/accuracy",
    "learning_rate": "train/lr",
    "grad_norm": "train/grad_norm",
    "step_time": "perf/step_time",
    "memory": "perf/memory_mb",
}
KERAS = {
    "loss": "loss",
    "eval_loss": "val_loss",
    "accuracy": "accuracy",
    "eval_accuracy": "val_accuracy",
    "learning_rate": "learning_rate",
}
LIGHTNING = {
    "loss": "train_loss",
    "eval_loss": "val_loss",
    "accuracy": "train_acc",
    "eval_accuracy": "val_acc",
    "learning_rate": "lr-Adam",
    "grad_norm": "grad_2.0_norm_total",
}
TRAINER = {
    "loss": "loss",
    "eval_loss": "eval_loss",
    "accuracy": "train_accuracy",
    "eval_accuracy": "eval_accuracy",
    "learning_rate": "learning_rate",
    "grad_norm": "grad_norm",
    "memory": "gpu_memory_mb",
    "step_time": "step_time",
}

DIALECTS: Mapping[str, Dialect] = {
    "sb3": Dialect(format="events", file=_EVENTS, tags=SB3),
    "sb3-csv": Dialect(
        format="csv",
        file="progress.csv",
        step="time/total_timesteps",
        clock="time/time_elapsed",
        tags=SB3,
    ),
    "cleanrl": Dialect(format="events", file=_EVENTS, tags=CLEANRL),
    "rlkit": Dialect(
        format="csv",
        file="progress.csv",
        step="exploration/num steps total",
        clock="time/total (s)",
        row="Epoch",
        tags=RLKIT,
    ),
    "rl-jsonl": Dialect(format="jsonl", file="metrics.jsonl", step="step", clock="time", tags=PLAIN_RL),
    "rl-csv": Dialect(format="csv", file="log.csv", step="step", tags=PLAIN_RL),
    "tensorboard": Dialect(format="events", file=_EVENTS, tags=PLAIN_LABELS),
    "keras": Dialect(format="csv", file="training.csv", step="epoch", tags=KERAS),
    "lightning": Dialect(format="csv", file="metrics.csv", step="step", tags=LIGHTNING),
    "trainer": Dialect(format="jsonl", file="log.jsonl", step="step", clock="elapsed", tags=TRAINER),
}
