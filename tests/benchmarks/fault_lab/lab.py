"""All trainings of the lab, their logs written, and whether each fault did harm."""

from __future__ import annotations

import ast
import hashlib
import math
import os
import pickle
import shutil
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tests.benchmarks.fault_lab.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.benchmarks.fault_lab.fault import Fault
    from tests.benchmarks.fault_lab.recipe import Ended
    from tests.benchmarks.fault_lab.setups import Setup
    from tools.fault_lab.logbook import Dialect, Logbook

SEEDS = (0, 1)

MARGIN = 0.25
"""Share of what a healthy training gains that a fault has to cost to count as harmful."""
GROWTH = 1.3
"""Growth of the time of a step, or of the memory, that counts as harmful."""


class Job(NamedTuple):
    """One training: the id of a setup, the fault put into it or None, and a seed."""

    setup: str
    fault: Fault | None
    seed: int

    @property
    def name(self) -> str:
        """Name of its folder."""
        return f"{self.setup}{f'.{self.fault.id}' if self.fault else ''}.{self.seed}"


@dataclass(frozen=True, slots=True)
class Trained:
    """A training that has ended, and the folder of its log."""

    job: Job
    ended: Ended
    folder: Path
    dialect: Dialect


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """Healthy trainings and the faults that are put into them.

    Attributes:
        name: of its folder below the system's temporary one.
        setups: the healthy trainings, by id.
        faults: what is put into them.
        dialects: how they are logged, by the names that setups and faults use.
        train: trains by a recipe and a seed.
        trainers: names of the modules on which the outcome of a training depends.
    """

    name: str
    setups: Mapping[str, Setup]
    faults: tuple[Fault, ...]
    dialects: Mapping[str, Dialect]
    train: Callable[[Recipe[Any], int], Ended]
    trainers: tuple[str, ...]

    def jobs(self) -> tuple[Job, ...]:
        """Give every training, healthy ones first."""
        healthy = [Job(setup, None, seed) for setup in self.setups for seed in SEEDS]
        faulty = [Job(fault.on, fault, seed) for fault in self.faults for seed in SEEDS]
        return (*healthy, *faulty)

    def run(self) -> tuple[Trained, ...]:
        """Train what this code has not trained before, and give everything."""
        place = Path(tempfile.gettempdir()) / f"coach-{self.name}-{os.getuid()}"
        place.mkdir(mode=0o700, exist_ok=True)
        code = self._code()
        with ProcessPoolExecutor() as pool:
            return tuple(pool.map(partial(self.trained, place=place, code=code), self.jobs(), chunksize=2))

    def _code(self) -> str:
        """Give what changes with the code that trains."""
        digest = hashlib.sha256(np.__version__.encode())
        for module in self.trainers:
            source = Path(import_module(module).__file__ or "").read_text(encoding="utf-8")
            digest.update(ast.dump(ast.parse(source)).encode())
        return digest.hexdigest()

    def trained(self, job: Job, place: Path, code: str) -> Trained:
        """Give one training, kept or new, its log written below a folder."""
        fault, setup = job.fault, self.setups[job.setup]
        recipe = Recipe(settings=setup.settings) if fault is None else fault.recipe_on(setup.settings)
        dialect = self.dialects[(fault.dialect if fault is not None else "") or setup.dialect]
        key = hashlib.sha256(f"{code} {recipe} {job.seed}".encode()).hexdigest()[:10]
        ended = _kept(place / f"{job.name}.{key}.pickle", self.train, recipe, job.seed)
        folder = place / "logs" / job.name
        shutil.rmtree(folder, ignore_errors=True)
        dialect.write(ended.log, folder)
        return Trained(job, ended, folder, dialect)


def _kept(path: Path, train: Callable[[Recipe[Any], int], Ended], recipe: Recipe[Any], seed: int) -> Ended:
    """Give what was kept of an earlier training, or train and keep it."""
    if path.exists():
        kept: Ended = pickle.loads(path.read_bytes())  # noqa: S301 - written by ourselves, below
        return kept
    with np.errstate(all="ignore"):
        ended = train(recipe, seed)
    path.write_bytes(pickle.dumps(ended))
    return ended


def did_harm(trained: Trained, everything: Sequence[Trained]) -> bool:
    """Whether a faulty training ended clearly worse than the healthy ones of its setup."""
    fault = trained.job.fault
    if fault is None:
        return False
    healthy = [
        each.ended for each in everything if each.job.fault is None and each.job.setup == trained.job.setup
    ]
    span = float(np.mean([each.score - each.began for each in healthy]))
    ended = trained.ended
    match fault.harm:
        case "score":
            return _is_worse(ended.score, [each.score for each in healthy], span)
        case "training":
            return _is_worse(ended.training, [each.training for each in healthy], span)
        case "report":
            return not abs(ended.reported - ended.score) < MARGIN * span
        case "time":
            return _growth(_durations(ended.log)) > GROWTH
        case "memory":
            return _growth(ended.log.column("memory")) > GROWTH


def _is_worse(score: float, healthy: Sequence[float], span: float) -> bool:
    if not math.isfinite(score):
        return True
    return score < min(healthy) and score < float(np.mean(healthy)) - MARGIN * span


def _durations(log: Logbook) -> list[float]:
    seconds = np.array([row.seconds for row in log.rows])
    steps = np.array([row.step for row in log.rows])
    moved = np.diff(steps) > 0
    return list(np.diff(seconds)[moved] / np.diff(steps)[moved])


def _growth(values: Sequence[float]) -> float:
    tenth = max(1, len(values) // 10)
    return float(np.mean(values[-tenth:]) / np.mean(values[:tenth]))
