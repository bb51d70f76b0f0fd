"""Learning without labels: pairs to tell from others (contrastive), and a variational autoencoder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.fourth_lab.data import clusters
from tests.benchmarks.fourth_lab.net import Adam, Net, norm, softmax
from tests.benchmarks.fourth_lab.rig import Log, Setup

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

STEPS, EVERY = 1200, 20


def nearest(net: Net, setup: Setup) -> float:
    """Give how often the nearest neighbour in the space of `net` has the same class."""
    task = clusters(setup.seed)
    bank, query = net(task.train[0][:600]), net(task.test[0][:300])
    apart = ((query[:, None, :] - bank[None, :, :]) ** 2).sum(2)
    return float((task.train[1][:600][apart.argmin(1)] == task.test[1][:300]).mean())


def contrastive(setup: Setup) -> Log:
    """Bring two noisy views of one sample together, and away from the rest of the batch."""
    rng, data, log = np.random.default_rng([setup.seed, 80]), clusters(setup.seed).train[0], Log()
    net = Net([20, 64, 16], rng)
    adam, losses, hits = Adam(net.weights, 0.002), list[float](), list[float]()
    for step in range(1, STEPS + 1):
        done = step / STEPS
        x = data[rng.integers(0, len(data), 64)]
        noise = 6.0 if setup.on("heavy-noise", done) else 0.8
        views = x + rng.normal(0, noise, x.shape), x + rng.normal(0, noise, x.shape)
        if setup.on("misaligned", done):
            views = views[0], rng.permutation(views[1])
        heat = 0.002 if setup.on("cold", done) else 0.3
        first, second = net.forward(views[0]), net.forward(views[1])
        a, b = first[-1], second[-1]
        alike = -((a[:, None] - b[None]) ** 2).sum(2) / heat / 16
        shares = softmax(alike)
        slope = (shares - np.eye(64)) / 64 * (-2 / heat / 16)
        towards = slope.sum(1)[:, None] * a - slope @ b
        back = slope.sum(0)[:, None] * b - slope.T @ a
        grads = [p + q for p, q in zip(net.backward(first, towards), net.backward(second, back), strict=True)]
        adam.lr = 0.002 * (200 if setup.on("lr-high", done) else 1)
        adam.step(grads)
        losses.append(float(-np.log(np.diag(shares) + 1e-12).mean()))
        hits.append(float((alike.argmax(1) == np.arange(64)).mean()))
        if step % EVERY == 0:
            values = {
                "train_loss": float(np.mean(losses)),
                "pair_acc": float(np.mean(hits)),
                "grad_norm": norm(grads),
            }
            log.add(step, step * 64 / len(data), step * 0.1, values | {"lr": adam.lr})
            losses, hits = [], []
    log.score = nearest(net, setup)
    return log


def autoencoder(setup: Setup) -> Log:
    """Squeeze 20 numbers through 6 noisy ones; the loss is reconstruction plus `beta` times the KL divergence."""
    rng, data, log = np.random.default_rng([setup.seed, 81]), clusters(setup.seed).train[0], Log()
    coder, decoder = Net([20, 48, 12], rng, last=0.3), Net([6, 48, 20], rng)
    adams = Adam(coder.weights, 0.002), Adam(decoder.weights, 0.002)
    parts = list[tuple[float, float]]()
    for step in range(1, STEPS + 1):
        done = step / STEPS
        beta = (
            60.0 if setup.on("beta-huge", done) else min(1.0, done / 0.2) if setup.get("anneal", 0) else 1.0
        )
        x = data[rng.integers(0, len(data), 64)]
        up = coder.forward(x)
        mean, spread = up[-1][:, :6], np.clip(up[-1][:, 6:], -8, 8)
        drawn = rng.normal(0, 1, mean.shape)
        down = decoder.forward(mean + np.exp(0.5 * spread) * drawn)
        goal = rng.permutation(x) if setup.on("misaligned", done) else x
        apart = down[-1] - goal
        grads, inner = decoder.backward_with_inputs(down, apart / 64)
        code = (
            inner + beta * mean / 64,
            inner * drawn * 0.5 * np.exp(0.5 * spread) + beta * 0.5 * (np.exp(spread) - 1) / 64,
        )
        upper = coder.backward(up, np.concatenate(code, 1))
        for adam, grad in zip(adams, (upper, grads), strict=True):
            adam.lr = 0.002 * (150 if setup.on("lr-high", done) else 1)
            adam.step(grad)
        kl = float((0.5 * (mean**2 + np.exp(spread) - 1 - spread)).sum(1).mean())
        parts.append((float(0.5 * (apart**2).sum(1).mean()), kl))
        if step % EVERY == 0:
            recon, divergence = np.mean(parts, axis=0)
            values = {"train_loss": recon + beta * divergence, "recon_loss": recon, "kl_loss": divergence}
            log.add(
                step, step * 64 / len(data), step * 0.1, values | {"beta": beta, "grad_norm": norm(upper)}
            )
            parts = []
    x = clusters(setup.seed).test[0]
    log.score = -float(((decoder(coder(x)[:, :6]) - x) ** 2).sum(1).mean())
    return log
