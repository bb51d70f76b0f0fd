"""Proximal policy optimisation with a separate actor and critic (Schulman et al. 2017), faults included."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from tests.benchmarks.fault_lab.recipe import Ended
from tests.benchmarks.fault_lab.rollouts import Episodes, Normaliser, mean_return
from tests.benchmarks.fault_lab.tasks import TASKS
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Mlp, Optimiser, clipped, softmax

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tests.benchmarks.fault_lab.tasks import Stepped
    from tools.fault_lab.network import Floats

_WIDTH = 32
_SECONDS = 180.0  # of an update; with it a training takes hours, as those do that people ask about
_GAUSS = 0.5 * math.log(2 * math.pi * math.e)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySettings:
    """Everything a policy gradient training can be told; the second half is there to be wrong.

    Attributes:
        rate_ends_at: share of the training after which the learning rate, falling in a line, is 0.
        eval_every: updates between two evaluations; 0 for none.
        entropy_bonus: coefficient of the entropy.
        window: episodes the logged return is a mean of.
        reward_constant: reward in place of the task's.
        ignores_ends: values are carried over the end of an episode.
        cuts_at_limit: the time limit is taken for a true end.
        first_ratio_off: old log-probabilities come from a policy that is this many updates old.
        ignores_action: the task is given random actions.
        forgets_statistics: observations are normalised anew from nothing.
        seconds_growth: growth of the time of an update, as a share of the first one's.
    """

    task: str = "cartpole"
    updates: int = 75
    copies: int = 16
    horizon: int = 64
    gamma: float = 0.98
    lam: float = 0.95
    rate: float = 2e-3
    rate_ends_at: float = math.inf
    epochs: int = 4
    minibatches: int = 4
    clip: float = 0.2
    entropy_bonus: float = 0.003
    most_norm: float = 0.5
    optimiser: Literal["adam", "sgd"] = "adam"
    normalises: bool = False
    obs_factor: float = 1.0
    eval_every: int = 0
    window: int = 20

    normalises_advantages: bool = True
    advantage_sign: float = 1.0
    reward_factor: float = 1.0
    reward_constant: float | None = None
    action_factor: float = 1.0
    trains_actor: bool = True
    trains_critic: bool = True
    ignores_ends: bool = False
    cuts_at_limit: bool = False
    first_ratio_off: int = 0
    ignores_action: bool = False
    forgets_statistics: bool = False
    overflows: bool = False
    eval_raw: bool = False
    eval_permutes: bool = False
    seconds_growth: float = 0.0


class _Batch(NamedTuple):
    seen: Floats
    action: Floats
    log_probability: Floats
    advantage: Floats
    target: Floats
    value: Floats


class _Played(NamedTuple):
    """Steps of all copies with rewards and values, float64[step, copy].

    Attributes:
        steps: what the task gave.
        reward: as the training gets it.
        value: of what was seen before each step.
        following: of what was seen right after it.
        last: of what was seen last, float64[copy].
    """

    steps: list[Stepped]
    reward: Floats
    value: Floats
    following: Floats
    last: Floats


class PolicyGradient:
    """One training."""

    def __init__(self, recipe: Recipe[PolicySettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed)
        kind = TASKS[settings.task]
        self.task = kind(settings.copies, np.random.default_rng(seed + 1000))
        self.eval_task = kind(10, np.random.default_rng(seed + 2000))
        self.actor = Mlp((kind.seen_size, _WIDTH, _WIDTH, kind.actions), self.rng)
        self.critic = Mlp((kind.seen_size, _WIDTH, _WIDTH, 1), self.rng, last=1.0)
        self.log_spread = np.full(kind.actions, -0.5)
        self.optimiser = Optimiser(settings.optimiser)
        self.normaliser = Normaliser(kind.seen_size)
        self.episodes = Episodes(settings.copies, settings.window)
        self.old: list[Mlp] = []
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        total = self.recipe.settings.updates
        onset_step: int | None = None
        scores: list[float] = []
        has_forgotten = False
        for update in range(total):
            settings = self.recipe.at(update / total)
            step = (update + 1) * settings.copies * settings.horizon
            if self.recipe.late and onset_step is None and settings is not self.recipe.settings:
                onset_step = step
            if settings.forgets_statistics and not has_forgotten:
                self.normaliser, has_forgotten = Normaliser(self.task.seen_size), True
            counted = len(self.episodes.true)
            batch = self._collect(settings)
            rate = settings.rate * max(0.0, 1 - update / total / settings.rate_ends_at)
            values = self._improve(batch, settings, rate)
            ended = self.episodes.true[counted:]
            scores.append(float(np.mean(ended)) if ended else scores[-1] if scores else 0.0)
            self._log(step, values, update, settings)
            if not math.isfinite(values["entropy"]):  # no action can be drawn any more
                scores.append(math.nan)
                break
        finals = np.array(scores[-max(1, total * 15 // 100) :])
        return Ended(
            log=self.log,
            score=float(np.mean(finals)),
            began=float(np.mean(scores[:2])),
            training=float(np.mean(finals)),
            reported=self.log.last("eval_return" if self.recipe.settings.eval_every else "return"),
            onset_step=onset_step,
        )

    def _collect(self, settings: PolicySettings) -> _Batch:
        acting = self.actor
        if settings.first_ratio_off:
            self.old = [*self.old, Mlp((self.task.seen_size, _WIDTH, _WIDTH, self.task.actions), self.rng)]
            self.old = self.old[-settings.first_ratio_off :]
            self.old[-1].copy_from(self.actor)
        seen_now = self._prepared(self.task.seen, settings)
        rows: list[tuple[Floats, Floats, Floats, Floats]] = []
        steps: list[Stepped] = []
        for _ in range(settings.horizon):
            heads = acting(seen_now)
            action = self._drawn(heads)
            step = self.task.step(self._as_taken(action, settings))
            reward = step.reward * settings.reward_factor
            if settings.reward_constant is not None:
                reward = np.full_like(reward, settings.reward_constant)
            self.episodes.take(step, reward)
            rows.append((seen_now, action, reward, self._prepared(step.seen, settings)))
            steps.append(step)
            if settings.normalises:
                self.normaliser.take(step.next_seen * settings.obs_factor)
            seen_now = self._prepared(step.next_seen, settings)
        seen = np.stack([row[0] for row in rows])
        action = np.stack([row[1] for row in rows])
        value = self.critic(seen)[..., 0]
        following = self.critic(np.stack([row[3] for row in rows]))[..., 0]
        last = self.critic(seen_now)[:, 0]
        played = _Played(steps, np.stack([row[2] for row in rows]), value, following, last)
        advantage = _advantages(played, settings)
        flat_seen = seen.reshape(-1, seen.shape[-1])
        flat_action = action.reshape(len(flat_seen), *action.shape[2:])
        remembered = self.old[0] if self.old else self.actor
        return _Batch(
            flat_seen,
            flat_action,
            self._log_probability(remembered(flat_seen), flat_action),
            advantage.ravel() * settings.advantage_sign,
            (advantage + value).ravel(),
            value.ravel(),
        )

    def _prepared(self, seen: Floats, settings: PolicySettings) -> Floats:
        scaled = seen * settings.obs_factor
        return self.normaliser(scaled) if settings.normalises else scaled

    def _drawn(self, heads: Floats) -> Floats:
        if self.task.is_continuous:
            return np.asarray(heads + np.exp(self.log_spread) * self.rng.normal(size=heads.shape))
        drawn = self.rng.random((len(heads), 1))
        passed = (softmax(heads).cumsum(axis=1) < drawn).sum(axis=1)
        return np.asarray(np.minimum(passed, heads.shape[1] - 1), dtype=np.float64)

    def _as_taken(self, action: Floats, settings: PolicySettings) -> Floats:
        if not settings.ignores_action:
            return action * settings.action_factor if self.task.is_continuous else action
        if self.task.is_continuous:
            return self.rng.uniform(-1, 1, action.shape)
        return self.rng.integers(0, self.task.actions, len(action)).astype(float)

    def _log_probability(self, heads: Floats, action: Floats) -> Floats:
        if self.task.is_continuous:
            away = (action - heads) / np.exp(self.log_spread)
            each = -0.5 * away**2 - self.log_spread - 0.5 * math.log(2 * math.pi)
            return np.asarray(each.sum(axis=-1))
        probability = softmax(heads)[np.arange(len(heads)), action.astype(int)]
        return np.asarray(np.log(probability + 1e-300))

    def _improve(self, batch: _Batch, settings: PolicySettings, rate: float) -> dict[str, float]:
        size = len(batch.seen) // settings.minibatches
        found: list[dict[str, float]] = []
        for _ in range(settings.epochs):
            order = self.rng.permutation(len(batch.seen))
            for start in range(0, size * settings.minibatches, size):
                chosen = order[start : start + size]
                found.append(self._minibatch(_Batch(*(each[chosen] for each in batch)), settings, rate))
        spread = float(np.var(batch.target))
        return {
            **{name: float(np.mean([each[name] for each in found])) for name in found[0]},
            "explained_variance": 1 - float(np.var(batch.target - batch.value)) / spread
            if spread
            else math.nan,
            "learning_rate": rate,
            "clip_range": settings.clip,
        }

    def _minibatch(self, batch: _Batch, settings: PolicySettings, rate: float) -> dict[str, float]:
        count = len(batch.seen)
        advantage = batch.advantage
        if settings.normalises_advantages:
            advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
        if settings.overflows:
            advantage = advantage * np.inf
        layers = self.actor.layers(batch.seen)
        log_ratio = self._log_probability(layers[-1], batch.action) - batch.log_probability
        ratio = np.exp(np.clip(log_ratio, -50, 50))
        bounded = np.clip(ratio, 1 - settings.clip, 1 + settings.clip)
        is_free = ratio * advantage <= bounded * advantage
        weight = -advantage * ratio * is_free / count
        slope, spread_slope, entropy = self._actor_slopes(layers[-1], batch.action, weight, settings)
        critic_layers = self.critic.layers(batch.seen)
        error = critic_layers[-1][:, 0] - batch.target
        actor = [*self.actor.gradients(layers, slope), spread_slope]
        critic = self.critic.gradients(critic_layers, (error / count)[:, np.newaxis])
        if not settings.trains_actor:
            actor = [np.zeros_like(each) for each in actor]
        if not settings.trains_critic:
            critic = [np.zeros_like(each) for each in critic]
        gradients, norm = clipped([*actor, *critic], settings.most_norm)
        parameters = [*self.actor.parameters, self.log_spread, *self.critic.parameters]
        self.optimiser.step(parameters, gradients, rate)
        return {
            "policy_loss": float(-np.minimum(ratio * advantage, bounded * advantage).mean()),
            "value_loss": float((error**2).mean()),
            "entropy": entropy,
            "kl": float((ratio - 1 - log_ratio).mean()),
            "clip_fraction": float((np.abs(ratio - 1) > settings.clip).mean()),
            "grad_norm": norm,
        }

    def _actor_slopes(
        self, heads: Floats, action: Floats, weight: Floats, settings: PolicySettings
    ) -> tuple[Floats, Floats, float]:
        """Give the loss's slope at the actor's outputs and at the log spread, and the mean entropy."""
        bonus = settings.entropy_bonus
        if self.task.is_continuous:
            away = (action - heads) / np.exp(self.log_spread)
            slope = weight[:, np.newaxis] * away / np.exp(self.log_spread)
            spread_slope = (weight[:, np.newaxis] * (away**2 - 1)).sum(axis=0) - bonus
            return slope, spread_slope, float((self.log_spread + _GAUSS).sum())
        probability = softmax(heads)
        log_probability = np.log(probability + 1e-300)
        entropy = -(probability * log_probability).sum(axis=1, keepdims=True)
        one_hot = np.eye(heads.shape[1])[action.astype(int)]
        slope = weight[:, np.newaxis] * (one_hot - probability)
        slope += bonus / len(heads) * probability * (log_probability + entropy)
        return slope, np.zeros_like(self.log_spread), float(entropy.mean())

    def _log(self, step: int, values: dict[str, float], update: int, settings: PolicySettings) -> None:
        slow = 1 + settings.seconds_growth * update / settings.updates
        seconds = _SECONDS * slow * float(self.rng.lognormal(0, 0.03))
        self.log.seconds += seconds
        logged = {**self.episodes.means(), **values, "fps": settings.copies * settings.horizon / seconds}
        if self.task.is_continuous:
            logged["std"] = float(np.exp(self.log_spread).mean())
        if settings.eval_every and (update + 1) % settings.eval_every == 0:
            logged["eval_return"] = mean_return(self.eval_task, lambda seen: self._greedy(seen, settings))
        self.log.add(step, logged)

    def _greedy(self, seen: Floats, settings: PolicySettings) -> Floats:
        scaled = seen * settings.obs_factor
        prepared = scaled if settings.eval_raw else self._prepared(seen, settings)
        heads = self.actor(prepared)
        if self.task.is_continuous:
            return np.asarray((-heads if settings.eval_permutes else heads) * settings.action_factor)
        best = heads.argmax(axis=1)
        return np.asarray((best + int(settings.eval_permutes)) % self.task.actions, dtype=np.float64)


def _advantages(played: _Played, settings: PolicySettings) -> Floats:
    """Give generalised advantages (Schulman et al. 2016), float64[step, copy]."""
    value = played.value
    advantage = np.zeros_like(value)
    trace: Floats = np.zeros(value.shape[1])
    for number in range(len(value) - 1, -1, -1):
        step = played.steps[number]
        after = value[number + 1] if number + 1 < len(value) else played.last
        is_alive: Floats = np.ones_like(trace)
        goes_on: Floats = np.ones_like(trace)
        if not settings.ignores_ends:
            after = np.where(step.truncated, played.following[number], after)
            is_end = step.terminated | (step.truncated & settings.cuts_at_limit)
            is_alive = np.asarray(1.0 - is_end, dtype=np.float64)
            goes_on = np.asarray(1.0 - (step.terminated | step.truncated), dtype=np.float64)
        error = played.reward[number] + settings.gamma * after * is_alive - value[number]
        trace = error + settings.gamma * settings.lam * goes_on * trace
        advantage[number] = trace
    return advantage
