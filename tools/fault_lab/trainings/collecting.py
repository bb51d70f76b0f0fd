"""Collecting frames for a learner: simulated levels, workers, a buffer and a log, each paid for by what it touches.

Time is counted in what was really touched (squares simulated, entries compared, rows written), not read from a clock,
so that a run is the same wherever it is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from tools.fault_lab.family import Trained
from tools.fault_lab.logbook import Logbook

if TYPE_CHECKING:
    from collections.abc import Mapping

Part = Literal["simulation", "buffer", "log", "waiting"]

_FRAMES = 1000  # of a row of the log, as far as the person sees
_STEPS = 12  # really taken for a row
_WORKERS = 6
_ENTRY, _LINE, _SQUARE = 0.0004, 0.002, 0.0011
_WAIT = 0.55
_HOURS: Final = 24
"""Hours a run takes if nothing slows down; its rows are spread over them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """Everything the collecting can be told; the last part is there to be slow.

    Attributes:
        rows: of the log.
        begins: row at which this process began; what came before is in the checkpoint.
        grows_levels: levels become larger as the agent gets better.
        searches: an old entry is looked for in a list before each insertion.
        rewrites: the whole history is written out at every row.
        loses_workers: a worker that stumbled is not started again.
        heats: the processor lowers its clock once it is hot.
        shares: another job comes and goes on the same machine.
        quiet: nothing is logged but the speed.
    """

    rows: int = 48
    begins: int = 0
    grows_levels: bool = False
    searches: bool = False
    rewrites: bool = False
    loses_workers: bool = False
    heats: bool = False
    shares: bool = False
    quiet: bool = False


def train(settings: Collecting, seed: int) -> Trained:
    """Collect; the facts are the speed at first and at last, and the workers; kept is the time of the parts by row."""
    rng = np.random.default_rng(seed)
    log, buffer, history = Logbook(), list[int](), list[float]()
    alive, skill = _WORKERS, 0.0
    parts: list[Mapping[Part, float]] = []
    speeds: list[float] = []
    busy = rng.integers(0, _HOURS)
    for row in range(settings.rows):
        skill += float(rng.normal(1.0, 0.4)) / settings.rows
        if row < settings.begins:
            if not settings.quiet:
                history.append(0.0)
            continue
        if settings.loses_workers and alive > 2 and rng.random() < 0.09:  # noqa: PLR2004 - one of six now and then
            alive -= 1
        took: dict[Part, float] = {
            "simulation": _simulated(settings, skill, rng),
            "buffer": _inserted(buffer, settings, rng),
            "log": _logged(history, settings),
            "waiting": _WAIT * _WORKERS / alive,
        }
        slow = _clock(settings, row - settings.begins) * _neighbour(settings, row, int(busy))
        took = {name: value * slow * float(rng.lognormal(0, 0.05)) for name, value in took.items()}
        parts.append(took)
        seconds = sum(took.values())
        speeds.append(_FRAMES / seconds)
        log.seconds += 3600 * _HOURS / settings.rows * seconds
        log.add((row + 1) * 50_000, _row(speeds[-1], skill, buffer, rng))
    tenth = max(1, len(speeds) // 8)
    facts = {
        "first_fps": float(np.mean(speeds[:tenth])),
        "last_fps": float(np.mean(speeds[-tenth:])),
        "workers": float(alive),
        "hot": _clock(settings, settings.rows),
    }
    return Trained(log, facts, (parts, speeds))


def _simulated(settings: Collecting, skill: float, rng: np.random.Generator) -> float:
    side = 10 + (int(9 * max(0.0, skill)) if settings.grows_levels else 0)
    touched = 0
    for _ in range(_STEPS // 4):
        level = rng.random((side, side))
        touched += int((level + np.roll(level, 1, axis=0) > 0).sum())
    return _SQUARE * touched


def _inserted(buffer: list[int], settings: Collecting, rng: np.random.Generator) -> float:
    compared = _STEPS
    for key in rng.integers(0, 1 << 30, _STEPS):
        if settings.searches:
            compared += len(buffer) if int(key) not in buffer else buffer.index(int(key))
        buffer.append(int(key))
    return _ENTRY * compared


def _logged(history: list[float], settings: Collecting) -> float:
    if settings.quiet:
        return 0.0
    history.append(float(len(history)))
    written = "\n".join(map(str, history if settings.rewrites else history[-1:]))
    return _LINE * (written.count("\n") + 1) * (6 if settings.rewrites else 1)


def _clock(settings: Collecting, since: int) -> float:
    """Give how much longer everything takes on a processor that has been running for so many rows."""
    return 1 + 0.75 * (1 - float(np.exp(-since / 7))) if settings.heats else 1.0


def _neighbour(settings: Collecting, row: int, busy: int) -> float:
    hour = (row * _HOURS // settings.rows + busy) % _HOURS
    return 1.9 if settings.shares and hour >= _HOURS // 2 else 1.0


def _row(speed: float, skill: float, buffer: list[int], rng: np.random.Generator) -> dict[str, float]:
    values = {
        "fps": speed,
        "return": 10 * skill + float(rng.normal(0, 0.3)),
        "memory": 2100 + 0.4 * len(buffer) + float(rng.normal(0, 5)),
    }
    return {name: float(f"{value:.4g}") for name, value in values.items()}
