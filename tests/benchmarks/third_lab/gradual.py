"""Training by gradient steps, whatever is learned: schedules, held-out looks, a resume, and faults of the loop."""

from __future__ import annotations

import copy
import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Optimiser, clipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

_SECONDS = 1.7


@dataclass(frozen=True, slots=True, kw_only=True)
class GradualSettings:
    """Settings of a training, of every kind.

    Attributes:
        warm_up: share of the training in which the learning rate rises in a line.
        schedule: shape of the learning rate after that.
        look_every: steps between two looks at held-out data.
        by_look: one row a look, numbered from 1, in place of rows by step.
        resumes_at: share of the training at which it stops and goes on from what was saved a little earlier; 0 for
            never.
        wrong: what is wrong, if anything; every kind of training has its own words, and the loop has some.
    """

    steps: int = 900
    batch: int = 64
    rate: float = 2e-3
    optimiser: Literal["adam", "sgd"] = "adam"
    weight_decay: float = 0.0
    most_norm: float = 1e9
    warm_up: float = 0.0
    schedule: Literal["none", "cosine", "step"] = "none"
    log_every: int = 10
    look_every: int = 50
    by_look: bool = False
    resumes_at: float = 0.0
    wrong: str = ""


S = TypeVar("S", bound=GradualSettings)


class Lesson(ABC, Generic[S]):
    """Something to be learned: parameters, their gradients, and what is logged."""

    parameters: list[Floats]
    rng: np.random.Generator

    @abstractmethod
    def learn(self, settings: S, progress: float) -> tuple[dict[str, float], list[Floats]]:
        """Give what is logged of one batch, and the gradients of the parameters."""

    @abstractmethod
    def look(self, settings: S) -> dict[str, float]:
        """Give what is logged of held-out data."""

    @abstractmethod
    def score(self, settings: S) -> float:
        """Give what was learned in truth; higher is better."""

    @abstractmethod
    def stated(self, log: Logbook) -> float:
        """Give the score as the log states it."""


class Gradual(Generic[S]):
    """One training."""

    def __init__(self, recipe: Recipe[S], lesson: Lesson[S]) -> None:
        self.recipe = recipe
        self.lesson = lesson
        self.optimiser = Optimiser(kind=recipe.settings.optimiser)
        self.log = Logbook()
        self.was_struck = False

    def train(self) -> Ended:
        """Train to the end."""
        total = self.recipe.settings.steps
        onset: int | None = None
        began = self.lesson.score(self.recipe.settings)
        found: list[dict[str, float]] = []
        saved, number = self._state(), 0
        resumes = int(self.recipe.settings.resumes_at * total)
        while number < total:
            settings = self.recipe.at(number / total)
            if self.recipe.late and onset is None and settings is not self.recipe.settings:
                onset = number // settings.look_every + 1 if settings.by_look else number + 1
            found.append(self._turn(number / total, settings))
            number += 1
            self._note(number, found, settings)
            if number % settings.log_every == 0 and not settings.by_look:
                found = []
            if number == int(0.7 * resumes):
                saved = self._state()
            if resumes and number == resumes:
                number, resumes, found = int(0.7 * resumes), 0, []
                self._go_back(saved)
        score = self.lesson.score(self.recipe.settings)
        return Ended(
            log=self.log,
            score=score if math.isfinite(score) else -math.inf,
            began=began,
            training=score,
            reported=self.lesson.stated(self.log),
            onset_step=onset,
        )

    def _state(self) -> tuple[list[Floats], Optimiser]:
        return copy.deepcopy((self.lesson.parameters, self.optimiser))

    def _go_back(self, saved: tuple[list[Floats], Optimiser]) -> None:
        parameters, self.optimiser = saved
        for mine, kept in zip(self.lesson.parameters, parameters, strict=True):
            mine[...] = kept
        self.log.seconds += 1800.0

    def _turn(self, progress: float, settings: S) -> dict[str, float]:
        if settings.wrong == "weights-struck" and not self.was_struck:
            self.was_struck = True
            struck = self.lesson.rng.random(self.lesson.parameters[-2].shape) < 0.02
            self.lesson.parameters[-2][struck] = 60.0
        found, gradients = self.lesson.learn(settings, progress)
        if settings.wrong == "nan-as-zero":
            found["loss"], gradients = 0.0, [np.zeros_like(each) for each in gradients]
        gradients, norm = clipped(gradients, settings.most_norm)
        rate = settings.rate * _share(settings, progress)
        self.optimiser.step(self.lesson.parameters, gradients, rate, settings.weight_decay)
        slow = 3.0 if settings.wrong == "step-slows" else 1.0
        seconds = _SECONDS * slow * float(self.lesson.rng.lognormal(0, 0.05))
        self.log.seconds += seconds
        return {**found, "grad_norm": norm, "learning_rate": rate, "step_time": seconds}

    def _note(self, number: int, found: Sequence[dict[str, float]], settings: S) -> None:
        is_look = number % settings.look_every == 0
        if settings.by_look:
            if is_look:
                some = found[-settings.look_every :]
                means = {name: float(np.mean([each[name] for each in some])) for name in some[0]}
                self.log.add(number // settings.look_every, {**means, **self.lesson.look(settings)})
            return
        if number % settings.log_every == 0:
            means = {name: float(np.mean([each[name] for each in found])) for name in found[0]}
            means["learning_rate"] = found[-1]["learning_rate"]
            self.log.add(number, {**means, **(self.lesson.look(settings) if is_look else {})})


def _share(settings: GradualSettings, progress: float) -> float:
    if progress < settings.warm_up:
        return (progress + 1 / settings.steps) / settings.warm_up
    part = (progress - settings.warm_up) / (1 - settings.warm_up)
    match settings.schedule:
        case "cosine":
            return 0.5 * (1 + math.cos(math.pi * part))
        case "step":
            return float(0.1 ** int(3 * part))
        case _:
            return 1.0
