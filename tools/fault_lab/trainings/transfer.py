"""Fine-tuning: a network trained on a large task is trained on a small one that is like it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from tools.fault_lab.family import Trained
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.fault_lab.network import Floats

CLASSES: Final = 4
_SIZE, _WIDTH = 10, 24
_LARGE, _SMALL, _HELD = 3000, 80, 250
_SECONDS = 300.0
_TINY = 1e-12
_CODES: Final = np.array([2, 0, 3, 1])
"""How the evaluation's own list numbers the classes, where it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Everything the training can be told; the last part is there to be wrong.

    Attributes:
        epochs: passes over the small data.
        rate: learning rate.
        loads: the weights of the large task are loaded.
        other_format: inputs are scaled otherwise than they were for the large task.
        freezes_head: the new head is frozen with everything below it.
        other_numbers: the evaluation numbers the classes by a list of its own.
        unlike: how far the small task is from the large one, 0 to 1.
    """

    epochs: int = 20
    rate: float = 3e-3
    loads: bool = True
    other_format: bool = False
    freezes_head: bool = False
    other_numbers: bool = False
    unlike: float = 0.0


class FineTuned(NamedTuple):
    """The model, its weights before the first step, those that were to be loaded, and the small data."""

    model: Mlp
    first: Floats
    loaded: Floats
    inputs: Floats
    held_inputs: Floats
    held_labels: NDArray[np.int64]


def train(settings: Transfer, seed: int) -> Trained:
    """Fine-tune; the facts are accuracies and losses, and the same from scratch stands in the family."""
    rng = np.random.default_rng(seed)
    body = _pretrained()
    model = Mlp((_SIZE, _WIDTH, _WIDTH, CLASSES), rng, activation="relu")
    inputs, labels, held_inputs, held_labels = _small(settings, rng)
    if settings.loads:
        model.parameters[:4] = [each.copy() for each in body[:4]]
    kept = FineTuned(model, model.parameters[0].copy(), body[0], inputs, held_inputs, held_labels)
    optimiser, log = Optimiser("adam"), Logbook()
    judged = _CODES[held_labels] if settings.other_numbers else held_labels
    for epoch in range(settings.epochs):
        order = rng.permutation(len(inputs))
        for at in range(0, len(order), 16):
            chosen = order[at : at + 16]
            layers = model.layers(inputs[chosen])
            slope = (softmax(layers[-1]) - np.eye(CLASSES)[labels[chosen]]) / len(chosen)
            gradients = model.gradients(layers, slope)
            rate = settings.rate
            if settings.freezes_head:
                gradients = [np.zeros_like(each) for each in gradients[:-1]] + gradients[-1:]
            optimiser.step(model.parameters, gradients, rate)
        log.seconds += _SECONDS * float(rng.lognormal(0, 0.02))
        log.add(epoch + 1, _row(model, (inputs, labels), (held_inputs, judged)))
    facts = {
        "train_accuracy": log.last("accuracy"),
        "val_accuracy": log.last("eval_accuracy"),
        "first_accuracy": log.column("eval_accuracy")[0],
        "train_loss": log.last("loss"),
        "val_loss": log.last("eval_loss"),
    }
    return Trained(log, facts, kept)


def confusion(kept: FineTuned, *, other_numbers: bool) -> NDArray[np.int64]:
    """Give how often a class (row) was taken for another (column) on held-out data, as the evaluation counts."""
    truth = _CODES[kept.held_labels] if other_numbers else kept.held_labels
    said = kept.model(kept.held_inputs).argmax(axis=1)
    return np.bincount(truth * CLASSES + said, minlength=CLASSES**2).reshape(CLASSES, CLASSES)


@lru_cache(maxsize=1)
def _pretrained() -> tuple[Floats, ...]:
    """Give the weights of the large task: twelve classes, whose layers the small one can use."""
    rng = np.random.default_rng(11)
    inputs = rng.normal(0, 1, (_LARGE, _SIZE))
    labels = _teacher(inputs, 12, np.random.default_rng(21))
    model, optimiser = Mlp((_SIZE, _WIDTH, _WIDTH, 12), rng, activation="relu"), Optimiser("adam")
    for _ in range(25):
        order = rng.permutation(_LARGE)
        for at in range(0, _LARGE, 100):
            chosen = order[at : at + 100]
            layers = model.layers(inputs[chosen])
            slope = (softmax(layers[-1]) - np.eye(12)[labels[chosen]]) / len(chosen)
            optimiser.step(model.parameters, model.gradients(layers, slope), 5e-3)
    return tuple(model.parameters)


def _teacher(inputs: Floats, classes: int, rng: np.random.Generator) -> NDArray[np.int64]:
    hidden = np.maximum(0.0, inputs @ rng.normal(0, 1, (_SIZE, 6)))
    return np.asarray((hidden @ rng.normal(0, 1, (6, classes))).argmax(axis=1) % classes)


def _small(
    settings: Transfer, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.int64], Floats, NDArray[np.int64]]:
    """Give the small task: the large one's classes in threes, or classes of another kind for the unlike share."""
    inputs = rng.normal(0, 1, (_SMALL + _HELD, _SIZE))
    labels = _teacher(inputs, 12, np.random.default_rng(21)) % CLASSES
    other = _teacher(inputs, CLASSES, np.random.default_rng(33))
    labels = np.where(rng.random(len(inputs)) < settings.unlike, other, labels)
    seen = 0.5 + inputs * 0.12 if settings.other_format else inputs
    return seen[:_SMALL], labels[:_SMALL], seen[_SMALL:], labels[_SMALL:]


def _row(
    model: Mlp, trained: tuple[Floats, NDArray[np.int64]], held: tuple[Floats, NDArray[np.int64]]
) -> dict[str, float]:
    found: dict[str, float] = {}
    for prefix, (inputs, labels) in (("", trained), ("eval_", held)):
        out = softmax(model(inputs))
        found[f"{prefix}loss"] = float(-np.log(out[np.arange(len(labels)), labels] + _TINY).mean())
        found[f"{prefix}accuracy"] = float((out.argmax(axis=1) == labels).mean())
    return {name: float(f"{value:.4g}") for name, value in found.items()}
