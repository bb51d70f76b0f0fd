"""Made-up data sets: clusters to tell apart, a curve to fit, a language to guess, an expert to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

VOCABULARY = 16


@dataclass
class Task:
    """Training, validation and hidden test data; `kind` is `ce` (classes) or `mse`."""

    kind: str
    train: tuple[Array, Array]
    val: tuple[Array, Array]
    test: tuple[Array, Array]
    outputs: int


def _split(kind: str, x: Array, y: Array, train: int, outputs: int) -> Task:
    half = (len(x) - train) // 2
    cut = train + half
    return Task(kind, (x[:train], y[:train]), (x[train:cut], y[train:cut]), (x[cut:], y[cut:]), outputs)


def clusters(
    seed: int, train: int = 1500, shift: float = 0.0, majority: float = 0.0, apart: float = 1.0
) -> Task:
    """Ten classes of two clusters each in 20 dimensions; `shift` moves the centres as a new domain would."""
    centres = np.random.default_rng(7).normal(0, apart, (10, 2, 20))
    centres = centres + shift * np.random.default_rng(8).normal(0, 1, centres.shape)
    rng = np.random.default_rng([seed, 1])
    n = train + 1600
    shares = np.full(10, (1 - majority) / (9 if majority else 10))
    if majority:
        shares[0] = majority
    y = rng.choice(10, n, p=shares)
    x = centres[y, rng.integers(0, 2, n)] + rng.normal(0, 1, (n, 20))
    return _split("ce", x, y, train, 10)


def curve(seed: int, train: int = 1200, noise: float = 0.3) -> Task:
    """Friedman's first function of five inputs among eight, centred and scaled to about unit variance."""
    rng = np.random.default_rng([seed, 2])
    x = rng.random((train + 1200, 8))
    y = 10 * np.sin(np.pi * x[:, 0] * x[:, 1]) + 20 * (x[:, 2] - 0.5) ** 2 + 10 * x[:, 3] + 5 * x[:, 4]
    y = (y - 14.4) / 4.9 + noise * rng.normal(0, 1, len(y))
    return _split("mse", (x - 0.5) * 3.4, y[:, None], train, 1)


def language(seed: int, train: int = 6000) -> Task:
    """Guess the next of 16 characters from the last three, of a chain that really depends on two of them."""
    chain = np.random.default_rng(11).dirichlet(np.full(VOCABULARY, 0.12), (VOCABULARY, VOCABULARY))
    rng = np.random.default_rng([seed, 3])
    text = [0, 1, 2]
    for _ in range(train + 3000):
        text.append(int(rng.choice(VOCABULARY, p=chain[text[-2], text[-1]])))
    letters = np.array(text)
    eye = np.eye(VOCABULARY)
    x = np.concatenate([eye[letters[0:-3]], eye[letters[1:-2]], eye[letters[2:-1]]], axis=1)
    return _split("ce", x, letters[3:], train, VOCABULARY)


def expert(seed: int, train: int = 1500) -> Task:
    """States of a point mass and what a good driver did there, with a little noise."""
    rng = np.random.default_rng([seed, 4])
    states = rng.normal(0, 1, (train + 1200, 4)) * np.array([1.5, 1.5, 0.7, 0.7])
    actions = np.clip(-1.2 * states[:, :2] - 1.4 * states[:, 2:], -1, 1) + rng.normal(
        0, 0.15, (len(states), 2)
    )
    return _split("mse", states, actions, train, 2)
