"""Double Q-learning over several steps, from a buffer that is filled by playing, or once and for all by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tests.benchmarks.second_lab.games import Tally
from tests.benchmarks.third_lab.places import PLACES, moved
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser, clipped, softmax

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

_WIDTH, _TRIALS = 48, 48
_SECONDS = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsSettings:
    """Settings.

    What can be wrong: `value-of-now`, `view-stuck`, `reward-dead`, `ends-at-once`, `reward-of-neighbour`.

    Attributes:
        reaches: steps whose rewards are counted before a value is asked for.
        conservative: weight of the penalty on values of actions that were not taken (Kumar and others 2020).
        is_offline: everything that is learned from was played before, by a poor hand.
    """

    place: Literal["stock", "door"] = "stock"
    copies: int = 12
    steps: int = 1500
    starts_at: int = 40
    reaches: int = 3
    batch: int = 64
    keeps: int = 1200
    rate: float = 1e-3
    gamma: float = 0.95
    copy_every: int = 60
    explores_to: float = 0.05
    explores_for: float = 0.5
    conservative: float = 0.0
    is_offline: bool = False
    log_every: int = 24
    eval_every: int = 96
    wrong: str = ""


class StepsOfQ:
    """One training."""

    def __init__(self, recipe: Recipe[StepsSettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed + 911)
        kind = PLACES[settings.place]
        self.task = kind(settings.copies, np.random.default_rng(seed + 9110))
        self.trial = kind(_TRIALS, np.random.default_rng(seed + 9111))
        sizes = (kind.seen_size, _WIDTH, _WIDTH, kind.actions)
        self.online = Mlp(sizes, self.rng, activation="relu")
        self.target = Mlp(sizes, self.rng, activation="relu")
        self.target.copy_from(self.online)
        self.optimiser = Optimiser()
        self.actions, self.size = kind.actions, kind.seen_size
        self.kept = np.zeros((settings.keeps, settings.copies, 2 * kind.seen_size + 4))
        self.count = 0
        self.tally = Tally(settings.copies)
        self.log = Logbook()
        self.stuck: Floats | None = None

    def train(self) -> Ended:
        """Train to the end."""
        settings = self.recipe.settings
        total, onset = settings.steps, None
        began = self._score()
        if settings.is_offline:
            for _ in range(settings.keeps):
                self._play(settings, 0.25, is_poor=True)
        found: list[dict[str, float]] = []
        for number in range(total):
            settings = self.recipe.at(number / total)
            if self.recipe.late and onset is None and settings is not self.recipe.settings:
                onset = (number + 1) * (1 if settings.is_offline else settings.copies)
            part = min(1.0, number / total / settings.explores_for)
            epsilon = 1.0 + part * (settings.explores_to - 1.0)
            if not settings.is_offline:
                self._play(settings, epsilon)
            if number >= settings.starts_at:
                found.append(self._learn(settings))
            if number % settings.copy_every == 0:
                self.target.copy_from(self.online)
            if (number + 1) % settings.log_every == 0:
                self._note(number + 1, found, epsilon, settings)
                found = []
        return Ended(
            log=self.log,
            score=self._score(),
            began=began,
            training=self.log.last("return"),
            reported=self.log.last("eval_return"),
            onset_step=onset,
        )

    def _score(self) -> float:
        """Give the mean return of the best actions."""
        self.trial.restart()
        alive, whole = np.ones(_TRIALS), np.zeros(_TRIALS)
        for _ in range(self.trial.limit):
            came, _ = moved(self.trial, self.online(self.trial.seen).argmax(axis=1).astype(float))
            whole += alive * came.reward
            alive *= ~(came.ended | came.at_limit)
        return float(whole.mean())

    def _play(self, settings: StepsSettings, epsilon: float, *, is_poor: bool = False) -> None:
        seen = self.task.seen
        if settings.wrong == "view-stuck":
            self.stuck = seen.copy() if self.stuck is None else self.stuck
            seen = self.stuck
        action = self.online(seen).argmax(axis=1).astype(float)
        if is_poor:
            action = np.where(seen[:, 0] < 0.35, 2.0, 0.0)
        at_random = self.rng.random(len(seen)) < epsilon
        action = np.where(at_random, self.rng.integers(0, self.actions, len(seen)), action)
        came, _ = moved(self.task, action)
        if settings.wrong == "ends-at-once":
            self.task.restart()
            came = came._replace(ended=np.ones_like(came.ended))
        reward = came.reward * (0.0 if settings.wrong == "reward-dead" else 1.0)
        self.tally.take(came, reward)
        if settings.wrong == "reward-of-neighbour":
            reward = np.roll(reward, 1)
        after = self.stuck if settings.wrong == "view-stuck" and self.stuck is not None else came.last_seen
        self.kept[self.count % settings.keeps] = np.column_stack(
            (seen, action, reward, came.ended, came.at_limit, after)
        )
        self.count += 1

    def _learn(self, settings: StepsSettings) -> dict[str, float]:
        filled, size = min(self.count, settings.keeps), self.size
        at = self.rng.integers(0, filled - settings.reaches, settings.batch)
        at = (at + (self.count if self.count > settings.keeps else 0)) % settings.keeps
        copies = self.rng.integers(0, settings.copies, settings.batch)
        first = self.kept[at, copies]
        seen, action = first[:, :size], first[:, size].astype(int)
        whole, left = np.zeros(len(at)), np.ones(len(at))
        ended, after, going = np.zeros(len(at)), first[:, size + 4 :], np.ones(len(at), dtype=bool)
        for ahead in range(settings.reaches):
            row = self.kept[(at + ahead) % settings.keeps, copies]
            whole = whole + np.where(going, left * row[:, size + 1], 0.0)
            left = np.where(going, left * settings.gamma, left)
            after = np.where(going[:, None], row[:, size + 4 :], after)
            ended = np.where(going, row[:, size + 2], ended)
            going = going & (row[:, size + 2] + row[:, size + 3] == 0)
        if settings.wrong == "value-of-now":
            after = seen
        best = self.online(after).argmax(axis=1)
        worth = self.target(after)[np.arange(len(at)), best]
        layers = self.online.layers(seen)
        q = layers[-1][np.arange(len(at)), action]
        error = q - (whole + left * (1 - ended) * worth)
        slope = np.zeros_like(layers[-1])
        slope[np.arange(len(at)), action] = np.clip(error, -1, 1) / len(at)
        taken = np.eye(self.actions)[action]
        slope += settings.conservative * (softmax(layers[-1]) - taken) / len(at)
        gradients, norm = clipped(self.online.gradients(layers, slope), 10.0)
        self.optimiser.step(self.online.parameters, gradients, settings.rate)
        size_of = np.abs(error)
        loss = np.where(size_of < 1, 0.5 * error**2, size_of - 0.5)
        return {
            "loss": float(loss.mean()),
            "td_error": float(size_of.mean()),
            "q": float(q.mean()),
            "grad_norm": norm,
        }

    def _note(
        self, number: int, found: list[dict[str, float]], epsilon: float, settings: StepsSettings
    ) -> None:
        self.log.seconds += _SECONDS * float(self.rng.lognormal(0, 0.05))
        means = {name: float(np.mean([each[name] for each in found])) for name in found[0]} if found else {}
        if number % settings.eval_every == 0:
            means["eval_return"] = self._score()
        if settings.is_offline:
            self.log.add(number, means)
            return
        rate = {"learning_rate": settings.rate, "exploration": epsilon}
        self.log.add(number * settings.copies, {**self.tally.means(), **means, **rate})
