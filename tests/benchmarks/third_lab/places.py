"""Three tasks of the third lab: a puck in a wind, a stock to be kept, and a door that needs a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from tests.benchmarks.fault_lab.tasks import Flags, Task
from tests.benchmarks.second_lab.games import Moved

if TYPE_CHECKING:
    from tools.fault_lab.network import Floats


class Puck(Task):
    """A puck on ice that two thrusters bring to the origin against a wind; thrust in [-1, 1]."""

    seen_size, actions, limit, is_continuous = 4, 2, 40, True

    def begin(self, count: int) -> Floats:
        """Give a puck at rest somewhere."""
        return np.column_stack((self.rng.uniform(-1.5, 1.5, (count, 2)), np.zeros((count, 2))))

    def advance(self, state: Floats, action: Floats) -> tuple[Floats, Floats, Flags]:
        """Thrust for a fifth of a second."""
        thrust = np.clip(action, -1, 1)
        speed = 0.95 * state[:, 2:] + 0.2 * thrust + np.array([0.04, -0.03])
        place = np.clip(state[:, :2] + 0.2 * speed, -3, 3)
        reward = -np.linalg.norm(place, axis=1) - 0.05 * (thrust**2).sum(axis=1)
        return np.column_stack((place, speed)), reward, np.zeros(len(state), dtype=bool)


class Stock(Task):
    """Goods ordered every day for a demand that goes up and down; sales earn, storing and missing sales cost."""

    seen_size, actions, limit = 3, 5, 30
    _ORDERS: ClassVar[Floats] = np.array([0.0, 2.0, 4.0, 6.0, 9.0])

    def begin(self, count: int) -> Floats:
        """Give a small stock on any day."""
        return np.column_stack((self.rng.integers(0, 6, count), self.rng.integers(0, 8, count))).astype(float)

    def observe(self, state: Floats) -> Floats:
        """Give the stock, and the day as a point on a circle."""
        turn = state[:, 1] * 2 * np.pi / 8
        return np.column_stack((state[:, 0] / 10, np.sin(turn), np.cos(turn)))

    def advance(self, state: Floats, action: Floats) -> tuple[Floats, Floats, Flags]:
        """Sell what there is; what was ordered comes after that."""
        demand = self.rng.poisson(3.5 + 2.5 * np.sin(state[:, 1] * 2 * np.pi / 8))
        sold = np.minimum(state[:, 0], demand)
        order = self._ORDERS[action.astype(int)]
        stock = np.minimum(20, state[:, 0] - sold + order)
        reward = 0.2 * sold - 0.04 * stock - 0.05 * (order > 0) - 0.1 * (demand - sold)
        return np.column_stack((stock, (state[:, 1] + 1) % 8)), reward, np.zeros(len(state), dtype=bool)


class Door(Task):
    """A corridor with a key at one end and a door at the other; one point for opening it, nothing else."""

    seen_size, actions, limit = 10, 3, 40
    _LAST: ClassVar[int] = 8

    def begin(self, count: int) -> Floats:
        """Give the middle, without a key."""
        return np.column_stack((np.full(count, 3.0), np.zeros(count)))

    def observe(self, state: Floats) -> Floats:
        """Give the place as one of nine, and whether the key is held."""
        return np.column_stack((np.eye(self._LAST + 1)[state[:, 0].astype(int)], state[:, 1]))

    def advance(self, state: Floats, action: Floats) -> tuple[Floats, Floats, Flags]:
        """Go left, stay, or go right."""
        place = np.clip(state[:, 0] + action - 1, 0, self._LAST)
        key = np.maximum(state[:, 1], place == 0)
        opened = (place == self._LAST) & (key == 1)
        return np.column_stack((place, key)), opened.astype(np.float64), opened


PLACES: dict[str, type[Task]] = {"puck": Puck, "stock": Stock, "door": Door}


def moved(task: Task, action: Floats) -> tuple[Moved, Floats]:
    """Take an action in every copy; give what came of it, and what is seen next."""
    step = task.step(action)
    return Moved(step.reward, step.terminated, step.truncated, step.seen), step.next_seen
