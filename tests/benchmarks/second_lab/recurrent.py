"""A recurrent network that predicts a wave from its past, trained through time by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tools.fault_lab.logbook import Logbook

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

_SIZE, _LENGTH = 24, 30
_SECONDS = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurrentSettings:
    """Settings of a training."""

    steps: int = 900
    batch: int = 16
    rate: float = 3e-3
    most_norm: float = 1.0
    gain: float = 0.9
    log_every: int = 9
    falls: bool = False
    is_detached: bool = False
    target_factor: float = 1.0
    jumbles: bool = False
    adam: bool = True
    input_factor: float = 1.0


class Recurrent:
    """One training."""

    def __init__(self, recipe: Recipe[RecurrentSettings], seed: int) -> None:
        self.recipe = recipe
        self.rng = np.random.default_rng(seed + 377)
        draw = self.rng.normal
        gain = recipe.settings.gain
        self.parameters: list[Floats] = [
            draw(0, 0.5, (1, _SIZE)),
            draw(0, gain / math.sqrt(_SIZE), (_SIZE, _SIZE)),
            np.zeros(_SIZE),
            draw(0, 0.1, (_SIZE, 1)),
            np.zeros(1),
        ]
        self.moments = [np.zeros_like(each) for each in self.parameters]
        self.squares = [np.zeros_like(each) for each in self.parameters]
        self.trial = _waves(np.random.default_rng(seed + 901), 64)
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        settings = self.recipe.settings
        total, onset = settings.steps, None
        began = self._error(self.trial, settings)[0]
        losses: list[float] = []
        norms: list[float] = []
        for number in range(total):
            settings = self.recipe.at(number / total)
            if settings is not self.recipe.settings and onset is None and self.recipe.late:
                onset = number + 1
            rate = settings.rate * (1 - number / total if settings.falls else 1)
            wave = _waves(self.rng, settings.batch)
            if settings.jumbles:
                wave = self.rng.permuted(wave, axis=1)
            loss, gradients = self._gradients(wave, settings)
            norm = float(np.sqrt(sum(float((each**2).sum()) for each in gradients)))
            factor = min(1.0, settings.most_norm / (norm + 1e-12))
            self._update([each * factor for each in gradients], rate, number + 1, adam=settings.adam)
            losses.append(loss)
            norms.append(norm)
            if (number + 1) % settings.log_every == 0:
                self._note(number + 1, losses, norms, rate)
                losses, norms = [], []
        score = -self._error(self.trial, self.recipe.settings)[0]
        return Ended(
            log=self.log,
            score=score,
            began=-began,
            training=score,
            reported=-self.log.last("eval_loss"),
            onset_step=onset,
        )

    def _note(self, step: int, losses: list[float], norms: list[float], rate: float) -> None:
        self.log.seconds += _SECONDS * float(self.rng.lognormal(0, 0.05))
        logged = {"loss": float(np.mean(losses)), "grad_norm": float(np.mean(norms)), "learning_rate": rate}
        if step % (self.recipe.settings.log_every * 4) == 0:
            logged["eval_loss"] = self._error(self.trial, self.recipe.settings)[0]
        self.log.add(step, logged)

    def _error(self, wave: Floats, settings: RecurrentSettings) -> tuple[float, list[Floats], Floats]:
        into, through, bias, out, offset = self.parameters
        hidden = [np.zeros((len(wave), _SIZE))]
        for at in range(wave.shape[1] - 1):
            fed = settings.input_factor * wave[:, at : at + 1]
            hidden.append(np.tanh(fed @ into + hidden[-1] @ through + bias))
        told = np.stack([each @ out + offset for each in hidden[1:]], axis=1)[..., 0]
        error = told - settings.target_factor * wave[:, 1:]
        return float((error**2).mean()), hidden, error

    def _gradients(self, wave: Floats, settings: RecurrentSettings) -> tuple[float, list[Floats]]:
        loss, hidden, error = self._error(wave, settings)
        found = [np.zeros_like(each) for each in self.parameters]
        behind = np.zeros_like(hidden[0])
        for at in range(error.shape[1] - 1, -1, -1):
            slope = 2 * error[:, at : at + 1] / error.size
            found[3] += hidden[at + 1].T @ slope
            found[4] += slope.sum(axis=0)
            inner = (slope @ self.parameters[3].T + behind) * (1 - hidden[at + 1] ** 2)
            found[0] += settings.input_factor * wave[:, at : at + 1].T @ inner
            found[1] += hidden[at].T @ inner
            found[2] += inner.sum(axis=0)
            behind = np.zeros_like(inner) if settings.is_detached else inner @ self.parameters[1].T
        return loss, found

    def _update(self, gradients: list[Floats], rate: float, steps: int, *, adam: bool) -> None:
        for at, gradient in enumerate(gradients):
            if not adam:
                self.parameters[at] = self.parameters[at] - rate * gradient
                continue
            self.moments[at] = 0.9 * self.moments[at] + 0.1 * gradient
            self.squares[at] = 0.999 * self.squares[at] + 0.001 * gradient**2
            mean, square = self.moments[at] / (1 - 0.9**steps), self.squares[at] / (1 - 0.999**steps)
            self.parameters[at] = self.parameters[at] - rate * mean / (np.sqrt(square) + 1e-8)


def _waves(rng: np.random.Generator, count: int) -> Floats:
    """Give float64[wave, time]: sines of different pace and phase, with some noise."""
    pace, phase = rng.uniform(0.3, 0.9, (count, 1)), rng.uniform(0, 6.28, (count, 1))
    return np.sin(pace * np.arange(_LENGTH) + phase) + 0.05 * rng.normal(size=(count, _LENGTH))
