"""Made-up data for supervised training: classes, a curve, and a language of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from tools.fault_lab.network import Floats

CLASSES, WORDS, FEATURES = 8, 24, 16


class Data(NamedTuple):
    """Inputs float64[n, feature] and targets: class numbers, or float64[n] values.

    Attributes:
        inputs: of training.
        targets: of training.
        held_inputs: held out.
        held_targets: held out.
        outputs: width the model's output needs.
        is_regression: whether targets are values.
    """

    inputs: Floats
    targets: Floats
    held_inputs: Floats
    held_targets: Floats
    outputs: int
    is_regression: bool = False


def clouds(rng: np.random.Generator, count: int = 1600, held: int = 600) -> Data:
    """Give classes made of three clouds each, so that no plane parts them; some overlap."""
    centres = rng.normal(0, 1.15, (CLASSES, 3, FEATURES))
    labels = rng.integers(0, CLASSES, count + held)
    values = labels.astype(np.float64)
    inputs = centres[labels, rng.integers(0, 3, count + held)] + rng.normal(0, 1.0, (count + held, FEATURES))
    return Data(inputs[:count], values[:count], inputs[count:], values[count:], CLASSES)


def surface(rng: np.random.Generator, count: int = 1600, held: int = 600) -> Data:
    """Give a smooth function of six inputs with a little noise, scaled to variance 1."""
    inputs = rng.normal(0, 1, (count + held, 6))
    bends = rng.normal(0, 0.8, (6, 5))
    values = np.sin(inputs @ bends).sum(axis=1)
    noise = rng.normal(0, 0.1, count + held)
    values = np.asarray((values - values.mean()) / values.std() + noise, dtype=np.float64)
    return Data(inputs[:count], values[:count], inputs[count:], values[count:], 1, is_regression=True)


def language(rng: np.random.Generator, count: int = 6000, held: int = 1500) -> Data:
    """Give the next word after each two words of a text in which each two words like few others."""
    liking = rng.dirichlet(np.full(WORDS, 0.08), (WORDS, WORDS)) * 0.9 + 0.1 / WORDS
    by_last = rng.dirichlet(np.full(WORDS, 0.15), WORDS)
    cumulated = (0.35 * liking + 0.65 * by_last).cumsum(axis=2)
    draws = rng.random(count + held + 2)
    text = [0, 1]
    for draw in draws:
        text.append(min(WORDS - 1, int(np.searchsorted(cumulated[text[-2], text[-1]], draw))))
    words = np.array(text)
    eye = np.eye(WORDS)
    inputs = np.concatenate([eye[words[:-2]], eye[words[1:-1]]], axis=1)[: count + held]
    targets = words[2:][: count + held] * 1.0
    return Data(inputs[:count], targets[:count], inputs[count:], targets[count:], WORDS)


DATA = {"clouds": clouds, "surface": surface, "language": language}
