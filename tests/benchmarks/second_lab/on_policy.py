"""Actor and critic on one trunk, trained on what was just played: A2C, PPO, or REINFORCE with a baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tests.benchmarks.second_lab.games import GAMES, Tally
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser, clipped, softmax

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

_WIDTH = 32
_SECONDS = 1.5
_TRIALS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPolicySettings:
    """Settings of a training; the lower half is what can be wrong with it."""

    game: Literal["catch", "upright"] = "catch"
    copies: int = 16
    horizon: int = 32
    updates: int = 120
    epochs: int = 1
    minibatches: int = 1
    clip: float = math.inf
    rate: float = 3e-3
    optimiser: Literal["adam", "sgd"] = "adam"
    gamma: float = 0.97
    lam: float = 0.95
    entropy_bonus: float = 0.01
    value_share: float = 0.5
    most_norm: float = 0.5
    normalises_advantages: bool = True
    rate_falls: bool = False
    eval_every: int = 0

    seen_factor: float = 1.0
    blind_inputs: int = 0
    softmax_over_batch: bool = False
    dropout_in_update: float = 0.0
    lag: int = 0
    signs_reward: bool = False
    reward_lag: int = 0
    reward_factor: float = 1.0
    advantage_shift: int = 0
    same_noise: bool = False
    noise_of_inputs: float = 0.0
    torque_factor: float = 1.0
    half_precision: bool = False
    bias_of_seen: float = 0.0


class OnPolicy:
    """One training."""

    def __init__(self, recipe: Recipe[OnPolicySettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed + 77)
        kind = GAMES[settings.game]
        self.game = kind(settings.copies, np.random.default_rng(seed + 7000))
        self.network = Mlp((kind.size, _WIDTH, _WIDTH, kind.actions + 1), self.rng)
        self.log_spread = np.full(kind.actions, -0.3)
        self.optimiser = Optimiser(settings.optimiser)
        self.tally = Tally(settings.copies)
        self.older: list[list[Floats]] = []
        self.rewards: list[Floats] = []
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        total = self.recipe.settings.updates
        onset: int | None = None
        scores: list[float] = []
        for update in range(total):
            settings = self.recipe.at(update / total)
            step = (update + 1) * settings.copies * settings.horizon
            if settings is not self.recipe.settings and onset is None and self.recipe.late:
                onset = step
            before = len(self.tally.returns)
            batch = self._play(settings)
            rate = settings.rate * (1 - update / total if settings.rate_falls else 1)
            values = self._improve(batch, settings, rate)
            scores.append(self.tally.lately(before))
            self._note(step, values, update, settings)
            if not math.isfinite(values["entropy"]):
                scores.append(math.nan)
                break
        known = [each for each in scores[-total // 6 :] if math.isfinite(each)]
        score = float(np.mean(known)) if known else math.nan
        began = float(np.nanmean(scores[:3]))
        quantity = "eval_return" if self.recipe.settings.eval_every else "return"
        return Ended(
            log=self.log,
            score=score,
            began=began,
            training=score,
            reported=self.log.last(quantity),
            onset_step=onset,
        )

    def _look(self, seen: Floats, settings: OnPolicySettings) -> Floats:
        seen = seen * settings.seen_factor + settings.bias_of_seen
        if settings.noise_of_inputs:
            seen = seen + settings.noise_of_inputs * self.rng.normal(size=seen.shape)
        if settings.blind_inputs:
            seen = seen.copy()
            seen[..., : settings.blind_inputs] = 0.0
        return seen

    def _draw(self, heads: Floats, settings: OnPolicySettings) -> Floats:
        policy = heads[:, :-1]
        count = 1 if settings.same_noise else len(policy)
        if self.game.is_continuous:
            noise = self.rng.normal(size=(count, policy.shape[1]))
            return np.asarray(policy + np.exp(self.log_spread) * noise)
        passed = softmax(policy).cumsum(axis=1) < self.rng.random((count, 1))
        return np.asarray(np.minimum(passed.sum(axis=1), policy.shape[1] - 1), dtype=np.float64)

    def _play(self, settings: OnPolicySettings) -> dict[str, Floats]:
        acting = Mlp((1, 1), self.rng)
        self.older = [*self.older, [each.copy() for each in self.network.parameters]][-(settings.lag + 1) :]
        acting.activation, acting.parameters = "tanh", self.older[0]
        rows: dict[str, list[Floats]] = {
            name: [] for name in ("seen", "action", "reward", "end", "limit", "next")
        }
        for _ in range(settings.horizon):
            seen = self._look(self.game.seen, settings)
            action = self._draw(acting(seen), settings)
            moved = self.game.move(action * (settings.torque_factor if self.game.is_continuous else 1))
            self.tally.take(moved, moved.reward)
            reward = np.sign(moved.reward) if settings.signs_reward else moved.reward * settings.reward_factor
            self.rewards = [*self.rewards, reward][-(settings.reward_lag + 1) :]
            row = (
                seen,
                action,
                self.rewards[0],
                moved.ended,
                moved.at_limit,
                self._look(moved.last_seen, settings),
            )
            for name, value in zip(rows, row, strict=True):
                rows[name].append(np.asarray(value, dtype=np.float64))
        played = {name: np.stack(value) for name, value in rows.items()}
        played["value"] = self.network(played["seen"])[..., -1]
        played["last"] = self.network(self._look(self.game.seen, settings))[:, -1]
        played["after"] = self.network(played["next"])[..., -1]
        advantage = _advantage(played, settings)
        old = acting(played["seen"])[..., :-1]
        size = settings.copies * settings.horizon
        return {
            "seen": played["seen"].reshape(size, -1),
            "action": played["action"].reshape(size, *played["action"].shape[2:]),
            "value": played["value"].ravel(),
            "target": (advantage + played["value"]).ravel(),
            "advantage": np.roll(advantage, settings.advantage_shift, axis=0).ravel(),
            "old": self._log_likely(old.reshape(size, -1), played["action"].reshape(size, -1)),
        }

    def _log_likely(self, policy: Floats, action: Floats) -> Floats:
        if self.game.is_continuous:
            away = (action.reshape(policy.shape) - policy) / np.exp(self.log_spread)
            return np.asarray((-0.5 * away**2 - self.log_spread - 0.919).sum(axis=-1))
        chosen = softmax(policy)[np.arange(len(policy)), action.astype(int).ravel()]
        return np.asarray(np.log(chosen + 1e-30))

    def _improve(self, batch: dict[str, Floats], settings: OnPolicySettings, rate: float) -> dict[str, float]:
        count = len(batch["seen"])
        size = count // settings.minibatches
        found = []
        for _ in range(settings.epochs):
            order = self.rng.permutation(count)
            for start in range(0, count, size):
                part = {name: each[order[start : start + size]] for name, each in batch.items()}
                found.append(self._step(part, settings, rate))
        spread = float(np.var(batch["target"]))
        explained = 1 - float(np.var(batch["target"] - batch["value"])) / spread if spread else math.nan
        means = {name: float(np.mean([each[name] for each in found])) for name in found[0]}
        return {**means, "explained_variance": explained, "learning_rate": rate}

    def _step(self, part: dict[str, Floats], settings: OnPolicySettings, rate: float) -> dict[str, float]:
        count = len(part["seen"])
        advantage = part["advantage"]
        if settings.normalises_advantages:
            advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
        layers = self.network.layers(part["seen"])
        if settings.dropout_in_update:
            kept = self.rng.random(layers[-2].shape) > settings.dropout_in_update
            layers[-2] = layers[-2] * kept / (1 - settings.dropout_in_update)
            layers[-1] = layers[-2] @ self.network.parameters[-2] + self.network.parameters[-1]
        policy, value = layers[-1][:, :-1], layers[-1][:, -1]
        log_ratio = self._log_likely(policy, part["action"]) - part["old"]
        if settings.softmax_over_batch:
            wrong = np.log(softmax(policy.T).T + 1e-30) + math.log(count)
            log_ratio = wrong[np.arange(count), part["action"].astype(int)] - part["old"]
        ratio = np.exp(np.clip(log_ratio, -30, 30))
        free = ratio * advantage <= np.clip(ratio, 1 - settings.clip, 1 + settings.clip) * advantage
        weight = -advantage * ratio * free / count
        slope, spread_slope, entropy = self._slopes(policy, part["action"], weight, settings)
        error = value - part["target"]
        both = np.column_stack((slope, settings.value_share * 2 * error / count))
        gradients = [*self.network.gradients(layers, both), spread_slope]
        if settings.half_precision:
            gradients = [np.where(np.abs(each) < 2e-3, 0.0, each) for each in gradients]
        gradients, norm = clipped(gradients, settings.most_norm)
        self.optimiser.step([*self.network.parameters, self.log_spread], gradients, rate)
        value_loss, policy_loss = float((error**2).mean()), float(-(ratio * advantage).mean())
        return {
            "value_loss": value_loss,
            "policy_loss": policy_loss,
            "loss": policy_loss + settings.value_share * value_loss - settings.entropy_bonus * entropy,
            "entropy": entropy,
            "kl": float((ratio - 1 - log_ratio).mean()),
            "clip_fraction": float((np.abs(ratio - 1) > settings.clip).mean()),
            "grad_norm": norm,
        }

    def _slopes(
        self, policy: Floats, action: Floats, weight: Floats, settings: OnPolicySettings
    ) -> tuple[Floats, Floats, float]:
        if self.game.is_continuous:
            away = (action.reshape(policy.shape) - policy) / np.exp(self.log_spread)
            slope = weight[:, None] * away / np.exp(self.log_spread)
            spread_slope = (weight[:, None] * (away**2 - 1)).sum(axis=0) - settings.entropy_bonus
            return slope, spread_slope, float((self.log_spread + 1.419).sum())
        axis_right = softmax(policy)
        probability = softmax(policy.T).T if settings.softmax_over_batch else axis_right
        logs = np.log(axis_right + 1e-30)
        entropy = -(axis_right * logs).sum(axis=1, keepdims=True)
        slope = weight[:, None] * (np.eye(policy.shape[1])[action.astype(int)] - probability)
        slope += settings.entropy_bonus / len(policy) * axis_right * (logs + entropy)
        return slope, np.zeros_like(self.log_spread), float(entropy.mean())

    def _note(self, step: int, values: dict[str, float], update: int, settings: OnPolicySettings) -> None:
        self.log.seconds += _SECONDS * float(self.rng.lognormal(0, 0.04))
        logged = {**self.tally.means(), **values, "fps": step / self.log.seconds}
        if self.game.is_continuous:
            logged["std"] = float(np.exp(self.log_spread).mean())
        if settings.eval_every and (update + 1) % settings.eval_every == 0:
            logged["eval_return"] = self._try(settings)
        self.log.add(step, logged)

    def _try(self, settings: OnPolicySettings) -> float:
        trial = GAMES[settings.game](_TRIALS, np.random.default_rng(8000))
        returns, running = np.zeros(_TRIALS), np.ones(_TRIALS)
        while running.any():
            heads = self.network(self._look(trial.seen, settings))[:, :-1]
            action = heads if self.game.is_continuous else heads.argmax(axis=1).astype(float)
            moved = trial.move(action)
            returns += running * moved.reward
            running = running * ~(moved.ended | moved.at_limit)
        return float(returns.mean())


def _advantage(played: dict[str, Floats], settings: OnPolicySettings) -> Floats:
    value = played["value"]
    advantage = np.zeros_like(value)
    trace = np.zeros(value.shape[1])
    for at in range(len(value) - 1, -1, -1):
        over = np.maximum(played["end"][at], played["limit"][at])
        after = value[at + 1] if at + 1 < len(value) else played["last"]
        after = np.where(played["limit"][at] > 0, played["after"][at], after) * (1 - played["end"][at])
        trace = (
            played["reward"][at]
            + settings.gamma * after
            - value[at]
            + settings.gamma * settings.lam * (1 - over) * trace
        )
        advantage[at] = trace
    return advantage
