"""Environments, many copies at once: a pole on a cart, a point with thrusters, a ball to catch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


class CartPole:
    """The classic task; reward 1 a step, at most `limit` steps."""

    size, actions, continuous = 4, 2, False

    def __init__(self, copies: int, seed: int, limit: int = 200, gravity: float = 9.8) -> None:
        self.rng = np.random.default_rng([seed, 20])
        self.limit, self.gravity = limit, gravity
        self.state = self.rng.uniform(-0.05, 0.05, (copies, 4))
        self.age = np.zeros(copies, int)

    def observe(self) -> Array:
        return self.state.copy()

    def step(self, action: Array) -> tuple[Array, Array, Array]:
        """Give the rewards, which copies ended, and which of these only ran out of time."""
        x, v, angle, spin = self.state.T
        force = np.where(action == 1, 10.0, -10.0)
        sine, cosine = np.sin(angle), np.cos(angle)
        push = (force + 0.05 * spin**2 * sine) / 1.1
        turn = (self.gravity * sine - cosine * push) / (0.5 * (4 / 3 - 0.1 * cosine**2 / 1.1))
        drive = push - 0.05 * turn * cosine / 1.1
        self.state = np.stack([x + 0.02 * v, v + 0.02 * drive, angle + 0.02 * spin, spin + 0.02 * turn], 1)
        self.age += 1
        fell = (np.abs(self.state[:, 0]) > 2.4) | (np.abs(self.state[:, 2]) > 0.2095)
        late = (self.age >= self.limit) & ~fell
        done = fell | late
        self.state[done] = self.rng.uniform(-0.05, 0.05, (int(done.sum()), 4))
        self.age[done] = 0
        return np.ones(len(done)), done, late


class PointMass:
    """Thrust a point to the middle of the plane in 40 steps; leaving the plane ends the episode."""

    size, actions, continuous = 4, 2, True

    def __init__(self, copies: int, seed: int, limit: int = 40, reach: float = 1.0) -> None:
        self.rng = np.random.default_rng([seed, 21])
        self.limit, self.reach = limit, reach
        self.state = self._fresh(copies)
        self.age = np.zeros(copies, int)

    def _fresh(self, copies: int) -> Array:
        where = self.rng.uniform(-1.5, 1.5, (copies, 2)) * self.reach
        return np.concatenate([where, np.zeros((copies, 2))], 1)

    def observe(self) -> Array:
        return self.state.copy()

    def step(self, action: Array) -> tuple[Array, Array, Array]:
        place, speed = self.state[:, :2], self.state[:, 2:]
        speed = 0.95 * speed + 0.1 * np.clip(action, -1, 1)
        self.state = np.concatenate([place + 0.2 * speed, speed], 1)
        self.age += 1
        away = np.linalg.norm(self.state[:, :2], axis=1)
        out = away > 4
        late = (self.age >= self.limit) & ~out
        done = out | late
        reward = -away - 0.05 * (np.clip(action, -1, 1) ** 2).sum(1)
        self.state[done] = self._fresh(int(done.sum()))
        self.age[done] = 0
        return reward, done, late


class Catch:
    """A ball falls 6 rows; move a paddle among 5 columns below it: +1 when caught, else -1."""

    size, actions, continuous = 11, 3, False
    rows, columns = 6, 5

    def __init__(self, copies: int, seed: int) -> None:
        self.rng = np.random.default_rng([seed, 22])
        self.ball = self.rng.integers(0, self.columns, copies)
        self.paddle = np.full(copies, self.columns // 2)
        self.row = np.zeros(copies, int)

    def observe(self) -> Array:
        eye = np.eye(self.columns)
        return np.concatenate([eye[self.ball], eye[self.paddle], self.row[:, None] / self.rows], 1)

    def step(self, action: Array) -> tuple[Array, Array, Array]:
        self.paddle = np.clip(self.paddle + action - 1, 0, self.columns - 1)
        self.row += 1
        done = self.row >= self.rows - 1
        reward = np.where(done, np.where(self.paddle == self.ball, 1.0, -1.0), 0.0)
        count = int(done.sum())
        self.ball[done] = self.rng.integers(0, self.columns, count)
        self.paddle[done] = self.columns // 2
        self.row[done] = 0
        return reward, done, np.zeros(len(done), bool)
