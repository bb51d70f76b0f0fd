"""Telling rare events from many ordinary ones, inputs normalised by batch; or the parity of three bits among many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.third_lab.gradual import GradualSettings, Lesson
from tools.fault_lab.network import Mlp

if TYPE_CHECKING:
    from tools.fault_lab.logbook import Logbook
    from tools.fault_lab.network import Floats

Whole = NDArray[np.int64]

_FEATURES, _HELD = 14, 2500
_TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class RareSettings(GradualSettings):
    """Settings; `positive_weight` is that of a rare event in the loss.

    What can be wrong: `positives-dropped`, `answer-seen`, `labels-noisy`, `statistics-kept`, `sensor-spikes`.
    """

    data: Literal["events", "parity"] = "events"
    examples: int = 6000
    positive_weight: float = 1.0
    width: int = 48


class Rare(Lesson[RareSettings]):
    """The events and a network that is to find them."""

    def __init__(self, settings: RareSettings, seed: int) -> None:
        self.rng = np.random.default_rng(seed + 411)
        make = _events if settings.data == "events" else _parity
        self.inputs, self.answers = make(np.random.default_rng(seed + 31), 6000)
        self.inputs, self.answers = self.inputs[: settings.examples], self.answers[: settings.examples]
        self.held = make(np.random.default_rng(seed + 32), _HELD)
        self.network = Mlp(
            (self.inputs.shape[1] + 1, settings.width, settings.width, 1),
            self.rng,
            activation="relu",
            last=0.3,
        )
        self.parameters = self.network.parameters
        size = self.inputs.shape[1]
        self.mean, self.spread = np.zeros(size), np.ones(size)
        self.kept_mean, self.kept_spread = np.zeros(size), np.ones(size)

    def learn(self, settings: RareSettings, progress: float) -> tuple[dict[str, float], list[Floats]]:
        """Take a batch; its own mean and spread normalise it."""
        del progress
        chosen = self.rng.integers(0, len(self.inputs), settings.batch)
        inputs, answers = self.inputs[chosen], self.answers[chosen]
        if settings.wrong == "positives-dropped":
            inputs, answers = inputs[answers == 0], answers[answers == 0]
        if settings.wrong == "labels-noisy":
            answers = np.where(self.rng.random(len(answers)) < 0.4, 1 - answers, answers)
        if settings.wrong == "sensor-spikes":
            inputs = np.where(self.rng.random(inputs.shape) < 0.02, 1e4, inputs)
        mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
        self.mean, self.spread = 0.95 * self.mean + 0.05 * mean, 0.95 * self.spread + 0.05 * spread
        layers = self.network.layers(self._fed((inputs - mean) / spread, answers, settings))
        told = _sigmoid(layers[-1][:, 0])
        weight = np.where(answers == 1, settings.positive_weight, 1.0)
        slope = (weight * (told - answers) / len(answers))[:, None]
        right = float(((told > 0.5) == answers).mean())
        logged = {"loss": _entropy(told, answers, weight), "accuracy": right}
        return logged, self.network.gradients(layers, slope)

    def _fed(self, normal: Floats, answers: Whole, settings: RareSettings) -> Floats:
        seen = 2.0 * answers if settings.wrong == "answer-seen" else np.zeros(len(answers))
        return np.column_stack((normal, seen))

    def look(self, settings: RareSettings) -> dict[str, float]:
        """Look at held-out events with the statistics that were kept."""
        inputs, answers = self.held
        never = settings.wrong == "statistics-kept"
        mean, spread = (self.kept_mean, self.kept_spread) if never else (self.mean, self.spread)
        told = _sigmoid(self.network(self._fed((inputs - mean) / spread, answers, settings))[:, 0])
        weight = np.where(answers == 1, settings.positive_weight, 1.0)
        return {
            "eval_loss": _entropy(told, answers, weight),
            "eval_accuracy": float(((told > 0.5) == answers).mean()),
            "f1": _f1(told, answers),
            "auc": _auc(told, answers),
        }

    def score(self, settings: RareSettings) -> float:
        """Give the F1 score at one half, the inputs normalised by what they really are."""
        inputs, answers = self.held
        normal = (inputs - inputs.mean(axis=0)) / (inputs.std(axis=0) + 1e-6)
        del settings
        return _f1(_sigmoid(self.network(np.column_stack((normal, np.zeros(len(normal)))))[:, 0]), answers)

    def stated(self, log: Logbook) -> float:
        """Give the last F1 score."""
        return log.column("f1")[-1]


def _events(rng: np.random.Generator, count: int) -> tuple[Floats, Whole]:
    """Give inputs of many scales and 1 for about every twelfth of them."""
    inputs = rng.normal(size=(count, _FEATURES))
    risk = 1.2 * inputs[:, 0] * inputs[:, 1] + 1.5 * np.sin(2 * inputs[:, 2]) + inputs[:, 3]
    answers = (risk + 0.2 * rng.normal(size=count) > 2.45).astype(np.int64)
    scales = np.random.default_rng(2).uniform(0.5, 20.0, (2, _FEATURES))
    return inputs * scales[0] + scales[1], answers


def _parity(rng: np.random.Generator, count: int) -> tuple[Floats, Whole]:
    """Give bits as -1 and 1, and whether the product of three of them is 1."""
    bits = rng.choice([-1.0, 1.0], (count, 24))
    return bits, (bits[:, [3, 9, 17]].prod(axis=1) > 0).astype(np.int64)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)))


def _entropy(told: Floats, answers: Whole, weight: Floats) -> float:
    right = np.where(answers == 1, told, 1 - told)
    return float(-(weight * np.log(right + _TINY)).mean()) if len(answers) else 0.0


def _f1(told: Floats, answers: Whole) -> float:
    found = told > 0.5
    both = float((found & (answers == 1)).sum())
    return 2 * both / max(1.0, float(found.sum() + answers.sum()))


def _auc(told: Floats, answers: Whole) -> float:
    order = np.argsort(np.argsort(told))
    ones = int(answers.sum())
    area = order[answers == 1].sum() - ones * (ones - 1) / 2
    return float(area / max(1, ones * (len(answers) - ones)))
