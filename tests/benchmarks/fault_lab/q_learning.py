"""Deep Q-learning with replay and a target network (Mnih et al. 2015), faults included."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tests.benchmarks.fault_lab.rollouts import Episodes, mean_return
from tests.benchmarks.fault_lab.tasks import TASKS
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser, clipped

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tests.benchmarks.fault_lab.tasks import Stepped
    from tools.fault_lab.network import Floats

_WIDTH = 48
_SECONDS = 150.0  # of a row; with it a training takes hours, as those do that people ask about
_EVALUATED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueSettings:
    """Everything a value-based training can be told; the last part is there to be wrong.

    Attributes:
        steps: of the copies together with one update each.
        warm_up: steps before the first update.
        target_every: updates between two copies into the target network; 0 for never.
        explores_from: share of random actions at the start.
        explores_to: the same at the end of `explores_for`, a share of the training.
        log_every: steps between two rows of the log.
        window: episodes the logged return is a mean of.
        huber: slope at which the loss turns linear.
        ignores_ends: the target bootstraps over true ends.
        mixes_next: stored next observations belong to other transitions.
        loses_replay: the replay memory is emptied.
        eval_permutes: evaluation takes another action than the best.
    """

    task: str = "cartpole"
    steps: int = 4500
    copies: int = 4
    replay: int = 20000
    batch: int = 64
    warm_up: int = 100
    gamma: float = 0.98
    rate: float = 1e-3
    target_every: int = 100
    explores_from: float = 1.0
    explores_to: float = 0.05
    explores_for: float = 0.3
    most_norm: float = 10.0
    huber: float = math.inf
    log_every: int = 45
    window: int = 20

    reward_factor: float = 1.0
    ignores_ends: bool = False
    mixes_next: bool = False
    loses_replay: bool = False
    eval_permutes: bool = False
    trains: bool = True
    overflows: bool = False
    decays_for: float = math.inf
    seconds_growth: float = 0.0


class _Transitions(NamedTuple):
    seen: Floats
    action: Floats
    reward: Floats
    following: Floats
    is_end: Floats


class _Replay:
    """A ring of transitions."""

    def __init__(self, size: int, seen_size: int) -> None:
        self.size, self.filled, self._next = size, 0, 0
        self.kept = _Transitions(
            np.zeros((size, seen_size)),
            np.zeros(size),
            np.zeros(size),
            np.zeros((size, seen_size)),
            np.zeros(size),
        )

    def add(self, new: _Transitions) -> None:
        """Keep transitions, over the oldest where it is full."""
        where = (self._next + np.arange(len(new.action))) % self.size
        for kept, each in zip(self.kept, new, strict=True):
            kept[where] = each
        self._next = int(where[-1] + 1) % self.size
        self.filled = min(self.size, self.filled + len(where))

    def draw(self, count: int, rng: np.random.Generator) -> _Transitions:
        """Give transitions drawn with replacement."""
        where = rng.integers(0, self.filled, count)
        return _Transitions(*(each[where] for each in self.kept))


class QLearning:
    """One training."""

    def __init__(self, recipe: Recipe[ValueSettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed)
        kind = TASKS[settings.task]
        self.task = kind(settings.copies, np.random.default_rng(seed + 1000))
        self.eval_task = kind(10, np.random.default_rng(seed + 2000))
        sizes = (kind.seen_size, _WIDTH, _WIDTH, kind.actions)
        self.online = Mlp(sizes, self.rng, activation="relu", last=0.5)
        self.target = Mlp(sizes, self.rng, activation="relu")
        self.target.copy_from(self.online)
        self.optimiser = Optimiser()
        self.replay = _Replay(settings.replay, kind.seen_size)
        self.episodes = Episodes(settings.copies, settings.window)
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        total = self.recipe.settings.steps
        began = mean_return(self.eval_task, self._best)
        onset_step, has_lost = None, False
        found: list[dict[str, float]] = []
        scores: list[float] = []
        for number in range(total):
            settings = self.recipe.at(number / total)
            step = (number + 1) * settings.copies
            if self.recipe.late and onset_step is None and settings is not self.recipe.settings:
                onset_step = step
            if settings.loses_replay and not has_lost:
                self.replay = _Replay(settings.replay, self.task.seen_size)
                has_lost = True
            epsilon = _exploration(settings, number / total)
            self._act(epsilon, settings)
            if number >= settings.warm_up and self.replay.filled >= settings.copies:
                rate = settings.rate * max(0.0, 1 - number / total / settings.decays_for)
                found.append(self._update(settings, rate))
                if settings.target_every and number % settings.target_every == 0:
                    self.target.copy_from(self.online)
            if (number + 1) % settings.log_every == 0:
                self._log(step, epsilon, found, settings, number / total)
                found = []
                if number >= total * 0.9:
                    scores.append(mean_return(self.eval_task, self._best))
        return Ended(
            log=self.log,
            score=float(np.mean(scores)),
            began=began,
            training=self.log.last("return"),
            reported=self.log.last("eval_return"),
            onset_step=onset_step,
        )

    def _best(self, seen: Floats) -> Floats:
        return np.asarray(self.online(seen).argmax(axis=1), dtype=np.float64)

    def _act(self, epsilon: float, settings: ValueSettings) -> None:
        seen = self.task.seen
        action = self._best(seen)
        is_random = self.rng.random(len(action)) < epsilon
        action = np.where(is_random, self.rng.integers(0, self.task.actions, len(action)), action)
        step = self.task.step(action)
        reward = step.reward * settings.reward_factor
        self.episodes.take(step, reward)
        self.replay.add(self._transitions(seen, action, step, settings))

    def _transitions(
        self, seen: Floats, action: Floats, step: Stepped, settings: ValueSettings
    ) -> _Transitions:
        reward = step.reward * settings.reward_factor
        if settings.ignores_ends:  # what a memory without ends holds is what was seen after the reset
            return _Transitions(seen, action, reward, step.next_seen, np.zeros(len(action)))
        following = self.rng.permutation(step.seen) if settings.mixes_next else step.seen
        return _Transitions(seen, action, reward, following, step.terminated.astype(np.float64))

    def _update(self, settings: ValueSettings, rate: float) -> dict[str, float]:
        drawn = self.replay.draw(settings.batch, self.rng)
        taken = drawn.action.astype(int)
        rows = np.arange(len(taken))
        after = self.target(drawn.following).max(axis=1)
        target = drawn.reward + settings.gamma * after * (1 - drawn.is_end)
        layers = self.online.layers(drawn.seen)
        error = layers[-1][rows, taken] - target
        if settings.overflows:
            error = error * np.inf
        slope = np.zeros_like(layers[-1])
        slope[rows, taken] = np.clip(error, -settings.huber, settings.huber) / len(rows)
        gradients, norm = clipped(self.online.gradients(layers, slope), settings.most_norm)
        if settings.trains:
            self.optimiser.step(self.online.parameters, gradients, rate)
        bounded = np.minimum(np.abs(error), settings.huber)
        return {
            "loss": float((0.5 * bounded**2 + bounded * (np.abs(error) - bounded)).mean()),
            "q": float(layers[-1][rows, taken].mean()),
            "grad_norm": norm,
            "learning_rate": rate,
        }

    def _log(
        self,
        step: int,
        epsilon: float,
        found: list[dict[str, float]],
        settings: ValueSettings,
        progress: float,
    ) -> None:
        seconds = _SECONDS * (1 + settings.seconds_growth * progress) * float(self.rng.lognormal(0, 0.03))
        self.log.seconds += seconds
        values = {name: float(np.mean([each[name] for each in found])) for name in found[0]} if found else {}
        logged = {**self.episodes.means(), "exploration": epsilon, **values}
        logged["fps"] = settings.copies * settings.log_every / seconds
        if (step // (settings.copies * settings.log_every)) % _EVALUATED == 0:
            shift = int(settings.eval_permutes)
            actions = self.task.actions
            logged["eval_return"] = mean_return(
                self.eval_task, lambda seen: (self._best(seen) + shift) % actions
            )
        self.log.add(step, logged)


def _exploration(settings: ValueSettings, progress: float) -> float:
    share = min(1.0, progress / settings.explores_for) if settings.explores_for else 1.0
    return settings.explores_from + share * (settings.explores_to - settings.explores_from)
