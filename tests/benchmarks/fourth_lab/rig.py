"""What every training of this lab shares: how it is set up, and what it keeps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Setup:
    """One training: its seed, the fault put in, the share of the run at which that begins, and other settings."""

    seed: int
    fault: str = ""
    begins: float = 0.0
    options: Mapping[str, float] = field(default_factory=dict)

    def on(self, fault: str, done: float) -> bool:
        """Tell whether `fault` is at work when the share `done` of the run lies behind."""
        return self.fault == fault and done >= self.begins

    def get(self, name: str, default: float) -> float:
        return self.options.get(name, default)


@dataclass(frozen=True)
class Row:
    """What was measured at one moment; `seconds` is the wall time since the start."""

    step: int
    epoch: float
    seconds: float
    values: Mapping[str, float]


@dataclass
class Log:
    """The rows of one training, and what its result is really worth (higher is better; never logged).

    `reported` is what the run says of its own result; `episodes` holds return, length and seconds of each episode.
    """

    rows: list[Row] = field(default_factory=list)
    score: float = 0.0
    reported: float | None = None
    episodes: list[tuple[float, float, float]] = field(default_factory=list)

    def add(self, step: int, epoch: float, seconds: float, values: Mapping[str, float]) -> None:
        self.rows.append(Row(step, epoch, seconds, {key: float(value) for key, value in values.items()}))

    def series(self, quantity: str) -> list[float]:
        return [row.values[quantity] for row in self.rows if quantity in row.values]
