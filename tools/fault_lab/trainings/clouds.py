"""A small classifier of points in overlapping clouds, by minibatches."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.fault_lab.family import Trained
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.fault_lab.network import Floats

_CLASSES, _SIZE = 4, 8
_HELD = 200
_BATCH = 64
_SECONDS = 900.0  # of an epoch
_TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Clouds:
    """Everything the training can be told; the last part is there to be wrong.

    Attributes:
        epochs: passes over the data.
        examples: how many there are.
        spread: of the clouds; the larger, the less of them can be told apart by anybody.
        rate: learning rate.
        decay: decoupled weight decay.
        raw_validation: the held-out data is not scaled as the training data is.
        misaligned: share of the training labels that belong to the row before.
        loads: how many examples the loader really gives.
        one_batch: trains on one batch again and again.
    """

    epochs: int = 16
    examples: int = 640
    spread: float = 1.0
    rate: float = 3e-3
    decay: float = 1e-2
    raw_validation: bool = False
    misaligned: float = 0.0
    loads: int = 640
    one_batch: bool = False


class Labelled(NamedTuple):
    """What was trained and on what: true labels of the training data beside those given."""

    model: Mlp
    inputs: Floats
    labels: NDArray[np.int64]
    true_labels: NDArray[np.int64]
    held_inputs: Floats
    held_labels: NDArray[np.int64]
    mean: Floats
    scale: Floats


def train(settings: Clouds, seed: int) -> Trained:
    """Train; the facts are accuracy and loss on training and held-out data, and the examples of an epoch."""
    rng = np.random.default_rng(seed)
    made = _made(settings, rng)
    optimiser, log = Optimiser("adam"), Logbook()
    inputs = (made.inputs - made.mean) / made.scale
    held = made.held_inputs if settings.raw_validation else (made.held_inputs - made.mean) / made.scale
    for epoch in range(settings.epochs):
        order = rng.permutation(len(inputs))
        for at in range(0, len(order), _BATCH):
            chosen = np.arange(min(32, len(inputs))) if settings.one_batch else order[at : at + _BATCH]
            layers = made.model.layers(inputs[chosen])
            slope = softmax(layers[-1]) - np.eye(_CLASSES)[made.labels[chosen]]
            gradients = made.model.gradients(layers, slope / len(chosen))
            optimiser.step(made.model.parameters, gradients, settings.rate, settings.decay)
        log.seconds += _SECONDS * float(rng.lognormal(0, 0.02))
        log.add(epoch + 1, _row(made, inputs, held))
    used = inputs[:32] if settings.one_batch else inputs
    facts = {
        "train_accuracy": _judged(made.model, used, made.labels[: len(used)])[1],
        "val_accuracy": log.last("eval_accuracy"),
        "train_loss": log.last("loss"),
        "val_loss": log.last("eval_loss"),
        "examples": float(len(inputs)),
    }
    return Trained(log, facts, made)


def accuracy_scaled(made: Labelled) -> float:
    """Give the accuracy on the held-out data, scaled as the training data is."""
    return _judged(made.model, (made.held_inputs - made.mean) / made.scale, made.held_labels)[1]


def reference_accuracy(settings: Clouds, seed: int) -> float:
    """Give what the nearest class mean reaches on the same held-out data, scaled, from all examples and true labels."""
    rng = np.random.default_rng(seed)
    made = _made(settings, rng)
    whole = _made(Clouds(spread=settings.spread), np.random.default_rng(seed))
    means = np.stack([whole.inputs[whole.true_labels == each].mean(axis=0) for each in range(_CLASSES)])
    distance = (((made.held_inputs[:, np.newaxis] - means) / whole.scale) ** 2).sum(axis=2)
    return float((distance.argmin(axis=1) == made.held_labels).mean())


def _made(settings: Clouds, rng: np.random.Generator) -> Labelled:
    centres = np.random.default_rng(7).normal(0, 1.3, (_CLASSES, _SIZE))
    count = settings.examples + _HELD
    labels = rng.integers(0, _CLASSES, count)
    inputs = 120 + 40 * (centres[labels] + settings.spread * rng.normal(0, 1, (count, _SIZE)))
    true_labels = labels[_HELD:]
    moved = rng.random(settings.examples) < settings.misaligned
    given = np.where(moved, np.roll(true_labels, 1), true_labels)[: settings.loads]
    used = inputs[_HELD:][: settings.loads]
    model = Mlp((_SIZE, 32, _CLASSES), rng, activation="relu")
    return Labelled(
        model,
        used,
        given,
        true_labels[: settings.loads],
        inputs[:_HELD],
        labels[:_HELD],
        used.mean(axis=0),
        used.std(axis=0),
    )


def _judged(model: Mlp, inputs: Floats, labels: NDArray[np.int64]) -> tuple[float, float]:
    """Give loss and accuracy."""
    out = softmax(model(inputs))
    loss = float(-np.log(out[np.arange(len(labels)), labels] + _TINY).mean())
    return loss if math.isfinite(loss) else 1e9, float((out.argmax(axis=1) == labels).mean())


def _row(made: Labelled, inputs: Floats, held: Floats) -> dict[str, float]:
    loss, accuracy = _judged(made.model, inputs, made.labels)
    held_loss, held_accuracy = _judged(made.model, held, made.held_labels)
    values = {"loss": loss, "accuracy": accuracy, "eval_loss": held_loss, "eval_accuracy": held_accuracy}
    return {name: float(f"{value:.4g}") for name, value in values.items()}
