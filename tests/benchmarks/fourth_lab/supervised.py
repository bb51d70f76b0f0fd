"""Training by examples: classes, curves, a language, an expert's actions; and what can go wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.fourth_lab.net import Adam, Net, Sgd, clipped, norm, softmax
from tests.benchmarks.fourth_lab.rig import Log, Setup

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.benchmarks.fourth_lab.data import Task

    Array = NDArray[Any]

STEPS, EVERY, BATCH = 1200, 20, 32


class Supervised:
    """One training. The order of events in a step: batch, gradient, update; every `EVERY` steps, a measurement."""

    def __init__(self, task: Task, setup: Setup, start: Net | None = None) -> None:
        self.task, self.setup = task, setup
        self.rng = np.random.default_rng([setup.seed, 40])
        width, depth = int(setup.get("width", 48)), int(setup.get("depth", 2))
        sizes = [task.train[0].shape[1], *[width] * depth, task.outputs]
        activation = "sigmoid" if setup.get("sigmoid", 0) else "relu"
        self.net = Net(sizes, self.rng, activation, setup.get("last", 1.0))
        if start is not None and not setup.on("fresh-weights", 0):
            self.net.weights = start.copied()
        if setup.on("tiny-init", 0):
            self.net.weights = [weight * 0.02 for weight in self.net.weights]
        self.base_lr = setup.get("lr", 0.002)
        self.steps = int(setup.get("steps", STEPS))
        self.every = int(setup.get("every", EVERY))
        self.size = int(setup.get("batch", BATCH))
        self.optimiser = self._optimiser()
        self.order = self.rng.permutation(len(task.train[0]))
        self.seconds = self.grad_norm = self.memory = 0.0
        self.losses: list[float] = []
        self.hits: list[float] = []
        self.loss_scale, self.carried = 65536.0, [np.zeros_like(weight) for weight in self.net.weights]
        self.mixed = self.rng.permutation(len(task.train[0]))
        self.log = Log()
        self.done = 0.0

    def _optimiser(self) -> Adam | Sgd:
        return (Sgd if self.setup.get("sgd", 0) else Adam)(self.net.weights, self.base_lr)

    def on(self, fault: str) -> bool:
        return self.setup.on(fault, self.done)

    def lr(self, step: int) -> float:
        rate, warm = self.base_lr, self.setup.get("warmup", 0) * self.steps
        if self.setup.get("cosine", 0) or self.setup.fault == "schedule-units":
            done = step / self.steps
            if self.on("schedule-units"):
                done = min(1.0, done * 16)
            rate *= 0.5 * (1 + np.cos(np.pi * min(done, 1.0)))
        if self.setup.get("drops", 0):
            rate *= 0.1 ** int(3 * step / self.steps)
        if step < warm:
            rate *= (step + 1) / warm
        return float(rate * (self.setup.get("factor", 100) if self.on("lr-high") else 1))

    def batch(self, step: int) -> tuple[Array, Array]:
        x, y = self.task.train
        n = len(x)
        if self.setup.fault == "sorted" and self.done >= self.setup.begins:
            order = np.argsort(y if y.ndim == 1 else y[:, 0], kind="stable")
            take = order[(np.arange(self.size) + step * self.size // 3) % n]
        elif self.on("stuck-shard"):
            take = self.order[self.rng.integers(0, 64, self.size)]
        else:
            take = self.order[(np.arange(self.size) + step * self.size) % n]
            if (step + 1) * self.size % n < self.size:
                self.order = self.rng.permutation(n)
        if self.on("batch-of-one"):
            take = take[:1]
        x, y = x[take], y[take]
        if self.on("misaligned"):
            y = self.task.train[1][self.mixed[take]]
        return self._spoiled(x, y)

    def _spoiled(self, x: Array, y: Array) -> tuple[Array, Array]:
        if self.on("broken-feature"):
            x = x.copy()
            x[self.rng.random(len(x)) < 0.3, 3] = 300.0
        if self.on("label-noise"):
            noise = self.rng.random(len(y)) < 0.5
            y = np.where(noise, self.rng.integers(0, self.task.outputs, len(y)), y)
        if self.on("outliers"):
            y = y + 400.0 * (self.rng.random(y.shape) < 0.03)
        if self.on("heavy-noise"):
            x = x + self.rng.normal(0, 8, x.shape)
        if self.setup.get("harder", 0):
            x = x + self.rng.normal(0, self.setup.get("harder", 0) * self.done, x.shape)
        return x, y

    def out_gradient(self, out: Array, y: Array) -> tuple[float, Array]:
        """Give the loss and its gradient by the outputs."""
        n = len(out)
        if self.task.kind == "mse":
            if self.on("broadcast"):
                apart = out[:, 0][:, None] - y[:, 0][None, :]
                return float((apart**2).mean()), (2 * apart.mean(1) / n)[:, None]
            apart = out - y
            return float((apart**2).mean()), 2 * apart / apart.size
        if self.on("double-softmax"):
            first = softmax(out)
            second = softmax(first)
            inner = (second - np.eye(self.task.outputs)[y]) / n
            return float(-np.log(second[np.arange(n), y]).mean()), first * (
                inner - (inner * first).sum(1, keepdims=True)
            )
        shares = softmax(out)
        loss = -np.log(shares[np.arange(n), y] + 1e-12).mean()
        return float(loss), (shares - np.eye(self.task.outputs)[y]) / n

    def gradient(self, x: Array, y: Array) -> list[Array]:
        layers = self.net.forward(x, self.setup.get("dropout", 0), self.rng)
        loss, out = self.out_gradient(layers[-1], y)
        self.losses.append(loss)
        if self.task.kind == "ce":
            self.hits.append(float((layers[-1].argmax(1) == y).mean()))
        grads = self.net.backward(layers, out)
        if self.on("accumulated"):
            grads = [grad * 64 for grad in grads]
        if self.on("not-zeroed"):
            self.carried = [old + grad for old, grad in zip(self.carried, grads, strict=True)]
            grads = self.carried
        if self.on("nan") and self.rng.random() < 0.02:
            grads = [grad * np.nan for grad in grads]
        self.grad_norm = norm(grads)
        if self.setup.get("clip", 0):
            grads = clipped(grads, self.setup.get("clip", 0))
        return grads

    def update(self, grads: list[Array], step: int) -> None:
        self.optimiser.lr = self.lr(step)
        decay = 0.1 if self.on("over-decay") else self.setup.get("decay", 0) * self.lr(step) / self.base_lr
        if self.on("half-precision"):
            with np.errstate(over="ignore"):
                grads = [(grad * self.loss_scale * 3e9).astype(np.float16) for grad in grads]
            if not all(np.isfinite(grad).all() for grad in grads):
                self.loss_scale = max(self.loss_scale / 2, 1.0)
                return
        if self.on("frozen"):
            grads = [grad if index >= len(grads) - 1 else grad * 0 for index, grad in enumerate(grads)]
            if isinstance(self.optimiser, Adam):
                self.optimiser.first[:-1] = [held * 0 for held in self.optimiser.first[:-1]]
            decay = 0.0  # an optimiser leaves alone what it was never given
        self.optimiser.step(grads)
        for weight in self.net.weights[::2]:
            weight[...] *= 1 - decay

    def resume(self) -> None:
        """Start again from what a checkpoint held, less what it forgot."""
        if self.setup.fault == "resume-no-weights":
            fresh = Net([w.shape[0] for w in self.net.weights[::2]] + [self.task.outputs], self.rng)
            self.net.weights[:-2] = fresh.weights[:-2]
            self.optimiser = self._optimiser()
        if self.setup.fault == "resume-no-moments":
            self.optimiser = self._optimiser()
            self.base_lr *= 60

    def run(self) -> Log:
        resumed = False
        for step in range(self.steps):
            self.done = step / self.steps
            if self.setup.fault.startswith("resume") and not resumed and self.done >= self.setup.begins:
                resumed = True
                self.resume()
            self.update(self.gradient(*self.batch(step)), step)
            self.seconds += self._cost()
            if (step + 1) % self.every == 0:
                self.measure(step + 1)
        self.log.score = self.judged(self.task.test)[1]
        return self.log

    def _cost(self) -> float:
        """Give the seconds a step would take at a size worth training; what is slowed by a fault really adds up."""
        past = max(0.0, self.done - self.setup.begins)
        if self.on("growing-work"):
            return 0.25 * (1 + 12 * past) * float(self.rng.uniform(0.95, 1.1))
        if self.on("starved"):
            return 0.25 * 4.5 * float(self.rng.uniform(0.9, 1.15))
        self.memory = 2400 + 16 * float(self.rng.random()) + (9000 * past if self.on("leak") else 0)
        return 0.25 * float(self.rng.uniform(0.95, 1.1))

    def judged(self, data: tuple[Array, Array], drop: float = 0.0) -> tuple[float, float]:
        """Give the loss, and accuracy or (for curves) minus the loss."""
        x, y = data
        out = self.net.forward(x, drop, self.rng)[-1]
        if self.task.kind == "mse":
            loss = float(((out - y) ** 2).mean())
            return loss, -loss
        shares = softmax(out)
        loss = float(-np.log(shares[np.arange(len(y)), y] + 1e-12).mean())
        return loss, float((out.argmax(1) == y).mean())

    def _val(self) -> tuple[float, float]:
        x, y = self.task.val
        if self.on("val-raw"):
            x = x * 6 + 4
        if self.on("val-shuffled"):
            y = np.random.default_rng(0).permutation(y)
        if self.on("leaked"):
            x, y = self.task.train
        return self.judged((x, y), 0.6 if self.on("eval-in-train-mode") else 0.0)

    def measure(self, step: int) -> None:
        loss, hits = float(np.mean(self.losses)), float(np.mean(self.hits)) if self.hits else 0.0
        if self.on("summed-loss"):
            loss *= self.size
        val_loss, val_hits = self._val()
        if self.on("stale-eval") and self.log.rows:
            old = self.log.rows[-1].values
            val_loss, val_hits = old["val_loss"], old.get("val_acc", 0)
        values = {
            "train_loss": loss,
            "val_loss": val_loss,
            "lr": self.lr(step - 1),
            "grad_norm": self.grad_norm,
        }
        if self.task.kind == "ce":
            values |= {"train_acc": hits, "val_acc": val_hits}
        seen = self.log.rows[-1].seconds if self.log.rows else 0.0
        values["throughput"] = self.every * self.size / max(self.seconds - seen, 1e-9)
        values["memory"] = self.memory
        if self.setup.fault == "half-precision" or self.setup.get("amp", 0):
            values["loss_scale"] = self.loss_scale
        epoch = step * self.size / len(self.task.train[0])
        self.log.add(step, epoch, self.seconds, values)
        self.log.reported = val_hits if self.task.kind == "ce" else -val_loss
        self.losses, self.hits = [], []
