"""Training a small network on labelled data by minibatches, faults included."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tests.benchmarks.fault_lab.data import DATA, Data
from tests.benchmarks.fault_lab.recipe import Ended
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Activation, Mlp, Optimiser, clipped, softmax

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

_SECONDS = 21.0  # of a step; with it a training takes hours, as those do that people ask about
_EVALUATION_SECONDS = 30.0
_MEGABYTES = 900.0
_TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSettings:
    """Everything a supervised training can be told; the last part is there to be wrong.

    Attributes:
        epochs: passes over the data.
        log_every: steps between two rows; 0 for one row an epoch.
        warm_up: share of the training in which the learning rate rises in a line.
        decay: shape of the learning rate after that.
        decays_for: share of the training over which it falls, to its last value.
        last_rate: the learning rate at the end of the decay, as a share of the peak.
        initial: factor on the first weights.
        bias: of the hidden units at first.
        restarts_schedule: the schedule is taken from its beginning again, as if the onset were step 0.
        forgets_moments: the optimiser's state is lost at the onset.
        shuffles: whether the order of the data changes every epoch; without, it is sorted by target.
        mixes_labels: share of the training labels that belong to other inputs.
        off_by_one: every input has the target of its neighbour.
        leaks: share of the held-out data that is trained on, and of which nothing else is held out.
        sees_answer: the target is among the inputs, in training and evaluation.
        softmax_twice: probabilities are given to a loss that expects logits.
        broadcasts: every prediction is compared with every target of the batch.
        eval_factor: held-out inputs are scaled by this and training inputs are not.
        input_factor: scale of a quarter of all inputs.
        spoils: share of a batch whose inputs are a hundred times too large.
        memory_growth: megabytes a step.
        seconds_growth: growth of the time of a step over the training, as a share of the first one's.
    """

    data: Literal["clouds", "surface", "language"] = "clouds"
    examples: int = 0
    width: int = 48
    activation: Activation = "relu"
    epochs: int = 16
    batch: int = 64
    log_every: int = 5
    rate: float = 3e-3
    warm_up: float = 0.0
    decay: Literal["none", "cosine", "linear", "step"] = "none"
    decays_for: float = 1.0
    last_rate: float = 0.0
    optimiser: Literal["adam", "sgd"] = "adam"
    weight_decay: float = 1e-2
    most_norm: float = 1e9
    initial: float = 1.0
    bias: float = 0.0

    restarts_schedule: bool = False
    forgets_moments: bool = False
    shuffles: bool = True
    mixes_labels: float = 0.0
    off_by_one: bool = False
    leaks: float = 0.0
    sees_answer: bool = False
    softmax_twice: bool = False
    broadcasts: bool = False
    eval_factor: float = 1.0
    input_factor: float = 1.0
    target_factor: float = 1.0
    spoils: float = 0.0
    trains: bool = True
    overflows: bool = False
    memory_growth: float = 0.0
    seconds_growth: float = 0.0


class Supervised:
    """One training."""

    def __init__(self, recipe: Recipe[LabelSettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed)
        self.data = _prepared(DATA[settings.data](np.random.default_rng(7)), settings, self.rng)
        sizes = (self.data.inputs.shape[1], settings.width, settings.width, self.data.outputs)
        self.model = Mlp(
            sizes,
            self.rng,
            activation=settings.activation,
            scale=settings.initial,
            last=0.3 * settings.initial,
            bias=settings.bias,
        )
        self.optimiser = Optimiser(settings.optimiser)
        self.memory = _MEGABYTES
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        first = self.recipe.settings
        a_pass = math.ceil(len(self.data.inputs) / first.batch)
        total = first.epochs * a_pass
        began = self._score()
        onset_step, order = None, np.arange(len(self.data.inputs))
        rows: list[dict[str, float]] = []
        last_settings = first
        for step in range(total):
            settings = self.recipe.at(step / total)
            if settings is not first and onset_step is None and self.recipe.late:
                onset_step = step + 1
                self._begin_late(settings)
            last_settings = settings
            if step % a_pass == 0:
                order = self._order(settings)
            at = step % a_pass * first.batch
            rows.append(self._step(order[at : at + first.batch], settings, step / total))
            is_epoch_end = (step + 1) % a_pass == 0
            if (step + 1) % (settings.log_every or a_pass) == 0 or (is_epoch_end and not settings.log_every):
                self._log(step + 1, rows, is_epoch_end=False)
                rows = []
            if is_epoch_end:
                self._log((step + 1), [self._held_out(settings)], is_epoch_end=True)
        score = self._score()
        return Ended(
            log=self._by_epoch(a_pass),
            score=score,
            began=began,
            training=score,
            reported=self._stated(last_settings),
            onset_step=onset_step if first.log_every or onset_step is None else onset_step // a_pass + 1,
        )

    def _by_epoch(self, a_pass: int) -> Logbook:
        """Give the log with one row an epoch, where that is how it is logged."""
        if self.recipe.settings.log_every:
            return self.log
        book = Logbook()
        for before, held in zip(self.log.rows[::2], self.log.rows[1::2], strict=True):
            book.seconds = before.seconds
            book.add(before.step // a_pass, {**before.values, **held.values})
        return book

    def _begin_late(self, settings: LabelSettings) -> None:
        if settings.forgets_moments:
            self.optimiser.forget()
        if settings.mixes_labels > self.recipe.settings.mixes_labels:
            self.data = _mixed(self.data, settings.mixes_labels, self.rng)

    def _order(self, settings: LabelSettings) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        if settings.shuffles:
            return self.rng.permutation(len(self.data.inputs))
        return np.argsort(self.data.targets, kind="stable")

    def _rate(self, settings: LabelSettings, progress: float) -> float:
        if settings.restarts_schedule:
            progress = (progress - self.recipe.onset) / (1 - self.recipe.onset)
        if progress < settings.warm_up:
            return settings.rate * (progress + 0.01) / (settings.warm_up + 0.01)
        share = min(1.0, (progress - settings.warm_up) / max(_TINY, settings.decays_for - settings.warm_up))
        left = {
            "none": 1.0,
            "cosine": 0.5 + 0.5 * math.cos(math.pi * share),
            "linear": 1 - share,
            "step": 1.0 if share < 0.5 else 0.1 if share < 0.8 else 0.01,
        }[settings.decay]
        return settings.rate * (settings.last_rate + (1 - settings.last_rate) * left)

    def _step(
        self, chosen: np.ndarray[tuple[int], np.dtype[np.int64]], settings: LabelSettings, progress: float
    ) -> dict[str, float]:
        inputs, targets = self.data.inputs[chosen], self.data.targets[chosen]
        if settings.spoils:
            spoilt = self.rng.random(len(inputs)) < settings.spoils
            inputs = np.where(spoilt[:, np.newaxis], inputs * 100.0, inputs)
        layers = self.model.layers(inputs)
        loss, slope, accuracy = self._loss(layers[-1], targets, settings)
        if settings.overflows:
            loss, slope = math.nan, slope * np.nan
        gradients, norm = clipped(self.model.gradients(layers, slope), settings.most_norm)
        rate = self._rate(settings, progress)
        if settings.trains:
            self.optimiser.step(self.model.parameters, gradients, rate, settings.weight_decay)
        self.memory += settings.memory_growth
        late = max(0.0, progress - (self.recipe.onset if self.recipe.late else 0.0))
        seconds = _SECONDS * (1 + settings.seconds_growth * late) * float(self.rng.lognormal(0, 0.04))
        self.log.seconds += seconds
        return {
            "loss": loss,
            "accuracy": accuracy,
            "grad_norm": min(norm, settings.most_norm),
            "learning_rate": rate,
            "step_time": seconds,
            "memory": self.memory + float(self.rng.normal(0, 2)),
        }

    def _loss(self, out: Floats, targets: Floats, settings: LabelSettings) -> tuple[float, Floats, float]:
        """Give the loss, its slope at the outputs, and the accuracy (NaN in a regression)."""
        count = len(out)
        if self.data.is_regression:
            error = out[:, 0] - targets
            if settings.broadcasts:
                error = out[:, 0] - targets.mean()
                return float((error**2).mean() + targets.var()), (2 * error / count)[:, np.newaxis], math.nan
            return float((error**2).mean()), (2 * error / count)[:, np.newaxis], math.nan
        taken = targets.astype(int)
        probability = softmax(out)
        one_hot = np.eye(out.shape[1])[taken]
        accuracy = float((out.argmax(axis=1) == taken).mean())
        if settings.softmax_twice:
            again = softmax(probability)
            slope = (again - one_hot) / count
            slope = probability * (slope - (slope * probability).sum(axis=1, keepdims=True))
            return float(-np.log(again[np.arange(count), taken] + _TINY).mean()), slope, accuracy
        loss = float(-np.log(probability[np.arange(count), taken] + _TINY).mean())
        return loss, (probability - one_hot) / count, accuracy

    def _held_out(self, settings: LabelSettings) -> dict[str, float]:
        out = self.model(self.data.held_inputs * settings.eval_factor)
        loss, _, accuracy = self._loss(out, self.data.held_targets, settings)
        return {"eval_loss": math.nan if settings.overflows else loss, "eval_accuracy": accuracy}

    def _score(self) -> float:
        """Give the accuracy, or minus the squared error, on new data that nothing was done to."""
        settings = self.recipe.settings
        clean = _prepared(
            DATA[settings.data](np.random.default_rng(7)), settings, np.random.default_rng(0), for_score=True
        )
        loss, _, accuracy = self._loss(self.model(clean.held_inputs), clean.held_targets, LabelSettings())
        return accuracy if not clean.is_regression else -loss if math.isfinite(loss) else -math.inf

    def _stated(self, settings: LabelSettings) -> float:
        found = self._held_out(settings)
        return -found["eval_loss"] if self.data.is_regression else found["eval_accuracy"]

    def _log(self, step: int, rows: list[dict[str, float]], *, is_epoch_end: bool) -> None:
        values = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
        kept = {
            name: value
            for name, value in values.items()
            if not (name.endswith("accuracy") and self.data.is_regression)
        }
        if is_epoch_end:
            self.log.seconds += _EVALUATION_SECONDS
        self.log.add(step, kept)


def _prepared(
    data: Data, settings: LabelSettings, rng: np.random.Generator, *, for_score: bool = False
) -> Data:
    """Give data with what is wrong with it from the start; for the score only what the model needs to work."""
    made = data
    if settings.input_factor != 1.0:
        scale = np.ones(made.inputs.shape[1])
        scale[: len(scale) // 4] = settings.input_factor
        made = made._replace(inputs=made.inputs * scale, held_inputs=made.held_inputs * scale)
    if settings.sees_answer:
        made = made._replace(
            inputs=np.column_stack([made.inputs, made.targets]),
            held_inputs=np.column_stack(
                [made.held_inputs, np.zeros_like(made.held_targets) if for_score else made.held_targets]
            ),
        )
    if settings.target_factor != 1.0 and not for_score:
        made = made._replace(
            targets=made.targets * settings.target_factor,
            held_targets=made.held_targets * settings.target_factor,
        )
    if for_score:
        return made
    if settings.examples:
        made = made._replace(
            inputs=made.inputs[: settings.examples], targets=made.targets[: settings.examples]
        )
    if settings.off_by_one:
        made = made._replace(targets=np.roll(made.targets, 1), held_targets=np.roll(made.held_targets, 1))
    if settings.leaks:
        taken = int(settings.leaks * len(made.inputs))
        made = made._replace(held_inputs=made.inputs[:taken], held_targets=made.targets[:taken])
    return _mixed(made, settings.mixes_labels, rng) if settings.mixes_labels else made


def _mixed(data: Data, share: float, rng: np.random.Generator) -> Data:
    """Give data in which a share of the training targets was dealt out anew."""
    chosen = np.flatnonzero(rng.random(len(data.targets)) < share)
    targets = data.targets.copy()
    targets[chosen] = targets[rng.permutation(chosen)]
    return data._replace(targets=targets)
