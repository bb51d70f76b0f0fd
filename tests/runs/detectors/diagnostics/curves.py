"""Curves that are in a bad state of the diagnostics' table, and curves that come near it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.diagnostics.row import words_of
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from coach.runs import Run
    from coach.runs.detectors.diagnostics.row import Beside, Diagnostic, State
    from coach.runs.detectors.diagnostics.words import Pattern

N = 200
_LEVEL = 0.05  # of a share before it leaps


def bad(shape: str, at: float) -> NDArray[np.float64]:
    """Give float64[200]: a curve of that shape that is a little beyond its number."""
    return _BAD[shape](at)


def near(shape: str, at: float) -> NDArray[np.float64]:
    """Give float64[200]: a curve of that shape that stays a little short of its number."""
    return _NEAR[shape](at)


def run_of(row: Diagnostic, state: State | None, value: NDArray[np.float64]) -> Run:
    """Give a run that logs a diagnostic with these values, and what must stand beside it."""
    if row.second is None:
        parts = {row.example: value}
    else:
        other = np.full(N, 0.8)
        first = value * other if row.relation == "ratio" else value + other
        parts = {row.example: first, row.second_example: other}
    if row.run_has is not None:
        parts.setdefault(_tag(row.run_has), np.linspace(1, 2, N))
    if state is not None and state.beside is not None:
        parts = _with_beside(parts, state.beside)
    return run(*(series(tag, values) for tag, values in parts.items()))


def _with_beside(parts: dict[str, NDArray[np.float64]], beside: Beside) -> dict[str, NDArray[np.float64]]:
    words = words_of
    if any(beside.tag.fits(words(tag)) for tag in parts):
        return parts
    return {_tag(beside.tag): bad(beside.shape, beside.at), **parts}


def _tag(pattern: Pattern) -> str:
    return "_".join(min(group) for group in pattern.ways[0])


def _room_over(at: float) -> float:
    return min(0.5 * abs(at) + 0.02, 1 - at) if 0 <= at < 1 else 0.5 * abs(at)


def _room_under(at: float) -> float:
    return 0.5 * abs(at) if abs(at) < 0.5 or at >= 1 else 0.5 * (1 - abs(at))


def _level(level: float, n: int = N) -> NDArray[np.float64]:
    curve = level + 0.0001 * abs(level) * np.sin(np.arange(n))
    return np.minimum(curve, 1.0) if level <= 1 else curve


def _leap(first: float, then: float) -> NDArray[np.float64]:
    return np.concatenate([_level(first, 80), _level(then, 120)])


_BAD: dict[str, Callable[[float], NDArray[np.float64]]] = {
    "above": lambda at: _level(at + 0.4 * _room_over(at)),
    "below": lambda at: _level(at - 0.4 * _room_under(at)) if at else np.zeros(N),
    "zero": lambda _: np.zeros(N),
    "constant": lambda at: np.full(N, at),
    "grows": lambda at: np.geomspace(1, 4 * at, N),
    "falls": lambda at: np.geomspace(0.9, 0.2 * at, N),
    "leaps": lambda at: _leap(_LEVEL, _LEVEL * (at + 2)),
    "leaps-up": lambda at: _leap(_LEVEL, _LEVEL * (at + 2)),
    "leaps-down": lambda at: _leap(0.9, 0.6 / at),
    "counts": lambda at: np.arange(float(N)) * max(3.0, 3 * at / N),
}
_NEAR: dict[str, Callable[[float], NDArray[np.float64]]] = {
    "above": lambda at: _level(at - 0.4 * _room_under(at)),
    "below": lambda at: _level(at + 0.4 * _room_over(at)) if at else np.ones(N),
    "zero": lambda _: noisy(0.001, 0.0001),
    "constant": lambda at: np.full(N, at * 1.5 + 1),
    "grows": lambda at: np.geomspace(1, 0.6 * at, N),
    "falls": lambda at: np.geomspace(0.9, 0.9 * min(0.9, 1.8 * at), N),
    "leaps": lambda at: _leap(_LEVEL, _LEVEL * (1 + 0.6 * (at - 1))),
    "leaps-up": lambda at: _leap(_LEVEL, _LEVEL * (1 + 0.6 * (at - 1))),
    "leaps-down": lambda at: _leap(0.9, 1.17 / at if at > 1.5 else 0.85),
    "counts": lambda at: np.minimum(np.arange(float(N)), 0.4 * N) * max(1.0, at / N),
}
