"""A small regression on two replicas that share their gradients; both live in one process, in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.fault_lab.family import Trained
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.fault_lab.network import Floats

_SIZE, _WIDTH = 6, 24
_EXAMPLES, _HELD = 64, 300
_NOISE = 0.1
_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoReplicas:
    """Everything the training can be told; the last part is there to be wrong.

    Attributes:
        updates: of the weights.
        batch: of both replicas together.
        rate: learning rate.
        ranks: replicas; one for the reference.
        same_data: both replicas read the first one's half.
        unshared: gradients are not averaged; each replica goes its own way.
        summed: gradients are added up where the mean was meant.
    """

    updates: int = 240
    batch: int = 16
    rate: float = 0.2
    ranks: int = 2
    same_data: bool = False
    unshared: bool = False
    summed: bool = False


class Replicas(NamedTuple):
    """The models by rank, the examples each rank read by their numbers, and the size of the first shared gradient.

    `ratio` is that size over the size of the gradient of the whole batch in one process.
    """

    models: list[Mlp]
    read: list[NDArray[np.int64]]
    ratio: float


def train(settings: TwoReplicas, seed: int) -> Trained:
    """Train; the facts are the losses on training and held-out data, as the first replica has them."""
    rng = np.random.default_rng(seed)
    inputs, targets = _data(np.random.default_rng(5))
    first = Mlp((_SIZE, _WIDTH, 1), rng, last=0.5)
    models = [first] + [_twin(first) for _ in range(settings.ranks - 1)]
    shards = _shards(settings, rng)
    read, ratios, losses, log = [shard[:0] for shard in shards], [], [], Logbook()
    share = settings.batch // settings.ranks
    for update in range(settings.updates):
        chosen = [rng.choice(shard, share) for shard in shards]
        if settings.same_data:
            chosen = [chosen[0] for _ in shards]
        found = [
            _gradient(model, inputs[some], targets[some]) for model, some in zip(models, chosen, strict=True)
        ]
        losses.append(float(np.mean([loss for _, loss in found])))
        shared = _shared([each for each, _ in found], settings)
        if update % 40 == 0:
            whole, _ = _gradient(models[0], inputs[np.concatenate(chosen)], targets[np.concatenate(chosen)])
            ratios.append(_size(shared[0]) / _size(whole))
        read = [np.concatenate(pair) for pair in zip(read, chosen, strict=True)]
        for model, gradient in zip(models, shared, strict=True):
            for weights, slope in zip(model.parameters, gradient, strict=True):
                np.subtract(weights, settings.rate * slope, out=weights)
        log.seconds += _SECONDS * float(rng.lognormal(0, 0.03))
        if (update + 1) % (settings.updates // 15) == 0:
            held = _loss(models[0], inputs[_EXAMPLES:], targets[_EXAMPLES:])
            values = {"loss": float(np.mean(losses)), "eval_loss": held, "grad_norm": _size(shared[0])}
            log.add(
                (update + 1) * settings.batch, {name: float(f"{value:.4g}") for name, value in values.items()}
            )
            losses = []
    facts = {"train_loss": log.last("loss"), "val_loss": log.last("eval_loss")}
    return Trained(log, facts, Replicas(models, read, float(np.median(ratios))))


def _data(task: np.random.Generator) -> tuple[Floats, Floats]:
    teacher = Mlp((_SIZE, 8, 1), task, last=1.5)
    inputs = task.normal(0, 1, (_EXAMPLES + _HELD, _SIZE))
    return inputs, teacher(inputs)[:, 0] + _NOISE * task.normal(0, 1, len(inputs))


def _twin(model: Mlp) -> Mlp:
    twin = Mlp((_SIZE, _WIDTH, 1), np.random.default_rng(0))
    twin.copy_from(model)
    return twin


def _shards(settings: TwoReplicas, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    order = rng.permutation(_EXAMPLES)
    return [order[rank :: settings.ranks] for rank in range(settings.ranks)]


def _gradient(model: Mlp, inputs: Floats, targets: Floats) -> tuple[list[Floats], float]:
    layers = model.layers(inputs)
    error = layers[-1][:, 0] - targets
    slope = np.clip(2 * error / len(error), -10, 10)[:, np.newaxis]
    return model.gradients(layers, slope), float((error**2).mean())


def _shared(found: list[list[Floats]], settings: TwoReplicas) -> list[list[Floats]]:
    """Give to each replica the gradient it takes a step with."""
    if settings.unshared:
        return found
    factor = 1.0 if settings.summed else 1 / len(found)
    mean = [factor * np.sum(parts, axis=0) for parts in zip(*found, strict=True)]
    return [mean for _ in found]


def _size(gradient: list[Floats]) -> float:
    return float(np.sqrt(sum(float((each**2).sum()) for each in gradient)))


def _loss(model: Mlp, inputs: Floats, targets: Floats) -> float:
    return min(1e6, float(((model(inputs)[:, 0] - targets) ** 2).mean()))
