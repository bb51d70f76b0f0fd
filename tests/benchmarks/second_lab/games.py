"""Two small tasks in many copies: a ball to be caught, and a pole to be held upright by a torque."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tools.fault_lab.network import Floats

Flags = NDArray[np.bool_]


class Moved(NamedTuple):
    """What came of one action in every copy: float64[copy] rewards, and bool[copy] ends and time limits."""

    reward: Floats
    ended: Flags
    at_limit: Flags
    last_seen: Floats


class Game(Protocol):
    """Copies of a task that start again by themselves; `seen` is float64[copy, size]."""

    size: int
    actions: int
    is_continuous: bool
    seen: Floats

    def move(self, action: Floats) -> Moved:
        """Take one action in every copy."""
        ...


class Catch:
    """A ball falls and drifts; the paddle under it moves by one of three actions. One point is won or lost."""

    size = 4
    actions = 3
    is_continuous = False
    _WIDTH, _HEIGHT = 8, 8

    def __init__(self, copies: int, rng: np.random.Generator) -> None:
        self.rng = rng
        self.ball = np.zeros(copies)
        self.drift = np.zeros(copies)
        self.paddle = np.zeros(copies)
        self.row = np.zeros(copies)
        self._begin(np.ones(copies, dtype=bool))
        self.row = rng.integers(0, self._HEIGHT, copies).astype(float)

    def _begin(self, which: Flags) -> None:
        count = int(which.sum())
        self.ball[which] = self.rng.integers(0, self._WIDTH, count)
        self.drift[which] = self.rng.integers(-1, 2, count)
        self.paddle[which] = self.rng.integers(0, self._WIDTH, count)
        self.row[which] = 0

    @property
    def seen(self) -> Floats:
        """What an agent sees of every copy."""
        half = (self._WIDTH - 1) / 2
        return np.stack(
            (self.ball / half - 1, self.paddle / half - 1, self.drift, self.row / self._HEIGHT * 2 - 1),
            axis=1,
        )

    def move(self, action: Floats) -> Moved:
        most = self._WIDTH - 1
        self.paddle = np.clip(self.paddle + action - 1, 0, most)
        at = self.ball + self.drift
        self.drift = np.where((at < 0) | (at > most), -self.drift, self.drift)
        self.ball = np.clip(at, 0, most)
        self.row += 1
        ended = self.row >= self._HEIGHT
        caught = np.abs(self.ball - self.paddle) <= 1
        reward = np.where(ended, np.where(caught, 1.0, -1.0), 0.0)
        last = self.seen
        self._begin(ended)
        return Moved(reward, ended, np.zeros_like(ended), last)


class Upright:
    """A pole that falls over unless a torque holds it; one point a step, less what angle and torque cost."""

    size = 3
    actions = 1
    is_continuous = True
    _LIMIT, _STEP, _FALLEN = 100, 0.05, 0.9

    def __init__(self, copies: int, rng: np.random.Generator) -> None:
        self.rng = rng
        self.angle = np.zeros(copies)
        self.speed = np.zeros(copies)
        self.age = np.zeros(copies)
        self._begin(np.ones(copies, dtype=bool))

    def _begin(self, which: Flags) -> None:
        count = int(which.sum())
        self.angle[which] = self.rng.uniform(-0.2, 0.2, count)
        self.speed[which] = self.rng.uniform(-0.2, 0.2, count)
        self.age[which] = 0

    @property
    def seen(self) -> Floats:
        """What an agent sees of every copy."""
        return np.stack((np.sin(self.angle) * 2, np.cos(self.angle) - 1, self.speed / 2), axis=1)

    def move(self, action: Floats) -> Moved:
        torque = np.clip(action.reshape(-1), -1, 1) * 2
        self.speed = self.speed + (10 * np.sin(self.angle) + 3 * torque) * self._STEP
        self.angle = self.angle + self.speed * self._STEP
        self.age += 1
        ended = np.abs(self.angle) > self._FALLEN
        at_limit = (self.age >= self._LIMIT) & ~ended
        reward = 1 - self.angle**2 - 0.05 * torque**2
        last = self.seen
        self._begin(ended | at_limit)
        return Moved(reward, ended, at_limit, last)


class Tally:
    """Returns and lengths of the episodes that ended lately."""

    def __init__(self, copies: int, keeps: int = 60) -> None:
        self.keeps = keeps
        self.sums, self.ages = np.zeros(copies), np.zeros(copies)
        self.returns: list[float] = []
        self.lengths: list[float] = []

    def take(self, moved: Moved, reward: Floats) -> None:
        """Add a step."""
        self.sums += reward
        self.ages += 1
        over = moved.ended | moved.at_limit
        self.returns += self.sums[over].tolist()
        self.lengths += self.ages[over].tolist()
        self.sums[over], self.ages[over] = 0, 0

    def means(self) -> dict[str, float]:
        """Give what frameworks log of the last episodes."""
        if not self.returns:
            return {}
        last = self.returns[-self.keeps :]
        return {"return": float(np.mean(last)), "length": float(np.mean(self.lengths[-self.keeps :]))}

    def lately(self, since: int) -> float:
        """Give the mean return of the episodes that ended since that many had."""
        return float(np.mean(self.returns[since:])) if len(self.returns) > since else float("nan")


GAMES: dict[str, type[Catch | Upright]] = {"catch": Catch, "upright": Upright}
