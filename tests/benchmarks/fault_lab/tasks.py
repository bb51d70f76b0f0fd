"""Small control tasks, many copies at once, each with a known length limit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tools.fault_lab.network import Floats

Flags = NDArray[np.bool_]


class Stepped(NamedTuple):
    """What a step gives, one entry a copy.

    Attributes:
        seen: observation right after the step, before any reset.
        reward: of the step.
        goal: what one really wants of the step; the reward, where that says it.
        terminated: the task came to its true end.
        truncated: the time limit was reached.
        next_seen: observation to act on next, after a reset where the episode ended.
    """

    seen: Floats
    reward: Floats
    goal: Floats
    terminated: Flags
    truncated: Flags
    next_seen: Floats


class Task(ABC):
    """Copies of a task; states are float64[copy, state]."""

    seen_size: ClassVar[int]
    actions: ClassVar[int]
    is_continuous: ClassVar[bool] = False
    limit: ClassVar[int]

    def __init__(self, copies: int, rng: np.random.Generator) -> None:
        self.rng = rng
        self.copies = copies
        self.restart()

    def restart(self) -> None:
        """Begin a new episode in every copy."""
        self.state = self.begin(self.copies)
        self.age = np.zeros(self.copies, dtype=np.int64)

    @abstractmethod
    def begin(self, count: int) -> Floats:
        """Give first states."""

    @abstractmethod
    def advance(self, state: Floats, action: Floats) -> tuple[Floats, Floats, Flags]:
        """Give the next states, rewards and true ends."""

    def observe(self, state: Floats) -> Floats:
        """Give what is seen of states."""
        return state

    def goal(self, reward: Floats, terminated: Flags) -> Floats:
        """Give what one really wants of a step."""
        del terminated
        return reward

    @property
    def seen(self) -> Floats:
        """What is seen now."""
        return self.observe(self.state)

    def step(self, action: Floats) -> Stepped:
        """Take an action in every copy; copies whose episode ended begin anew."""
        state, reward, terminated = self.advance(self.state, action)
        self.age += 1
        truncated = (self.age >= self.limit) & ~terminated
        seen = self.observe(state)
        ended = terminated | truncated
        self.state = state
        if ended.any():
            self.state = state.copy()
            self.state[ended] = self.begin(int(ended.sum()))
            self.age[ended] = 0
        goal = self.goal(reward, terminated)
        return Stepped(seen, reward, goal, terminated, truncated, self.observe(self.state))


class CartPole(Task):
    """A pole on a cart, pushed left or right; one point a step until it falls.

    Dynamics and constants: Barto, Sutton and Anderson 1983.
    """

    seen_size, actions, limit = 4, 2, 200

    def begin(self, count: int) -> Floats:
        """Give states near the upright."""
        return self.rng.uniform(-0.05, 0.05, (count, 4))

    def advance(self, state: Floats, action: Floats) -> tuple[Floats, Floats, Flags]:
        """Push for a fiftieth of a second."""
        x, speed, angle, turn = state.T
        force = np.where(action > 0, 10.0, -10.0)
        sine, cosine = np.sin(angle), np.cos(angle)
        push = (force + 0.05 * turn**2 * sine) / 1.1
        turning = (9.8 * sine - cosine * push) / (0.5 * (4.0 / 3.0 - 0.1 * cosine**2 / 1.1))
        moving = push - 0.05 * turning * cosine / 1.1
        new = np.column_stack(
            [x + 0.02 * speed, speed + 0.02 * moving, angle + 0.02 * turn, turn + 0.02 * turning]
        )
        fallen = (np.abs(new[:, 0]) > 2.4) | (np.abs(new[:, 2]) > 0.2095)
        return new, np.ones(len(new)), fallen


class PointMass(Task):
    """A mass between two walls that has to be brought to rest at the origin; force in [-1, 1]."""

    seen_size, actions, limit, is_continuous = 2, 1, 50, True
    wall: ClassVar[float] = 1.5
    edge: ClassVar[float] = np.inf

    def begin(self, count: int) -> Floats:
        """Give a mass at rest somewhere."""
        return np.column_stack([self.rng.uniform(-1, 1, count), np.zeros(count)])

    def advance(self, state: Floats, action: Floats) -> tuple[Floats, Floats, Flags]:
        """Push for a fifth of a second."""
        force = np.clip(action.reshape(len(state), -1)[:, 0], -1, 1)
        speed = state[:, 1] + 0.2 * force
        place = np.clip(state[:, 0] + 0.2 * speed, -self.wall, self.wall)
        speed = np.where(np.abs(place) < self.wall, speed, 0.0)
        reward = -(place**2) - 0.1 * speed**2 - 0.01 * force**2
        return np.column_stack([place, speed]), reward, np.abs(place) > self.edge


class PointMassWithEdge(PointMass):
    """The same, but the episode ends at an edge: every step costs, so that ending early pays."""

    edge = 1.1

    def advance(self, state: Floats, action: Floats) -> tuple[Floats, Floats, Flags]:
        """Push; a constant cost of living makes the edge the cheapest way out."""
        new, reward, fallen = super().advance(state, action)
        return new, reward - 1.0, fallen

    def goal(self, reward: Floats, terminated: Flags) -> Floats:
        """Take the cost of living back; nobody wants the mass over the edge."""
        return reward + 1.0 - self.limit * terminated


class Grid(Task):
    """A room of squares; one point for reaching the far corner, nothing else."""

    side: ClassVar[int] = 5
    seen_size, actions, limit = 25, 4, 40
    _MOVES: ClassVar[Floats] = np.array([[1, 0], [-1, 0], [0, 1], [0, -1]], dtype=np.float64)

    def begin(self, count: int) -> Floats:
        """Give the near corner."""
        return np.zeros((count, 2))

    def observe(self, state: Floats) -> Floats:
        """Give the square as one of `side` squared."""
        number = (state[:, 0] * self.side + state[:, 1]).astype(np.int64)
        return np.eye(self.side**2)[number]

    def advance(self, state: Floats, action: Floats) -> tuple[Floats, Floats, Flags]:
        """Go one square; walls hold."""
        new = np.clip(state + self._MOVES[action.astype(np.int64)], 0, self.side - 1)
        arrived = new.sum(axis=1) == 2 * (self.side - 1)
        return new, arrived.astype(np.float64), arrived


TASKS: dict[str, type[Task]] = {
    "cartpole": CartPole,
    "pointmass": PointMass,
    "edge": PointMassWithEdge,
    "grid": Grid,
}
