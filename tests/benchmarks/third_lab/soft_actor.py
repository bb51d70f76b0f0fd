"""Soft actor-critic (Haarnoja and others 2018): two critics, a squashed Gaussian policy and a learned temperature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tests.benchmarks.second_lab.games import Tally
from tests.benchmarks.second_lab.off_policy import input_slope
from tests.benchmarks.third_lab.places import Puck, moved
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

_WIDTH, _SEEN, _ACTIONS = 32, Puck.seen_size, Puck.actions
_SECONDS = 1.1
_LOWEST, _HIGHEST, _TARGET_ENTROPY = -5.0, 1.0, -2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftSettings:
    """Settings.

    What can be wrong: `temperature-sign`, `largest-twin`, `next-mixed`.
    """

    steps: int = 1300
    copies: int = 12
    batch: int = 64
    starts_at: int = 50
    keeps: int = 12000
    rate: float = 2e-3
    gamma: float = 0.95
    tau: float = 0.01
    log_every: int = 20
    wrong: str = ""


class SoftActor:
    """One training."""

    def __init__(self, recipe: Recipe[SoftSettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed + 811)
        self.task = Puck(settings.copies, np.random.default_rng(seed + 8110))
        self.trial = Puck(64, np.random.default_rng(seed + 8111))
        self.actor = Mlp((_SEEN, _WIDTH, _WIDTH, 2 * _ACTIONS), self.rng, activation="relu")
        sizes = (_SEEN + _ACTIONS, _WIDTH, _WIDTH, 1)
        self.critics = [Mlp(sizes, self.rng, activation="relu") for _ in range(2)]
        self.targets = [Mlp(sizes, self.rng, activation="relu") for _ in range(2)]
        for target, critic in zip(self.targets, self.critics, strict=True):
            target.copy_from(critic)
        self.optimisers = [Optimiser() for _ in range(3)]
        self.log_temperature = math.log(0.2)
        self.kept = np.zeros((settings.keeps, 2 * _SEEN + _ACTIONS + 1))
        self.count = 0
        self.tally = Tally(settings.copies)
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        total, onset = self.recipe.settings.steps, None
        began = self._score()
        found: list[dict[str, float]] = []
        for number in range(total):
            settings = self.recipe.at(number / total)
            if self.recipe.late and onset is None and settings is not self.recipe.settings:
                onset = (number + 1) * settings.copies
            self._play(settings, at_random=number < settings.starts_at)
            if number >= settings.starts_at:
                found.append(self._learn(settings))
            if (number + 1) % settings.log_every == 0:
                self._note((number + 1) * settings.copies, found)
                found = []
        score = self._score()
        return Ended(
            log=self.log,
            score=score,
            began=began,
            training=self.log.last("return"),
            reported=self.log.last("return"),
            onset_step=onset,
        )

    def _score(self) -> float:
        self.trial.restart()
        whole = np.zeros(64)
        for _ in range(Puck.limit):
            action = np.tanh(self.actor(self.trial.seen)[:, :_ACTIONS])
            whole += self.trial.step(action).reward
        return float(whole.mean())

    def _drawn(self, out: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Give actions, their log-probabilities, the noise and the spreads."""
        log_spread = np.clip(out[:, _ACTIONS:], _LOWEST, _HIGHEST)
        noise = self.rng.normal(size=log_spread.shape)
        action = np.tanh(out[:, :_ACTIONS] + np.exp(log_spread) * noise)
        each = -0.5 * noise**2 - log_spread - 0.5 * math.log(2 * math.pi) - np.log(1 - action**2 + 1e-6)
        return action, each.sum(axis=1), noise, np.exp(log_spread)

    def _play(self, settings: SoftSettings, *, at_random: bool) -> None:
        seen = self.task.seen
        action = self._drawn(self.actor(seen))[0]
        if at_random:
            action = self.rng.uniform(-1, 1, action.shape)
        came, _ = moved(self.task, action)
        self.tally.take(came, came.reward)
        after = self.rng.permutation(came.last_seen) if settings.wrong == "next-mixed" else came.last_seen
        at = (self.count + np.arange(len(seen))) % settings.keeps
        self.kept[at] = np.column_stack((seen, action, came.reward, after))
        self.count += len(seen)

    def _learn(self, settings: SoftSettings) -> dict[str, float]:
        rows = self.kept[self.rng.integers(0, min(self.count, settings.keeps), settings.batch)]
        seen, action = rows[:, :_SEEN], rows[:, _SEEN : _SEEN + _ACTIONS]
        reward, after = rows[:, _SEEN + _ACTIONS], rows[:, _SEEN + _ACTIONS + 1 :]
        temperature = math.exp(self.log_temperature)
        following, surprise, _, _ = self._drawn(self.actor(after))
        both = [each(np.column_stack((after, following)))[:, 0] for each in self.targets]
        worth = np.maximum(*both) if settings.wrong == "largest-twin" else np.minimum(*both)
        target = reward + settings.gamma * (worth - temperature * surprise)
        losses, values = [], []
        for critic, optimiser in zip(self.critics, self.optimisers, strict=False):
            layers = critic.layers(np.column_stack((seen, action)))
            error = layers[-1][:, 0] - target
            gradients = critic.gradients(layers, (2 * error / len(rows))[:, None])
            optimiser.step(critic.parameters, gradients, settings.rate)
            losses.append(float((error**2).mean()))
            values.append(float(layers[-1].mean()))
        policy_loss, surprise = self._climb(seen, temperature, settings)
        lacks = float((surprise + _TARGET_ENTROPY).mean())
        sign = -1.0 if settings.wrong == "temperature-sign" else 1.0
        temperature_loss = -self.log_temperature * lacks
        self.log_temperature = min(20.0, self.log_temperature + sign * 0.3 * settings.rate * lacks)
        self._follow(settings)
        return {
            "loss": sum(losses),
            "q": values[0],
            "policy_loss": policy_loss,
            "entropy": -float(surprise.mean()),
            "temperature": temperature,
            "temperature_loss": temperature_loss,
        }

    def _climb(self, seen: Floats, temperature: float, settings: SoftSettings) -> tuple[float, Floats]:
        layers = self.actor.layers(seen)
        action, surprise, noise, spread = self._drawn(layers[-1])
        judged = [each.layers(np.column_stack((seen, action))) for each in self.critics]
        is_first = judged[0][-1] <= judged[1][-1]
        uphill = np.zeros_like(action)
        for critic, each, counts in zip(self.critics, judged, (is_first, ~is_first), strict=True):
            uphill += input_slope(critic, each, counts.astype(float))[:, _SEEN:]
        by_mean = (temperature * 2 * action - uphill * (1 - action**2)) / len(seen)
        by_spread = by_mean * spread * noise - temperature / len(seen)
        inside = (layers[-1][:, _ACTIONS:] > _LOWEST) & (layers[-1][:, _ACTIONS:] < _HIGHEST)
        gradients = self.actor.gradients(layers, np.column_stack((by_mean, by_spread * inside)))
        self.optimisers[2].step(self.actor.parameters, gradients, settings.rate)
        worth = np.minimum(judged[0][-1], judged[1][-1])[:, 0]
        return float((temperature * surprise - worth).mean()), surprise

    def _follow(self, settings: SoftSettings) -> None:
        for slow, fast in zip(self.targets, self.critics, strict=True):
            pairs = zip(slow.parameters, fast.parameters, strict=True)
            slow.parameters = [old + settings.tau * (new - old) for old, new in pairs]

    def _note(self, step: int, found: list[dict[str, float]]) -> None:
        self.log.seconds += _SECONDS * 20 * float(self.rng.lognormal(0, 0.05))
        means = {name: float(np.mean([each[name] for each in found])) for name in found[0]} if found else {}
        self.log.add(step, {**self.tally.means(), **means, "fps": step / self.log.seconds})
