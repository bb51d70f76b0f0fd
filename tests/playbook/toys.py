"""What a toy for a check is: inputs with the fault and without, and what is printed with the fault only."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray


class Toy(NamedTuple):
    """A check's code run twice.

    Attributes:
        faulty: names that the code finds, with the fault.
        right: the same names without it.
        tells: what is printed with the fault, and must not be without.
        swaps: text of the code that is replaced first, for code that holds its numbers itself.
    """

    faulty: Mapping[str, Any]
    right: Mapping[str, Any]
    tells: str
    swaps: Mapping[str, tuple[str, str]] = {}


def printed(code: str, given: Mapping[str, Any]) -> str:
    """Give what some code prints, with runs of white space as one."""
    said = StringIO()
    with redirect_stdout(said):
        exec(code, dict(given))  # noqa: S102
    return " ".join(said.getvalue().split())


class Space:
    """Actions of a toy: three of them, or a box of two numbers between -1 and 1."""

    def __init__(self, *, continuous: bool = False) -> None:
        self.random = np.random.default_rng(0)
        self.continuous = continuous
        if continuous:
            self.low, self.high = -np.ones(2), np.ones(2)

    def seed(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)

    def sample(self) -> Any:
        return self.random.uniform(-1, 1, 2) if self.continuous else int(self.random.integers(3))


class Walk:
    """A toy environment: a number that moves, ending after some steps.

    Attributes:
        breaks_at: the step at which it gives what is no number; never without it.
        repeats: ticks of the inner counter for one step.
    """

    def __init__(self, *, length: int = 20, breaks_at: int | None = None, repeats: int = 1) -> None:
        self.action_space = Space(continuous=True)
        self.length, self.breaks_at, self.repeats = length, breaks_at, repeats
        self.ticks = self.steps = 0

    def reset(self, seed: int | None = None) -> tuple[NDArray[np.float64], dict[str, object]]:
        self.random = np.random.default_rng(seed)
        self.steps = 0
        return self.random.normal(size=2), {}

    def step(self, action: object) -> tuple[NDArray[np.float64], float, bool, bool, dict[str, object]]:
        del action  # whatever one does, it moves on
        self.steps += 1
        self.ticks += self.repeats
        obs = np.full(2, np.nan if self.steps == self.breaks_at else float(self.steps))
        return obs, 1.0, False, self.steps >= self.length, {}


class OldWalk(Walk):
    """The same with the return values of earlier days."""

    def reset(self, seed: int | None = None) -> Any:
        return super().reset(seed)[0]

    def step(self, action: object) -> Any:
        obs, reward, terminated, truncated, info = super().step(action)
        return obs, reward, terminated or truncated, info


def wrapped(*names: str) -> object:
    """Give a chain of wrappers by their names, the outermost first."""
    layer: object = None
    for name in reversed(names):
        layer = type(name, (), {"env": layer})() if layer is not None else type(name, (), {})()
    return layer


def starts(*, alike: bool) -> Iterator[NDArray[np.float64]]:
    """Give first observations without end, all of them alike or not."""
    random = np.random.default_rng(0)
    while True:
        yield np.zeros(2) if alike else random.normal(size=2)


def box(low: float, high: float, dtype: type) -> SimpleNamespace:
    """Give a declared space of two numbers."""
    return SimpleNamespace(
        low=np.full(2, low, dtype=dtype),
        high=np.full(2, high, dtype=dtype),
        dtype=np.dtype(dtype),
        shape=(2,),
    )
