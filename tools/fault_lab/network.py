"""A small network whose gradients are written out by hand, and the two usual optimisers."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]
Activation = Literal["tanh", "relu"]

_BETAS = (0.9, 0.999)
_TINY = 1e-8


class Mlp:
    """Fully connected layers; weights in `parameters` as matrix, bias, matrix, bias, and so on."""

    def __init__(
        self,
        sizes: Sequence[int],
        rng: np.random.Generator,
        *,
        activation: Activation = "tanh",
        scale: float = 1.0,
        last: float = 0.1,
        bias: float = 0.0,
    ) -> None:
        """Draw the weights.

        Args:
            sizes: widths from input to output.
            rng: where the weights are drawn from.
            activation: between the layers.
            scale: factor on the usual standard deviation of every layer but the last.
            last: the same for the last layer.
            bias: first value of the hidden biases.
        """
        self.activation = activation
        self.parameters: list[Floats] = []
        gain = 2.0 if activation == "relu" else 1.0
        for number, (width, following) in enumerate(pairwise(sizes)):
            is_last = number == len(sizes) - 2
            spread = (last if is_last else scale) * np.sqrt(gain / width)
            self.parameters.append(rng.normal(0.0, spread, (width, following)))
            self.parameters.append(np.full(following, 0.0 if is_last else bias))

    def __call__(self, inputs: Floats) -> Floats:
        """Give the outputs, float64[batch, output]."""
        return self.layers(inputs)[-1]

    def layers(self, inputs: Floats) -> list[Floats]:
        """Give the inputs of every layer and, last, the outputs."""
        values = [inputs]
        for number in range(0, len(self.parameters), 2):
            out = values[-1] @ self.parameters[number] + self.parameters[number + 1]
            if number < len(self.parameters) - 2:
                out = np.tanh(out) if self.activation == "tanh" else np.maximum(out, 0.0)
            values.append(out)
        return values

    def gradients(self, layers: Sequence[Floats], slope: Floats) -> list[Floats]:
        """Give the gradient for every parameter, from what `layers` gave and the loss's slope at the outputs."""
        found: list[Floats] = []
        for number in range(len(self.parameters) - 2, -1, -2):
            below = layers[number // 2]
            found[:0] = [below.T @ slope, slope.sum(axis=0)]
            if number:
                slope = slope @ self.parameters[number].T
                slope = slope * (1.0 - below**2 if self.activation == "tanh" else below > 0)
        return found

    def copy_from(self, other: Mlp) -> None:
        """Take over another network's weights."""
        self.parameters = [each.copy() for each in other.parameters]


@dataclass(slots=True)
class Optimiser:
    """Adam, or gradient descent with momentum; its moments are its state."""

    kind: Literal["adam", "sgd"] = "adam"
    first: list[Floats] = field(default_factory=list)
    second: list[Floats] = field(default_factory=list)
    steps: int = 0

    def step(
        self, parameters: list[Floats], gradients: Sequence[Floats], rate: float, decay: float = 0.0
    ) -> None:
        """Change the parameters in place.

        Args:
            parameters: what is trained.
            gradients: of the loss, one for each parameter.
            rate: learning rate.
            decay: decoupled weight decay, as a share of the learning rate.
        """
        if not self.first:
            self.first = [np.zeros_like(each) for each in parameters]
            self.second = [np.zeros_like(each) for each in parameters]
        self.steps += 1
        for number, gradient in enumerate(gradients):
            parameters[number] *= 1.0 - rate * decay
            parameters[number] -= rate * self._direction(number, gradient)

    def _direction(self, number: int, gradient: Floats) -> Floats:
        keep, keep_square = _BETAS
        if self.kind == "sgd":
            self.first[number] = keep * self.first[number] + gradient
            return self.first[number]
        self.first[number] = keep * self.first[number] + (1 - keep) * gradient
        self.second[number] = keep_square * self.second[number] + (1 - keep_square) * gradient**2
        mean = self.first[number] / (1 - keep**self.steps)
        square = self.second[number] / (1 - keep_square**self.steps)
        return np.asarray(mean / (np.sqrt(square) + _TINY))

    def forget(self) -> None:
        """Lose the moments, as a resume does that saved only the weights."""
        self.first, self.second, self.steps = [], [], 0


def clipped(gradients: Sequence[Floats], most: float) -> tuple[list[Floats], float]:
    """Give the gradients with their common norm cut at `most`, and the norm they had before."""
    norm = float(np.sqrt(sum(float((each**2).sum()) for each in gradients)))
    factor = min(1.0, most / (norm + _TINY))
    return [each * factor for each in gradients], norm


def softmax(logits: Floats) -> Floats:
    """Give probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))
