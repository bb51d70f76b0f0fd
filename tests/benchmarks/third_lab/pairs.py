"""Telling which two views show the same thing, by the contrastive loss InfoNCE (van den Oord, Li and Vinyals 2018)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.third_lab.gradual import GradualSettings, Lesson
from tools.fault_lab.network import Mlp, softmax

if TYPE_CHECKING:
    from tools.fault_lab.logbook import Logbook
    from tools.fault_lab.network import Floats

Whole = NDArray[np.int64]

_THINGS, _CONTENT, _STYLE, _CODE = 10, 12, 12, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSettings(GradualSettings):
    """Settings.

    What can be wrong: `no-negatives`, `same-view`.
    """

    temperature: float = 0.2


class Pairs(Lesson[PairSettings]):
    """Things in two views, and an encoder that is to see through the views."""

    def __init__(self, settings: PairSettings, seed: int) -> None:
        del settings
        self.rng = np.random.default_rng(seed + 611)
        self.centres = np.random.default_rng(seed + 51).normal(0, 1.0, (_THINGS, _CONTENT))
        rng = np.random.default_rng(seed + 52)
        self.known, self.held = self._drawn(rng, 400), self._drawn(rng, 600)
        self.encoder = Mlp((_CONTENT + _STYLE, 64, _CODE), self.rng, activation="relu", last=1.0)
        self.parameters = self.encoder.parameters

    def _drawn(self, rng: np.random.Generator, count: int) -> tuple[Floats, Whole]:
        things = rng.integers(0, _THINGS, count)
        content = self.centres[things] + 0.6 * rng.normal(size=(count, _CONTENT))
        return self._view(content, rng), things

    def _view(self, content: Floats, rng: np.random.Generator) -> Floats:
        seen = content + 0.4 * rng.normal(size=content.shape)
        return np.column_stack((seen, 3.0 * rng.normal(size=(len(content), _STYLE))))

    def learn(self, settings: PairSettings, progress: float) -> tuple[dict[str, float], list[Floats]]:
        """Take a batch of things in two views each."""
        del progress
        count = settings.batch
        things = self.rng.integers(0, _THINGS, count)
        content = self.centres[things] + 0.6 * self.rng.normal(size=(count, _CONTENT))
        one, other = self._view(content, self.rng), self._view(content, self.rng)
        if settings.wrong == "same-view":
            other = one
        layers = self.encoder.layers(np.concatenate((one, other)))
        length = np.linalg.norm(layers[-1], axis=1, keepdims=True) + 1e-8
        code = layers[-1] / length
        likeness = code[:count] @ code[count:].T / settings.temperature
        told = softmax(likeness)
        if settings.wrong == "no-negatives":
            loss = -float(likeness.diagonal().mean()) * settings.temperature
            pull = -np.eye(count) / count
        else:
            loss = -float(np.log(told.diagonal() + 1e-12).mean())
            pull = (told - np.eye(count)) / count / settings.temperature
        slope = np.concatenate((pull @ code[count:], pull.T @ code[:count]))
        slope = (slope - code * (slope * code).sum(axis=1, keepdims=True)) / length
        right = float((likeness.argmax(axis=1) == np.arange(count)).mean())
        logged = {"loss": loss, "accuracy": right, "code_spread": float(code.std(axis=0).mean())}
        return logged, self.encoder.gradients(layers, slope)

    def look(self, settings: PairSettings) -> dict[str, float]:
        """Name held-out things by the nearest mean code of known ones."""
        del settings
        return {"eval_accuracy": self._probe()}

    def _probe(self) -> float:
        code, held = (self._code(each[0]) for each in (self.known, self.held))
        means = np.stack([code[self.known[1] == thing].mean(axis=0) for thing in range(_THINGS)])
        nearest = ((held[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
        return float((nearest == self.held[1]).mean())

    def _code(self, seen: Floats) -> Floats:
        code = self.encoder(seen)
        return np.asarray(code / (np.linalg.norm(code, axis=1, keepdims=True) + 1e-8))

    def score(self, settings: PairSettings) -> float:
        """Give how many held-out things are named rightly."""
        del settings
        return self._probe()

    def stated(self, log: Logbook) -> float:
        """Give the last share that was logged."""
        return log.column("eval_accuracy")[-1]
