"""Policy gradients with a critic: discrete or Gaussian actions, clipped (PPO) or not (A2C), and their faults."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.fourth_lab.net import Adam, Net, clipped, norm, softmax
from tests.benchmarks.fourth_lab.rig import Log, Setup

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.benchmarks.fourth_lab.worlds import CartPole, Catch, PointMass

    Array = NDArray[Any]

COPIES, LENGTH, UPDATES = 16, 64, 50


class OnPolicy:
    """Roll out, work out advantages, update; one row an update."""

    def __init__(self, world: type[CartPole | PointMass | Catch], setup: Setup) -> None:
        self.setup, self.kind = setup, world
        self.rng = np.random.default_rng([setup.seed, 50])
        self.world = world(COPIES, setup.seed)
        self.continuous = world.continuous
        self.policy = Net([world.size, 32, 32, world.actions], self.rng, "tanh", last=0.01)
        self.critic = Net([world.size, 32, 32, 1], self.rng, "tanh")
        self.log_std: Array = np.full(world.actions, setup.get("log_std", -0.3))
        self.lr = setup.get("lr", 0.003)
        self.actor_step = Adam([*self.policy.weights, self.log_std], self.lr)
        self.critic_step = Adam(self.critic.weights, self.lr)
        self.updates = int(setup.get("updates", UPDATES))
        self.gamma = 0.1 if setup.on("short-sight", 0) else setup.get("gamma", 0.98)
        self.mean, self.var = np.zeros(world.size), np.ones(world.size)
        self.sums, self.ages = np.zeros(COPIES), np.zeros(COPIES)
        self.returns: deque[float] = deque(maxlen=int(setup.get("window", 30)))
        self.lengths: deque[float] = deque(maxlen=int(setup.get("window", 30)))
        self.seconds, self.done, self.length = 0.0, 0.0, int(setup.get("length", LENGTH))
        self.log, self.stats = Log(), dict[str, list[float]]()

    def on(self, fault: str) -> bool:
        return self.setup.on(fault, self.done)

    def seen(self) -> Array:
        x = self.world.observe()
        if self.on("raw-inputs"):
            x = x * np.array([1000.0, 1, 1, 1000.0])[: x.shape[1]] + 500
        if self.on("normaliser-lost"):
            x = (x - 3.0) / 0.05
        if self.on("sensor-dead"):
            x = x * 0
        if self.on("blurred"):
            x = x + self.rng.normal(0, 1.0, x.shape)
        return x

    def act(self, x: Array) -> tuple[Array, Array]:
        """Give actions, and their log-probabilities (summed over the components of an action)."""
        out = self.policy(x)
        if not self.continuous:
            shares = softmax(out)
            action = (shares.cumsum(1) > self.rng.random((len(x), 1))).argmax(1)
            return action, np.log(shares[np.arange(len(x)), action] + 1e-12)
        action = out + np.exp(self.log_std) * self.rng.normal(0, 1, out.shape)
        return action, self.log_prob(out, action)

    def log_prob(self, mean: Array, action: Array) -> Array:
        scaled = (action - mean) / np.exp(self.log_std)
        total: Array = (-0.5 * scaled**2 - self.log_std - 0.919).sum(1)
        return total

    def sent(self, action: Array) -> Array:
        """Give what the environment gets for the action that was drawn."""
        if self.on("action-swapped"):
            return -action if self.continuous else self.kind.actions - 1 - action
        if self.on("action-tiny"):
            return np.asarray(action * 0.03)
        return action

    def rewarded(self, reward: Array, late: Array, done: Array) -> Array:
        if self.on("reward-constant"):
            return np.zeros_like(reward)
        if self.on("reward-huge"):
            return reward * 1e4
        if self.on("reward-noise"):
            return reward + self.rng.normal(0, 60, reward.shape)
        if self.on("leave-early"):
            return np.asarray(reward - 4.0 * ~(done & ~late))
        if self.on("reward-other"):
            return np.asarray(self.world.observe()[:, 1] ** 2)
        return reward

    def rollout(self) -> dict[str, Array]:
        kept: dict[str, list[Array]] = {key: [] for key in ("x", "a", "p", "r", "d", "v")}
        for _ in range(self.length):
            x = self.seen()
            action, log_p = self.act(x)
            reward, done, late = self.world.step(self.sent(action))
            self.sums, self.ages = self.sums + reward, self.ages + 1
            for index in np.flatnonzero(done):
                self.returns.append(float(self.sums[index]))
                self.lengths.append(float(self.ages[index]))
                self.log.episodes.append((self.returns[-1], self.lengths[-1], self.seconds))
            self.sums, self.ages = self.sums * ~done, self.ages * ~done
            if self.on("clipped-logprob"):
                action = np.clip(action, -0.2, 0.2)
            stored = self.rewarded(reward, late, done)
            for key, value in zip(kept, (x, action, log_p, stored, done, self.critic(x)[:, 0]), strict=True):
                kept[key].append(value)
        return {key: np.array(value) for key, value in kept.items()}

    def advantages(self, kept: dict[str, Array]) -> tuple[Array, Array]:
        after = np.concatenate([kept["v"][1:], self.critic(self.seen()).T])
        advantage, running = np.zeros_like(kept["r"]), np.zeros(COPIES)
        for t in reversed(range(self.length)):
            alive = ~kept["d"][t]
            delta = kept["r"][t] + self.gamma * after[t] * alive - kept["v"][t]
            running = delta + self.gamma * 0.95 * alive * running
            advantage[t] = running
        target = advantage + kept["v"]
        if self.on("advantage-sign"):
            advantage = -advantage
        if self.on("advantage-mixed"):
            advantage = self.rng.permutation(advantage.ravel()).reshape(advantage.shape)
        return advantage.ravel(), target.ravel()

    def update(self) -> None:
        kept = self.rollout()
        advantage, target = self.advantages(kept)
        n = len(advantage)
        x = kept["x"].reshape(n, -1)
        action = kept["a"].reshape(n, -1) if self.continuous else kept["a"].ravel()
        old = kept["p"].ravel()
        if self.on("stale-logprob"):
            old = np.roll(old, COPIES)
        fitted = 1 - float(np.var(target - kept["v"].ravel())) / (float(np.var(target)) + 1e-9)
        self.stats = {"explained_variance": [fitted]}
        if not self.setup.get("raw_advantage", 0):
            advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
        epochs = int(20 if self.on("too-far") else self.setup.get("epochs", 4))
        for _ in range(epochs):
            for part in np.array_split(self.rng.permutation(n), int(self.setup.get("parts", 3))):
                self.fit(x[part], action[part], old[part], advantage[part], target[part])

    def fit(self, x: Array, action: Array, old: Array, advantage: Array, target: Array) -> None:
        layers = self.policy.forward(x)
        n, out = len(x), layers[-1]
        if self.continuous:
            log_p = self.log_prob(out, action)
            entropy = float((self.log_std + 1.419).sum())
        else:
            shares = softmax(out)
            log_p = np.log(shares[np.arange(n), action] + 1e-12)
            entropy = float(-(shares * np.log(shares + 1e-12)).sum(1).mean())
        ratio = np.exp(np.clip(log_p - old, -30, 30))
        clip = 1e9 if self.on("too-far") else 0.2
        outside = np.where(advantage > 0, ratio > 1 + clip, ratio < 1 - clip)
        weight = np.where(outside, 0.0, advantage * ratio) / n
        bonus = self.bonus()
        if self.continuous:
            scaled = (action - out) / np.exp(self.log_std)
            slope = -weight[:, None] * scaled / np.exp(self.log_std)
            more = -(weight[:, None] * (scaled**2 - 1)).sum(0) - bonus
        else:
            slope = weight[:, None] * (shares - np.eye(shares.shape[1])[action])
            own = -np.log(shares + 1e-12) - entropy
            slope -= bonus * shares * (own - 0) / n
            more = np.zeros_like(self.log_std)
        grads = self.policy.backward(layers, slope)
        self._step(grads, more)
        loss = self.fit_critic(x, target)
        used = np.minimum(ratio * advantage, np.clip(ratio, 1 - clip, 1 + clip) * advantage)
        kl = float((ratio - 1 - np.clip(log_p - old, -30, 30)).mean())
        self.note(
            entropy=entropy,
            kl=kl,
            clip_fraction=float((np.abs(ratio - 1) > 0.2).mean()),
            policy_loss=-float(used.mean()),
            value_loss=loss,
            grad_norm=norm(grads),
        )

    def bonus(self) -> float:
        if self.on("bonus-sign"):
            return -0.3
        if self.on("bonus-huge"):
            return 3.0
        return self.setup.get("bonus", 0.003)

    def _step(self, grads: list[Array], more: Array) -> None:
        self.actor_step.lr = self.rate()
        if self.on("actor-frozen"):
            return
        grads = [*grads, more]
        self.actor_step.step(grads if self.on("too-far") else clipped(grads, 0.5))
        if self.on("std-floor"):
            self.log_std[:] = np.minimum(self.log_std, -4.0)

    def rate(self) -> float:
        rate = self.lr * (1 - self.done if self.setup.get("anneal", 0) else 1)
        if self.on("lr-high"):
            rate *= 60
        if self.on("lr-tiny"):
            rate *= 0.003
        return float(rate)

    def fit_critic(self, x: Array, target: Array) -> float:
        layers = self.critic.forward(x)
        apart = layers[-1][:, 0] - target
        if self.on("critic-broadcast"):
            apart = (layers[-1] - target[None, :]).mean(1)
        if not self.on("critic-frozen"):
            self.critic_step.lr = self.rate()
            self.critic_step.step(clipped(self.critic.backward(layers, (apart / len(x))[:, None]), 5.0))
        return float(((layers[-1][:, 0] - target) ** 2).mean())

    def note(self, **values: float) -> None:
        for key, value in values.items():
            self.stats.setdefault(key, []).append(value)

    def run(self) -> Log:
        for update in range(self.updates):
            self.done = update / self.updates
            harder = self.setup.get("harder", 0)
            if harder and hasattr(self.world, "gravity"):
                self.world.gravity = 9.8 * (1 + harder * self.done)
            if harder and hasattr(self.world, "reach"):
                self.world.reach = 1 + harder * self.done
            self.update()
            self.seconds += 3.0 * float(self.rng.uniform(0.9, 1.2))
            values = {key: float(np.mean(value)) for key, value in self.stats.items()}
            values |= {"lr": self.rate(), "fps": self.length * COPIES * (update + 1) / self.seconds}
            if self.continuous:
                values["std"] = float(np.exp(self.log_std).mean())
            if self.returns:
                values |= {"return": float(np.mean(self.returns)), "ep_len": float(np.mean(self.lengths))}
            self.log.add((update + 1) * self.length * COPIES, update + 1, self.seconds, values)
        self.log.score = self.evaluated()
        return self.log

    def evaluated(self) -> float:
        """Give the mean return of the final policy, greedy, in the task as it is meant, as it would be deployed."""
        world = self.kind(100, 999)
        self.world = world
        sums, alive, total = np.zeros(100), np.ones(100, bool), 0
        while alive.any() and total < 400:
            out = self.policy(self.seen())
            action = out if self.continuous else out.argmax(1)
            reward, done, _ = world.step(self.sent(action) if self.setup.fault == "action-tiny" else action)
            sums += reward * alive
            alive &= ~done
            total += 1
        return float(sums.mean())
