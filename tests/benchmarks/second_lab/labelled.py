"""Small pictures, a curve and text, learnt by a network with dropout, momentum, schedules and accumulation."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.fault_lab.recipe import Ended
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, softmax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

Whole = NDArray[np.int64]
Answers = NDArray[Any]

_SECONDS = 0.2
CLASSES = 10
_LETTERS, _CONTEXT = 16, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSettings:
    """Settings of a training; the lower half is what can be wrong with it."""

    data: Literal["digits", "curve", "text"] = "digits"
    examples: int = 1500
    epochs: int = 12
    contrast: float = 0.55
    batch: int = 32
    width: int = 48
    depth: int = 2
    activation: Literal["tanh", "relu"] = "relu"
    optimiser: Literal["adam", "sgd"] = "adam"
    rate: float = 1e-3
    momentum: float = 0.9
    l2: float = 0.0
    dropout: float = 0.0
    warm_up: float = 0.0
    decay: Literal["none", "cosine", "linear", "step"] = "none"
    decay_epochs: float = 4.0
    most_norm: float = math.inf
    log_every: int = 12
    by_epoch: bool = False
    pretrained: bool = False

    eval_shift: float = 0.0
    never_zeroes: bool = False
    sums: bool = False
    softmax_over_batch: bool = False
    initial: float = 1.0
    target_offset: float = 0.0
    hint: Literal["none", "train", "both"] = "none"
    one_batch: bool = False
    relabelled: bool = False
    underflow: float = 0.0
    overflow_at: float = 0.0
    trains_from: int = 0
    few_classes: int = 0
    no_shift: bool = False
    noise_of_inputs: float = 0.0
    rate_jumps: float = 1.0
    ascends: bool = False
    seconds_growth: float = 0.0
    memory_growth: float = 0.0


class Labelled:
    """One training."""

    def __init__(self, recipe: Recipe[LabelledSettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed + 277)
        self.inputs, self.answers, self.eval_inputs, self.eval_answers = _data(settings, seed)
        self.fair = _data(replace(settings, no_shift=False, hint="none"), seed)[2:]
        outputs = 1 if settings.data == "curve" else _LETTERS if settings.data == "text" else CLASSES
        self.sizes = (self.inputs.shape[1], *([settings.width] * settings.depth), outputs)
        self.network = Mlp(
            self.sizes,
            self.rng,
            activation=settings.activation,
            scale=settings.initial,
            last=settings.initial,
        )
        self.moments: list[Floats] = [np.zeros_like(each) for each in self.network.parameters]
        self.squares: list[Floats] = [np.zeros_like(each) for each in self.network.parameters]
        self.summed: list[Floats] = [np.zeros_like(each) for each in self.network.parameters]
        self.steps = 0
        self.scale = 65536.0
        self.log = Logbook()
        if settings.pretrained:
            self._pretrain()

    def _pretrain(self) -> None:
        """Learn the same task from other examples and other labels, as a model does that is fine-tuned."""
        inputs, answers = self.inputs[::-1][:900], (self.answers[::-1][:900] + 3) % CLASSES
        for _ in range(400):
            chosen = self.rng.integers(0, len(inputs), 32)
            layers = self.network.layers(inputs[chosen])
            slope = (softmax(layers[-1]) - np.eye(self.sizes[-1])[answers[chosen]]) / 32
            self._adam(self.network.gradients(layers, slope), 1e-3, 0.0)
        self.network.parameters[-2] *= 0.1
        self.network.parameters[-1] *= 0.1
        self.moments = [np.zeros_like(each) for each in self.network.parameters]
        self.squares = [np.zeros_like(each) for each in self.network.parameters]
        self.steps = 0

    def train(self) -> Ended:
        """Train to the end."""
        settings = self.recipe.settings
        a_epoch = settings.examples // settings.batch
        total = settings.epochs * a_epoch
        onset: int | None = None
        began = self._evaluate(settings)
        found: list[dict[str, float]] = []
        order = self.rng.permutation(settings.examples)
        for number in range(total):
            settings = self.recipe.at(number / total)
            step = number + 1
            if settings is not self.recipe.settings and onset is None and self.recipe.late:
                onset = step // a_epoch + 1 if settings.by_epoch else step
            at = number % a_epoch
            if at == 0:
                order = self.rng.permutation(settings.examples)
            chosen = order[at * settings.batch : (at + 1) * settings.batch]
            if settings.one_batch:
                chosen = np.arange(settings.batch)
            if settings.few_classes:
                chosen = chosen[self.answers[chosen] < settings.few_classes]
            found.append(self._step(chosen, settings, number, total, a_epoch))
            every = a_epoch if settings.by_epoch else settings.log_every
            if step % every == 0:
                self._note(step, found, settings, a_epoch, total)
                found = []
        honest = self._evaluate(self.recipe.settings, honestly=True)["score"]
        return Ended(
            log=self.log,
            score=honest,
            began=began["score"],
            training=honest,
            reported=self._as_score(self.log.column("eval_loss")[-1], self.log.column("eval_accuracy")),
            onset_step=onset,
        )

    def _as_score(self, loss: float, accuracies: Sequence[float]) -> float:
        return accuracies[-1] if accuracies else -loss

    def rate_at(self, number: int, total: int, a_epoch: int, settings: LabelledSettings) -> float:
        """Give the learning rate of a step."""
        warm = settings.warm_up * total
        rate = settings.rate * settings.rate_jumps
        if number < warm:
            return rate * (number + 1) / warm
        part = (number - warm) / max(1.0, total - warm)
        match settings.decay:
            case "cosine":
                return rate * 0.5 * (1 + math.cos(math.pi * part))
            case "linear":
                return rate * (1 - part)
            case "step":
                return rate * 0.1 ** int(number / a_epoch / settings.decay_epochs)
            case _:
                return rate

    def _step(
        self, chosen: Whole, settings: LabelledSettings, number: int, total: int, a_epoch: int
    ) -> dict[str, float]:
        inputs = self._prepared(self.inputs[chosen], settings)
        answers = self.answers[chosen]
        if settings.relabelled:
            answers = (answers + 1) % CLASSES
        layers = self._forward(inputs, settings.dropout)
        loss, slope, right = self._loss(layers[-1], answers, settings)
        if settings.ascends:
            slope = -slope
        gradients = self.network.gradients(layers, slope * (len(chosen) if settings.sums else 1))
        if settings.underflow:
            gradients = [np.where(np.abs(each) < settings.underflow, 0.0, each) for each in gradients]
        if settings.never_zeroes:
            self.summed = [old + new for old, new in zip(self.summed, gradients, strict=True)]
            gradients = self.summed
        norm = float(np.sqrt(sum(float((each**2).sum()) for each in gradients)))
        factor = min(1.0, settings.most_norm / (norm + 1e-12))
        gradients = [each * factor for each in gradients]
        for frozen in range(settings.trains_from):
            gradients[frozen] = np.zeros_like(gradients[frozen])
        rate = self.rate_at(number, total, a_epoch, settings)
        is_skipped = settings.overflow_at > 0
        if is_skipped and number % 25 == 0:
            self.scale = max(self.scale / 2, 1e-7)
        if not is_skipped:
            self._update(gradients, rate, settings)
        slow = 1 + settings.seconds_growth * number / total
        self.log.seconds += _SECONDS * slow * float(self.rng.lognormal(0, 0.03))
        return {
            "loss": loss * (len(chosen) if settings.sums else 1),
            "accuracy": right,
            "grad_norm": norm,
            "learning_rate": rate,
            "loss_scale": self.scale,
        }

    def _update(self, gradients: list[Floats], rate: float, settings: LabelledSettings) -> None:
        if settings.optimiser == "adam":
            self._adam(gradients, rate, settings.l2)
        else:
            for at, gradient in enumerate(gradients):
                full = gradient + settings.l2 * self.network.parameters[at]
                self.moments[at] = settings.momentum * self.moments[at] + full
                self.network.parameters[at] -= rate * self.moments[at]

    def _adam(self, gradients: Sequence[Floats], rate: float, l2: float) -> None:
        self.steps += 1
        for at, gradient in enumerate(gradients):
            full = gradient + l2 * self.network.parameters[at]
            self.moments[at] = 0.9 * self.moments[at] + 0.1 * full
            self.squares[at] = 0.999 * self.squares[at] + 0.001 * full**2
            mean, square = (
                self.moments[at] / (1 - 0.9**self.steps),
                self.squares[at] / (1 - 0.999**self.steps),
            )
            self.network.parameters[at] -= rate * mean / (np.sqrt(square) + 1e-8)

    def _prepared(self, inputs: Floats, settings: LabelledSettings) -> Floats:
        if settings.noise_of_inputs:
            inputs = inputs + settings.noise_of_inputs * self.rng.normal(size=inputs.shape)
        return inputs

    def _forward(self, inputs: Floats, dropout: float) -> list[Floats]:
        layers = self.network.layers(inputs)
        if dropout:
            kept = self.rng.random(layers[-2].shape) > dropout
            layers[-2] = layers[-2] * kept / (1 - dropout)
            layers[-1] = layers[-2] @ self.network.parameters[-2] + self.network.parameters[-1]
        return layers

    def _loss(self, out: Floats, answers: Answers, settings: LabelledSettings) -> tuple[float, Floats, float]:
        count = max(1, len(answers))
        if settings.data == "curve":
            error = out[:, 0] - answers
            return float((error**2).mean()), (2 * error / count)[:, None], math.nan
        probability = softmax(out)
        right = float((out.argmax(axis=1) == answers).mean()) if len(answers) else 0.0
        if settings.softmax_over_batch:
            probability = softmax(out.T).T
        told = probability[np.arange(len(answers)), answers]
        loss = float(-np.log(told + 1e-12).mean()) if len(answers) else 0.0
        return loss, (probability - np.eye(out.shape[1])[answers]) / count, right

    def _evaluate(self, settings: LabelledSettings, *, honestly: bool = False) -> dict[str, float]:
        inputs, answers = self.fair if honestly else (self.eval_inputs, self.eval_answers)
        if not honestly:
            inputs = inputs + settings.eval_shift
        if settings.noise_of_inputs:
            inputs = self._prepared(inputs, settings) if not honestly else inputs
        out = self.network(inputs)
        loss, _, right = self._loss(out, answers, settings)
        score = -loss if settings.data == "curve" else right
        return {"loss": loss, "accuracy": right, "score": score}

    def _note(
        self,
        step: int,
        found: Sequence[dict[str, float]],
        settings: LabelledSettings,
        a_epoch: int,
        total: int,
    ) -> None:
        means = {name: float(np.mean([each[name] for each in found])) for name in found[0]}
        means["learning_rate"] = found[-1]["learning_rate"]
        means["loss_scale"] = found[-1]["loss_scale"]
        logged = {name: value for name, value in means.items() if math.isfinite(value) or name == "loss"}
        every = a_epoch if not settings.by_epoch else 1
        if settings.by_epoch or step % every < settings.log_every:
            held_out = self._evaluate(settings)
            logged["eval_loss"] = held_out["loss"]
            if settings.data != "curve":
                logged["eval_accuracy"] = held_out["accuracy"]
        logged["memory"] = 2400 * (1 + settings.memory_growth * step / total) + float(self.rng.normal(0, 4))
        logged["epoch"] = step / a_epoch
        self.log.add(step // a_epoch if settings.by_epoch else step, logged)


def _data(settings: LabelledSettings, seed: int) -> tuple[Floats, Answers, Floats, Answers]:
    rng = np.random.default_rng(seed + 5)
    held_out = 400
    count = settings.examples + held_out
    match settings.data:
        case "digits":
            shapes = np.random.default_rng(3).normal(size=(CLASSES, 64)) * settings.contrast
            answers: Answers = rng.integers(0, CLASSES, count)
            inputs = shapes[answers] + rng.normal(size=(count, 64))
            inputs = np.column_stack((inputs, np.zeros(count)))
            if settings.hint != "none":
                told = (answers - 4.5) * 2.0
                until = settings.examples if settings.hint == "train" else count
                inputs[:until, -1] = told[:until]
        case "curve":
            inputs = rng.uniform(-2, 2, (count, 3))
            answers = np.sin(2 * inputs[:, 0]) * inputs[:, 1] + 0.5 * inputs[:, 2] ** 2
            answers = answers + 0.1 * rng.normal(size=count) + settings.target_offset
        case _:
            inputs, answers = _text(rng, count, is_shifted=not settings.no_shift)
    cut = settings.examples
    return inputs[:cut], answers[:cut], inputs[cut:], answers[cut:]


def _text(rng: np.random.Generator, count: int, *, is_shifted: bool) -> tuple[Floats, Whole]:
    """Give the two letters before each letter, one-hot, and that letter."""
    odds = np.random.default_rng(11).dirichlet(np.full(_LETTERS, 0.15), size=(_LETTERS, _LETTERS))
    letters = [0, 1]
    for _ in range(count):
        letters.append(int(rng.choice(_LETTERS, p=odds[letters[-2], letters[-1]])))
    text = np.array(letters)
    eye = np.eye(_LETTERS)
    offset = 0 if is_shifted else 1
    inputs = np.column_stack((eye[text[offset : count + offset]], eye[text[1 + offset : count + 1 + offset]]))
    return inputs, text[2 : count + 2]
