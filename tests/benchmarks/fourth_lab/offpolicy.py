"""Q-learning from a replay buffer, online or from a fixed data set, and REINFORCE; on the ball to catch."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.fourth_lab.net import Adam, Net, clipped, norm, softmax
from tests.benchmarks.fourth_lab.rig import Log, Setup
from tests.benchmarks.fourth_lab.worlds import Catch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

STEPS, EVERY, CAPACITY = 3000, 60, 2000


def greedy_return(net: Net, spoil: float = 0.0) -> float:
    """Give the mean return of 100 episodes without exploration; `spoil` is added to what the net sees."""
    world, total = Catch(100, 999), np.zeros(100)
    for _ in range(Catch.rows - 1):
        reward, _, _ = world.step(net(world.observe() + spoil).argmax(1))
        total += reward
    return float(total.mean())


class DeepQ:
    """Double or plain Q-learning; with `offline`, the data were gathered at random and never grow."""

    def __init__(self, setup: Setup) -> None:
        self.setup, self.rng = setup, np.random.default_rng([setup.seed, 60])
        self.net = Net([Catch.size, 48, 48, Catch.actions], self.rng)
        self.target = Net([Catch.size, 48, 48, Catch.actions], self.rng)
        self.target.weights = self.net.copied()
        self.lr = setup.get("lr", 0.001)
        self.adam = Adam(self.net.weights, self.lr)
        self.world = Catch(1, setup.seed)
        self.offline = bool(setup.get("offline", 0))
        self.steps, self.gamma = int(setup.get("steps", STEPS)), setup.get("gamma", 0.95)
        shape = (CAPACITY, Catch.size)
        self.x, self.after = np.zeros(shape), np.zeros(shape)
        self.a, self.r, self.d = np.zeros(CAPACITY, int), np.zeros(CAPACITY), np.zeros(CAPACITY)
        self.filled, self.done, self.sum = 0, 0.0, 0.0
        self.returns: deque[float] = deque(maxlen=int(setup.get("window", 60)))
        self.losses: list[float] = []
        self.values: list[float] = []
        self.grad_norm = 0.0
        self.log = Log()

    def on(self, fault: str) -> bool:
        return self.setup.on(fault, self.done)

    def epsilon(self) -> float:
        if self.offline:
            return 1.0
        if self.on("epsilon-stuck"):
            return 1.0
        if self.on("epsilon-gone"):
            return 0.0
        return max(0.05, 1 - self.done / 0.4)

    def gather(self) -> None:
        x = self.world.observe()
        values = self.net(x)
        action = values.argmax(1) if self.rng.random() > self.epsilon() else self.rng.integers(0, 3, 1)
        reward, done, _ = self.world.step(2 - action if self.on("action-swapped") else action)
        self.sum += float(reward[0])
        if done[0]:
            self.returns.append(self.sum)
            self.sum = 0.0
        if self.on("stale-buffer") and self.filled > 200:
            return
        at = self.filled % CAPACITY
        self.x[at], self.a[at], self.d[at] = x[0], action[0], done[0]
        self.r[at] = reward[0] * (500 if self.on("reward-huge") else 1)
        self.after[at] = self.world.observe()[0]
        self.filled += 1

    def learn(self, step: int) -> None:
        size = min(self.filled, CAPACITY)
        pick = self.rng.integers(0, size, 32)
        at = self.rng.integers(0, size, 32) if self.on("mixed-buffer") else pick
        bootstrap = self.net if self.on("no-target") else self.target
        following = bootstrap(self.after[pick])
        best = following.max(1)
        if self.setup.get("double", 1) and not self.on("no-target"):
            best = following[np.arange(32), self.net(self.after[pick]).argmax(1)]
        alive = 1.0 if self.on("over-the-end") else 1 - self.d[pick]
        gamma = 1.05 if self.on("gamma-over") else self.gamma
        target = self.r[at] + gamma * best * alive
        if self.on("target-sign"):
            target = self.r[at] - gamma * best * alive
        layers = self.net.forward(self.x[pick])
        value = layers[-1][np.arange(32), self.a[pick]]
        slope = np.zeros((32, 3))
        slope[np.arange(32), self.a[pick]] = np.clip(value - target, -100, 100) / 32
        grads = self.net.backward(layers, slope)
        self.grad_norm = norm(grads)
        self.adam.lr = self.lr * (100 if self.on("lr-high") else 1)
        self.adam.step(grads if self.on("lr-high") else clipped(grads, 10))
        every = 10**9 if self.on("target-never") else int(self.setup.get("sync", 100))
        if step % every == 0:
            self.target.weights = self.net.copied()
        self.losses.append(float(((value - target) ** 2).mean()))
        self.values.append(float(layers[-1].max(1).mean()))

    def run(self) -> Log:
        while self.offline and self.filled < CAPACITY:
            self.gather()
        for step in range(1, self.steps + 1):
            self.done = step / self.steps
            if not self.offline:
                self.gather()
            if self.filled > 200:
                self.learn(step)
            if step % EVERY == 0:
                self.measure(step)
        self.log.score = greedy_return(self.net)
        return self.log

    def measure(self, step: int) -> None:
        values = {"epsilon": self.epsilon(), "lr": self.adam.lr, "eval_return": greedy_return(self.net)}
        if self.on("eval-raw"):
            values["eval_return"] = greedy_return(self.net, spoil=-2.0)
        if self.losses:
            values |= {
                "td_loss": float(np.mean(self.losses)),
                "q_mean": float(np.mean(self.values)),
                "grad_norm": self.grad_norm,
            }
        if self.returns and not self.offline:
            values["return"] = float(np.mean(self.returns))
        self.log.add(step, step / EVERY, step * 0.02, values)
        self.log.reported = values["eval_return"]
        self.losses, self.values = [], []


class Reinforce:
    """The plain policy gradient with a running baseline; one row a batch of episodes."""

    def __init__(self, setup: Setup) -> None:
        self.setup, self.rng = setup, np.random.default_rng([setup.seed, 70])
        self.net = Net([Catch.size, 32, Catch.actions], self.rng, "tanh", last=0.1)
        self.adam = Adam(self.net.weights, setup.get("lr", 0.01))
        self.baseline, self.log = 0.0, Log()

    def run(self) -> Log:
        rounds, copies = int(self.setup.get("rounds", 80)), int(self.setup.get("episodes", 32))
        for turn in range(rounds):
            done = turn / rounds
            size = 1 if self.setup.on("batch-of-one", done) else copies
            entropy, loss, returns, grad_norm = self.round(size, done)
            values = {"return": returns, "entropy": entropy, "policy_loss": loss, "grad_norm": grad_norm}
            self.log.add((turn + 1) * copies, turn + 1, turn * 1.5, values)
        self.log.score = greedy_return(self.net)
        return self.log

    def round(self, copies: int, done: float) -> tuple[float, float, float, float]:
        world, kept, total = Catch(copies, int(self.rng.integers(10**6))), [], np.zeros(copies)
        for _ in range(Catch.rows - 1):
            layers = self.net.forward(world.observe())
            shares = softmax(layers[-1])
            action = (shares.cumsum(1) > self.rng.random((copies, 1))).argmax(1)
            kept.append((layers, shares, action))
            total += world.step(action)[0]
        score = total - self.baseline
        self.baseline = 0.9 * self.baseline + 0.1 * float(total.mean())
        if self.setup.on("sign", done):
            score = -score
        if self.setup.on("no-reward", done):
            score = score * 0
        grads, entropy, loss = [np.zeros_like(w) for w in self.net.weights], 0.0, 0.0
        for layers, shares, action in kept:
            chosen = np.log(shares[np.arange(copies), action] + 1e-12)
            entropy -= float((shares * np.log(shares + 1e-12)).sum(1).mean()) / len(kept)
            loss -= float((score * chosen).mean()) / len(kept)
            slope = score[:, None] * (shares - np.eye(Catch.actions)[action]) / copies
            more = self.net.backward(layers, slope)
            grads = [a + b for a, b in zip(grads, more, strict=True)]
        if self.setup.on("nan", done) and self.rng.random() < 0.2:
            grads = [grad * np.nan for grad in grads]
        self.adam.lr = self.setup.get("lr", 0.01) * (40 if self.setup.on("lr-high", done) else 1)
        self.adam.step(grads)
        return entropy, loss, float(total.mean()), norm(grads)
