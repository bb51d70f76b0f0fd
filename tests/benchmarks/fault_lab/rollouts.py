"""Playing a policy: normalised observations, steps of all copies, and the returns of the episodes that ended."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.fault_lab.tasks import Stepped, Task
    from tools.fault_lab.network import Floats


@dataclass(slots=True)
class Normaliser:
    """Running mean and variance of observations, by the parallel formula of Chan, Golub and LeVeque 1979."""

    size: int
    count: float = 1e-4
    mean: Floats = field(init=False)
    variance: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.mean, self.variance = np.zeros(self.size), np.ones(self.size)

    def take(self, batch: Floats) -> None:
        """Add observations, float64[n, size]."""
        total = self.count + len(batch)
        away = batch.mean(axis=0) - self.mean
        between = away**2 * self.count * len(batch) / total
        self.variance = (self.variance * self.count + batch.var(axis=0) * len(batch) + between) / total
        self.mean = self.mean + away * len(batch) / total
        self.count = total

    def __call__(self, seen: Floats) -> Floats:
        """Give observations of mean 0 and variance 1, cut at 10."""
        return np.asarray(np.clip((seen - self.mean) / np.sqrt(self.variance + 1e-8), -10, 10))


class Episodes:
    """Returns and lengths of the newest episodes, as the task counts them and as they were reported."""

    def __init__(self, copies: int, window: int) -> None:
        """Begin.

        Args:
            copies: of the task.
            window: number of episodes the logged mean is over.
        """
        self._reported, self._true = np.zeros(copies), np.zeros(copies)
        self._length = np.zeros(copies)
        self.reported: deque[float] = deque(maxlen=window)
        self.lengths: deque[float] = deque(maxlen=window)
        self.true: list[float] = []

    def take(self, step: Stepped, reported: Floats) -> None:
        """Count a step.

        Args:
            step: of all copies.
            reported: rewards as the training gets them.
        """
        self._reported += reported
        self._true += step.goal
        self._length += 1
        ended = step.terminated | step.truncated
        self.reported += self._reported[ended].tolist()
        self.lengths += self._length[ended].tolist()
        self.true += self._true[ended].tolist()
        for each in (self._reported, self._true, self._length):
            each[ended] = 0.0

    def means(self) -> dict[str, float]:
        """Give what is logged; nothing before the first episode ended."""
        if not self.reported:
            return {}
        return {"return": float(np.mean(self.reported)), "length": float(np.mean(self.lengths))}


def mean_return(task: Task, act: Callable[[Floats], Floats]) -> float:
    """Give the mean return of one new episode of every copy."""
    task.restart()
    total, is_on = np.zeros(len(task.state)), np.ones(len(task.state), dtype=bool)
    for _ in range(task.limit):
        step = task.step(act(task.seen))
        total += step.goal * is_on
        is_on &= ~(step.terminated | step.truncated)
        if not is_on.any():
            break
    return float(total.mean())
