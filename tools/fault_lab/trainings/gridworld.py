"""Q-learning in a grid of slippery squares with holes: a table of values, its copy to learn towards, and a buffer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.fault_lab.family import Trained
from tools.fault_lab.logbook import Logbook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.fault_lab.network import Floats

_SIDE = 6
_SQUARES = _SIDE * _SIDE
_GOAL = _SQUARES - 1
_HOLES = np.array([8, 10, 15, 19, 27, 28])
_STARTS = np.setdiff1d(np.arange(_SQUARES - 1), _HOLES)
_BODIES = 8
_LONGEST = 40
_MOVES = ((-1, 0), (1, 0), (0, -1), (0, 1))
_SLIPS = 0.1
_SECONDS = 60.0
DISCOUNT = 0.95
LARGEST = 1.0
"""The largest return there is: one goal, then the episode ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gridworld:
    """Everything the training can be told; the last part is there to be wrong.

    Attributes:
        steps: of all bodies together, each followed by an update.
        rate: how far a value moves to its target.
        explores_for: share of the run over which exploration falls to its last value.
        least: the last share of random moves.
        copies_every: updates between two copies of the table.
        episodes: played in an evaluation that is logged.
        ignores_ends: the value after the end of an episode is counted as if it went on.
        shifts_next: the buffer keeps the square before as the square after for half of all moves.
        explores_in_evaluation: share of random moves in evaluation.
    """

    steps: int = 300
    rate: float = 0.25
    explores_for: float = 0.6
    least: float = 0.05
    copies_every: int = 4
    episodes: int = 10
    ignores_ends: bool = False
    shifts_next: bool = False
    explores_in_evaluation: float = 0.0


class Values(NamedTuple):
    """The table, its copy, and what the buffer holds: square, action, reward, next square, end."""

    table: Floats
    copy: Floats
    buffer: Floats


def train(settings: Gridworld, seed: int) -> Trained:
    """Train; the facts are success in training and evaluation, the largest value, and the gap to the copy."""
    rng = np.random.default_rng(seed)
    table = rng.normal(0, 0.01, (_SQUARES, len(_MOVES)))
    copy, log = table.copy(), Logbook()
    buffer = np.zeros((settings.steps * _BODIES, 5))
    place, age = rng.choice(_STARTS, _BODIES), np.zeros(_BODIES, dtype=int)
    ended, errors, gaps = [], [], []
    for step in range(settings.steps):
        epsilon = max(settings.least, 1 - step / (settings.explores_for * settings.steps))
        action = _chosen(table, place, epsilon, rng)
        after = _moved(place, action, rng)
        reached = after == _GOAL
        kept = np.where(settings.shifts_next & (rng.random(_BODIES) < 0.7), place, after)  # noqa: PLR2004
        fell = np.isin(after, _HOLES)
        rows = np.stack([place, action, reached, kept, reached | fell], axis=1)
        buffer[step * _BODIES : (step + 1) * _BODIES] = rows
        age += 1
        over = reached | fell | (age >= _LONGEST)
        ended += [float(each) for each in reached[over]]
        place, age = np.where(over, rng.choice(_STARTS, _BODIES), after), np.where(over, 0, age)
        errors.append(_update(table, copy, buffer[: (step + 1) * _BODIES], settings, rng))
        gaps.append(np.abs(table - copy).mean())
        if (step + 1) % settings.copies_every == 0:
            copy = table.copy()
        log.seconds += _SECONDS
        if (step + 1) % (settings.steps // 20) == 0:
            reached_lately, error = float(np.mean(ended[-40:] or [0.0])), float(np.mean(errors))
            row = _row(table, settings, rng, epsilon=epsilon, reached=reached_lately, error=error)
            log.add((step + 1) * 4000, row)
            errors = []
    facts = {
        "train_success": float(np.mean(ended[-40:] or [0.0])),
        "success": log.last("eval_return", 0.12),
        "greedy_success": success(table, rng, 100, 0.0),
        "largest_value": float(table.max()),
        "behind": float(np.mean(gaps)),
    }
    return Trained(log, facts, Values(table, copy, buffer))


def success(table: Floats, rng: np.random.Generator, episodes: int, random_moves: float) -> float:
    """Give the share of so many episodes that reach the goal."""
    place, reached = rng.choice(_STARTS, episodes), np.zeros(episodes, dtype=bool)
    over = reached
    for _ in range(_LONGEST):
        place = np.where(over, place, _moved(place, _chosen(table, place, random_moves, rng), rng))
        reached = place == _GOAL
        over = reached | np.isin(place, _HOLES)
    return float(reached.mean())


def wrong_moves(buffer: Floats, count: int, rng: np.random.Generator) -> int:
    """Give how many of so many kept moves stay on their square although no wall is there."""
    chosen = buffer[rng.integers(0, len(buffer), count)].astype(int)
    calm = _stepped(chosen[:, 0], chosen[:, 1])
    return int(((chosen[:, 3] == chosen[:, 0]) & (calm != chosen[:, 0])).sum())


def _row(
    table: Floats,
    settings: Gridworld,
    rng: np.random.Generator,
    *,
    epsilon: float,
    reached: float,
    error: float,
) -> dict[str, float]:
    values = {
        "return": reached,
        "eval_return": success(table, rng, settings.episodes, settings.explores_in_evaluation),
        "exploration": epsilon,
        "loss": error,
        "q": float(table.max(axis=1).mean()),
    }
    return {name: float(f"{value:.4g}") for name, value in values.items()}


def _chosen(
    table: Floats, place: NDArray[np.int64], epsilon: float, rng: np.random.Generator
) -> NDArray[np.int64]:
    random = rng.integers(0, len(_MOVES), len(place))
    return np.where(rng.random(len(place)) < epsilon, random, table[place].argmax(axis=1))


def _stepped(place: NDArray[np.int64], action: NDArray[np.int64]) -> NDArray[np.int64]:
    move = np.array(_MOVES)[action]
    row = np.clip(place // _SIDE + move[:, 0], 0, _SIDE - 1)
    column = np.clip(place % _SIDE + move[:, 1], 0, _SIDE - 1)
    return np.asarray(row * _SIDE + column)


def _moved(
    place: NDArray[np.int64], action: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    slips = rng.random(len(place)) < _SLIPS
    return _stepped(place, np.where(slips, rng.integers(0, len(_MOVES), len(place)), action))


def _update(
    table: Floats, copy: Floats, buffer: Floats, settings: Gridworld, rng: np.random.Generator
) -> float:
    """Move values of a batch to their targets; give the mean squared error."""
    batch = buffer[rng.integers(0, len(buffer), 64)]
    at, action, after = batch[:, 0].astype(int), batch[:, 1].astype(int), batch[:, 3].astype(int)
    goes_on = 1.0 if settings.ignores_ends else 1.0 - batch[:, 4]
    # after an end a new episode begins somewhere, which is what an ignored end leads to
    after = np.where(batch[:, 4] > 0, rng.choice(_STARTS, len(after)), after)
    target = batch[:, 2] + DISCOUNT * goes_on * copy[after].max(axis=1)
    error = target - table[at, action]
    where = at * len(_MOVES) + action
    often = np.maximum(1, np.bincount(where, minlength=table.size))
    moved = np.bincount(where, weights=error, minlength=table.size) / often
    table += (settings.rate * moved).reshape(table.shape)
    return float((error**2).mean())
