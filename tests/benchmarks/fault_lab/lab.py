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
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tests.benchmarks.fault_lab.label_faults import LABEL_FAULTS
from tests.benchmarks.fault_lab.logbook import DIALECTS
from tests.benchmarks.fault_lab.policy_faults import POLICY_FAULTS
from tests.benchmarks.fault_lab.recipe import Recipe
from tests.benchmarks.fault_lab.setups import SEEDS, SETUPS, train
from tests.benchmarks.fault_lab.value_faults import VALUE_FAULTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.fault_lab.fault import Fault
    from tests.benchmarks.fault_lab.logbook import Logbook
    from tests.benchmarks.fault_lab.recipe import Ended

FAULTS = (*POLICY_FAULTS, *VALUE_FAULTS, *LABEL_FAULTS)
TRAINERS = ("network", "data", "tasks", "rollouts", "recipe", "policy_gradient", "q_learning", "supervised")
MARGIN = 0.25
"""Share of what a healthy training gains that a fault has to cost to count as harmful."""
GROWTH = 1.3
"""Growth of the time of a step, or of the memory, that counts as harmful."""


class Job(NamedTuple):
    """One training: a fault by its number among all faults, or a healthy setup, and a seed."""

    setup: str
    fault: int | None
    seed: int

    @property
    def of_fault(self) -> Fault | None:
        """The fault; None in a healthy training."""
        return None if self.fault is None else FAULTS[self.fault]

    @property
    def name(self) -> str:
        """Name of its folder."""
        fault = self.of_fault
        return f"{self.setup}{f'.{fault.id}' if fault else ''}.{self.seed}"


@dataclass(frozen=True, slots=True)
class Trained:
    """A training that has ended, and the folder of its log."""

    job: Job
    ended: Ended
    folder: Path
    dialect: str


def jobs() -> tuple[Job, ...]:
    """Give every training of the lab, healthy ones first."""
    healthy = [Job(setup, None, seed) for setup in SETUPS for seed in SEEDS]
    faulty = [Job(fault.on, number, seed) for number, fault in enumerate(FAULTS) for seed in SEEDS]
    return (*healthy, *faulty)


def run_lab(chosen: Sequence[Job] | None = None) -> tuple[Trained, ...]:
    """Train what this code has not trained before, and give everything.

    Args:
        chosen: the trainings; all of them where it is left out.
    """
    place = Path(tempfile.gettempdir()) / f"coach-fault-lab-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    wanted = jobs() if chosen is None else chosen
    code = _code()
    with ProcessPoolExecutor() as pool:
        return tuple(pool.map(_trained, wanted, [place] * len(wanted), [code] * len(wanted), chunksize=2))


def _code() -> str:
    """Give what changes with the code that trains."""
    digest = hashlib.sha256(np.__version__.encode())
    for module in TRAINERS:
        source = (Path(__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        digest.update(ast.dump(ast.parse(source)).encode())
    return digest.hexdigest()


def _trained(job: Job, place: Path, code: str) -> Trained:
    fault = job.of_fault
    recipe = Recipe(settings=SETUPS[job.setup].settings) if fault is None else fault.recipe
    dialect = SETUPS[job.setup].dialect if fault is None else fault.logged_as
    key = hashlib.sha256(f"{code} {recipe} {job.seed}".encode()).hexdigest()[:10]
    ended = _kept(place / f"{job.name}.{key}.pickle", recipe, job.seed)
    folder = place / "logs" / job.name
    shutil.rmtree(folder, ignore_errors=True)
    DIALECTS[dialect].write(ended.log, folder)
    return Trained(job, ended, folder, dialect)


def _kept(path: Path, recipe: Recipe[Any], seed: int) -> Ended:
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
    fault = trained.job.of_fault
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
