"""A bandit with contexts: a network guesses what each arm would pay, and mostly the best guess is played."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

_SEEN, _ARMS, _LATELY = 8, 6, 500
_SECONDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSettings:
    """Settings.

    What can be wrong: `arm-shifted`, `context-mixed`.
    """

    rounds: int = 1500
    batch: int = 24
    rate: float = 2e-3
    explores_to: float = 0.03
    explores_for: float = 0.3
    log_every: int = 15
    wrong: str = ""


class Arms:
    """One training."""

    def __init__(self, recipe: Recipe[ArmSettings], seed: int) -> None:
        self.recipe = recipe
        self.rng = np.random.default_rng(seed + 1111)
        self.pays = np.random.default_rng(seed + 71).normal(0, 0.8, (_SEEN, _ARMS))
        self.model = Mlp((_SEEN, 32, _ARMS), self.rng)
        self.optimiser = Optimiser()
        self.kept: list[Floats] = []
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        total, onset = self.recipe.settings.rounds, None
        began = self._score()
        found: list[dict[str, float]] = []
        for number in range(total):
            settings = self.recipe.at(number / total)
            if self.recipe.late and onset is None and settings is not self.recipe.settings:
                onset = number + 1
            part = min(1.0, number / total / settings.explores_for)
            found.append(self._round(settings, 1.0 + part * (settings.explores_to - 1.0)))
            self.log.seconds += _SECONDS * float(self.rng.lognormal(0, 0.1))
            if (number + 1) % settings.log_every == 0:
                self.log.add(
                    number + 1, {name: float(np.mean([each[name] for each in found])) for name in found[0]}
                )
                found = []
        return Ended(
            log=self.log,
            score=self._score(),
            began=began,
            training=self.log.last("return"),
            reported=self.log.last("return"),
            onset_step=onset,
        )

    def _odds(self, seen: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-(seen @ self.pays))))

    def _score(self) -> float:
        """Give what the best guesses earn, on the same new contexts every time."""
        seen = np.random.default_rng(72).normal(size=(2000, _SEEN))
        return float(self._odds(seen)[np.arange(len(seen)), self.model(seen).argmax(axis=1)].mean())

    def _round(self, settings: ArmSettings, epsilon: float) -> dict[str, float]:
        seen = self.rng.normal(size=(settings.batch, _SEEN))
        odds = self._odds(seen)
        fed = self.rng.permutation(seen) if settings.wrong == "context-mixed" else seen
        arm = self.model(fed).argmax(axis=1)
        at_random = self.rng.random(settings.batch) < epsilon
        arm = np.where(at_random, self.rng.integers(0, _ARMS, settings.batch), arm)
        paid = (self.rng.random(settings.batch) < odds[np.arange(settings.batch), arm]).astype(float)
        noted = (arm + 1) % _ARMS if settings.wrong == "arm-shifted" else arm
        self.kept = [*self.kept, np.column_stack((fed, noted, paid))][-_LATELY:]
        rows = np.concatenate([self.kept[at] for at in self.rng.integers(0, len(self.kept), 4)])
        layers = self.model.layers(rows[:, :_SEEN])
        at, told = np.arange(len(rows)), rows[:, _SEEN].astype(int)
        error = layers[-1][at, told] - rows[:, _SEEN + 1]
        slope = np.zeros_like(layers[-1])
        slope[at, told] = 2 * error / len(rows)
        self.optimiser.step(self.model.parameters, self.model.gradients(layers, slope), settings.rate)
        missed = odds.max(axis=1) - odds[np.arange(settings.batch), arm]
        return {
            "return": float(paid.mean()),
            "regret": float(missed.mean()),
            "loss": float((error**2).mean()),
            "exploration": epsilon,
        }
