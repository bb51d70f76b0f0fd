"""A multi-layer perceptron with its gradients by hand, and two optimisers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[Any]


class Net:
    """Fully connected layers; `weights` is W, b, W, b, ... and the last layer is linear."""

    def __init__(
        self, sizes: Sequence[int], rng: np.random.Generator, activation: str = "relu", last: float = 1.0
    ) -> None:
        self.activation = activation
        self.weights: list[Array] = []
        for before, after in pairwise(sizes):
            gain = 1.0 if activation != "relu" else np.sqrt(2.0)
            self.weights += [rng.normal(0, gain / np.sqrt(before), (before, after)), np.zeros(after)]
        self.weights[-2] *= last

    def forward(self, x: Array, drop: float = 0.0, rng: np.random.Generator | None = None) -> list[Array]:
        """Give the activations of all layers, inputs first, outputs last; `drop` leaves hidden units out."""
        layers = [x]
        for index in range(0, len(self.weights), 2):
            z: Array = layers[-1] @ self.weights[index] + self.weights[index + 1]
            if index < len(self.weights) - 2:
                z = np.maximum(z, 0) if self.activation == "relu" else self._squashed(z)
                if drop and rng is not None:
                    z = z * (rng.random(z.shape) > drop) / (1 - drop)
            layers.append(z)
        return layers

    def __call__(self, x: Array) -> Array:
        return self.forward(x)[-1]

    def _squashed(self, z: Array) -> Array:
        squashed: Array = np.tanh(z) if self.activation == "tanh" else 1 / (1 + np.exp(-np.clip(z, -60, 60)))
        return squashed

    def backward(self, layers: list[Array], out: Array) -> list[Array]:
        """Give the gradients of the weights for the gradient `out` of the loss by the outputs."""
        return self.backward_with_inputs(layers, out)[0]

    def backward_with_inputs(self, layers: list[Array], out: Array) -> tuple[list[Array], Array]:
        grads: list[Array] = []
        for index in range(len(self.weights) - 2, -1, -2):
            below = layers[index // 2]
            grads = [below.T @ out, out.sum(0), *grads]
            out = out @ self.weights[index].T
            if index:
                slope: Array = {"relu": below > 0, "tanh": 1 - below**2}.get(
                    self.activation, below * (1 - below)
                )
                out = out * slope
        return grads, out

    def copied(self) -> list[Array]:
        return [weight.copy() for weight in self.weights]


def norm(grads: Sequence[Array]) -> float:
    return float(np.sqrt(sum(float((grad.astype(np.float64) ** 2).sum()) for grad in grads)))


def clipped(grads: list[Array], most: float) -> list[Array]:
    size = norm(grads)
    return [grad * (most / size) for grad in grads] if size > most else grads


class Adam:
    def __init__(self, weights: list[Array], lr: float) -> None:
        self.weights, self.lr, self.steps = weights, lr, 0
        self.first = [np.zeros_like(weight) for weight in weights]
        self.second = [np.zeros_like(weight) for weight in weights]

    def step(self, grads: list[Array]) -> None:
        self.steps += 1
        for index, grad in enumerate(grads):
            self.first[index] = 0.9 * self.first[index] + 0.1 * grad
            self.second[index] = 0.999 * self.second[index] + 0.001 * grad**2
            mean = self.first[index] / (1 - 0.9**self.steps)
            size = np.sqrt(self.second[index] / (1 - 0.999**self.steps)) + 1e-8
            self.weights[index] -= self.lr * mean / size


class Sgd:
    def __init__(self, weights: list[Array], lr: float) -> None:
        self.weights, self.lr = weights, lr
        self.speed = [np.zeros_like(weight) for weight in weights]

    def step(self, grads: list[Array]) -> None:
        for index, grad in enumerate(grads):
            self.speed[index] = 0.9 * self.speed[index] + grad
            self.weights[index] -= self.lr * self.speed[index]


def softmax(z: Array) -> Array:
    e = np.exp(z - z.max(-1, keepdims=True))
    shares: Array = e / e.sum(-1, keepdims=True)
    return shares
