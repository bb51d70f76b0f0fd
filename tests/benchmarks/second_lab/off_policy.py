"""Learning from a buffer of old steps: Q-learning with a target network, or an actor that climbs a critic (DDPG)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tests.benchmarks.second_lab.games import GAMES, Tally
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser, clipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

_WIDTH = 48
_SECONDS = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class OffPolicySettings:
    """Settings of a training; the lower half is what can be wrong with it."""

    game: Literal["catch", "upright"] = "catch"
    copies: int = 8
    steps: int = 2400
    starts_at: int = 40
    batch: int = 64
    keeps: int = 4000
    rate: float = 1e-3
    actor_rate: float = 5e-4
    gamma: float = 0.97
    tau: float = 0.01
    copy_every: int = 0
    explores_from: float = 1.0
    explores_to: float = 0.05
    explores_for: float = 0.4
    noise: float = 0.2
    log_every: int = 24
    most_norm: float = 10.0

    copies_backwards: bool = False
    keeps_oldest: bool = False
    reward_lag: int = 0
    batch_max: bool = False
    reward_factor: float = 1.0
    descends: bool = False
    ignores_ends: bool = False
    weight_decay: float = 0.0
    resets_every: int = 0
    action_mixed: bool = False
    initial: float = 1.0
    spoils: float = 0.0


class OffPolicy:
    """One training."""

    def __init__(self, recipe: Recipe[OffPolicySettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed + 177)
        kind = GAMES[settings.game]
        self.game = kind(settings.copies, np.random.default_rng(seed + 17000))
        self.is_continuous = kind.is_continuous
        inputs = kind.size + (kind.actions if kind.is_continuous else 0)
        outputs = 1 if kind.is_continuous else kind.actions
        sizes = (inputs, _WIDTH, _WIDTH, outputs)
        self.critic = Mlp(sizes, self.rng, activation="relu", scale=settings.initial)
        self.target = Mlp(sizes, self.rng, activation="relu")
        self.target.copy_from(self.critic)
        self.actor = Mlp((kind.size, _WIDTH, kind.actions), self.rng)
        self.old_actor = Mlp((kind.size, _WIDTH, kind.actions), self.rng)
        self.old_actor.copy_from(self.actor)
        self.optimiser, self.actor_optimiser = Optimiser(), Optimiser()
        width = kind.size * 2 + 3
        self.kept = np.zeros((settings.keeps, width))
        self.count = 0
        self.rewards: list[Floats] = []
        self.tally = Tally(settings.copies)
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        total = self.recipe.settings.steps
        onset: int | None = None
        scores: list[float] = []
        found: list[dict[str, float]] = []
        before = 0
        for number in range(total):
            settings = self.recipe.at(number / total)
            if settings is not self.recipe.settings and onset is None and self.recipe.late:
                onset = (number + 1) * settings.copies
            part = number / total / settings.explores_for if settings.explores_for else 1.0
            epsilon = settings.explores_from + min(1.0, part) * (
                settings.explores_to - settings.explores_from
            )
            self._play(settings, epsilon)
            if number >= settings.starts_at and self.count > settings.batch:
                found.append(self._learn(settings, number))
            if (number + 1) % settings.log_every == 0:
                scores.append(self.tally.lately(before))
                before = len(self.tally.returns)
                self._note((number + 1) * settings.copies, found, epsilon)
                found = []
        known = [each for each in scores[-len(scores) // 6 :] if math.isfinite(each)]
        score = float(np.mean(known)) if known else math.nan
        began = float(np.nanmean(scores[:4]))
        return Ended(
            log=self.log,
            score=score,
            began=began,
            training=score,
            reported=self.log.last("return"),
            onset_step=onset,
        )

    def _play(self, settings: OffPolicySettings, epsilon: float) -> None:
        seen = self.game.seen
        if self.is_continuous:
            action = np.tanh(self.actor(seen)[:, 0]) + settings.noise * self.rng.normal(size=len(seen))
            action = np.clip(action, -1, 1)
        else:
            action = self.critic(seen).argmax(axis=1).astype(float)
            at_random = self.rng.random(len(seen)) < epsilon
            action = np.where(at_random, self.rng.integers(0, self.game.actions, len(seen)), action)
        moved = self.game.move(action)
        self.tally.take(moved, moved.reward)
        self.rewards = [*self.rewards, moved.reward * settings.reward_factor][-(settings.reward_lag + 1) :]
        stored = self.rng.permutation(action) if settings.action_mixed else action
        next_seen = moved.last_seen
        if settings.spoils:
            next_seen = np.where(self.rng.random(next_seen.shape) < settings.spoils, 0.0, next_seen)
        rows = np.column_stack((seen, stored, self.rewards[0], moved.ended, next_seen))
        for row in rows:
            if settings.keeps_oldest and self.count >= settings.keeps:
                return
            self.kept[self.count % settings.keeps] = row
            self.count += 1

    def _learn(self, settings: OffPolicySettings, number: int) -> dict[str, float]:
        rows = self.kept[self.rng.integers(0, min(self.count, settings.keeps), settings.batch)]
        size = self.game.size
        seen, action, reward, ended, after = (
            rows[:, :size],
            rows[:, size],
            rows[:, size + 1],
            rows[:, size + 2],
            rows[:, size + 3 :],
        )
        alive = np.ones_like(ended) if settings.ignores_ends else 1 - ended
        if self.is_continuous:
            told = np.tanh(self.old_actor(after))
            best = self.target(np.column_stack((after, told)))[:, 0]
            layers = self.critic.layers(np.column_stack((seen, action)))
            q, picked = layers[-1][:, 0], np.zeros(len(rows), dtype=int)
        else:
            values = self.target(after)
            best = np.full(len(rows), values.max()) if settings.batch_max else values.max(axis=1)
            layers, picked = self.critic.layers(seen), action.astype(int)
            q = layers[-1][np.arange(len(rows)), picked]
        error = q - (reward + settings.gamma * alive * best)
        slope = np.zeros_like(layers[-1])
        slope[np.arange(len(rows)), picked] = 2 * error / len(rows)
        gradients, norm = clipped(self.critic.gradients(layers, slope), settings.most_norm)
        self.optimiser.step(self.critic.parameters, gradients, settings.rate, settings.weight_decay)
        logged = {"loss": float((error**2).mean()), "q": float(q.mean()), "grad_norm": norm}
        if self.is_continuous:
            logged["policy_loss"] = self._climb(seen, settings)
        self._follow(settings, number)
        return logged

    def _climb(self, seen: Floats, settings: OffPolicySettings) -> float:
        layers = self.actor.layers(seen)
        action = np.tanh(layers[-1])
        judged = self.critic.layers(np.column_stack((seen, action)))
        uphill = input_slope(self.critic, judged, np.full_like(judged[-1], 1 / len(seen)))[
            :, self.game.size :
        ]
        sign = 1.0 if settings.descends else -1.0
        gradients = self.actor.gradients(layers, sign * uphill * (1 - action**2))
        self.actor_optimiser.step(self.actor.parameters, gradients, settings.actor_rate)
        return float(sign * judged[-1].mean())

    def _follow(self, settings: OffPolicySettings, number: int) -> None:
        if settings.resets_every and number % settings.resets_every == 0:
            fresh = Mlp(
                [self.critic.parameters[0].shape[0], _WIDTH, _WIDTH, self.critic.parameters[-1].shape[0]],
                self.rng,
                activation="relu",
            )
            self.critic.copy_from(fresh)
        if settings.copy_every:
            if number % settings.copy_every == 0:
                first, second = self.target, self.critic
                if settings.copies_backwards:
                    first, second = second, first
                first.copy_from(second)
            return
        pairs = ((self.target, self.critic), (self.old_actor, self.actor))
        for slow, fast in pairs:
            pairs_of_weights = zip(slow.parameters, fast.parameters, strict=True)
            slow.parameters = [old + settings.tau * (new - old) for old, new in pairs_of_weights]

    def _note(self, step: int, found: Sequence[dict[str, float]], epsilon: float) -> None:
        self.log.seconds += _SECONDS * float(self.rng.lognormal(0, 0.05))
        means = {name: float(np.mean([each[name] for each in found])) for name in found[0]} if found else {}
        explores = {} if self.is_continuous else {"exploration": epsilon}
        rate = {"learning_rate": self.recipe.settings.rate}
        self.log.add(
            step, {**self.tally.means(), **means, **explores, **rate, "fps": step / self.log.seconds}
        )


def input_slope(network: Mlp, layers: Sequence[Floats], slope: Floats) -> Floats:
    """Give the slope of a loss at a network's inputs, float64[batch, input]."""
    for number in range(len(network.parameters) - 2, -1, -2):
        slope = slope @ network.parameters[number].T
        if number:
            below = layers[number // 2]
            slope = slope * (1.0 - below**2 if network.activation == "tanh" else below > 0)
    return slope
