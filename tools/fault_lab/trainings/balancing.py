"""Policy gradient on a pole-like plant: sixteen bodies at a time, a linear policy on normalised observations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.fault_lab.family import Trained
from tools.fault_lab.logbook import Logbook

if TYPE_CHECKING:
    from tools.fault_lab.network import Floats

LONGEST = 40
"""Steps of an episode that never falls: the best return there is."""
_BODIES = 16
_SCALE = np.array([20.0, 0.05])
_OFFSET = np.array([30.0, 0.1])
_SECONDS = 240.0  # of an iteration, so that a training takes hours
_TINY = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Balancing:
    """Everything the training can be told; the last part is there to be wrong.

    Attributes:
        iterations: updates of the policy.
        rate: learning rate.
        entropy: weight of the entropy bonus.
        episodes: played in an evaluation that is logged.
        evaluates_raw: evaluation gives the policy observations that were not normalised.
        shifts_advantages: every episode is credited with the advantages of another one.
        divides_by_variance: observations are divided by their variance where the spread was meant.
        probe: the world is replaced by one of a single step, in which the first action decides.
    """

    iterations: int = 45
    rate: float = 3.0
    entropy: float = 0.005
    episodes: int = 6
    evaluates_raw: bool = False
    shifts_advantages: bool = False
    divides_by_variance: bool = False
    probe: bool = False


class Policy(NamedTuple):
    """Weights, bias, and the statistics that observations are normalised by."""

    weights: Floats
    bias: float
    mean: Floats
    spread: Floats


class _Batch(NamedTuple):
    """Sixteen episodes: float64[step, body, 2], then [step, body]."""

    raw: Floats
    seen: Floats
    actions: Floats
    chances: Floats
    rewards: Floats
    alive: Floats


def train(settings: Balancing, seed: int) -> Trained:
    """Train; the facts are the return in training, in evaluation, and of a policy that was never trained."""
    rng = np.random.default_rng(seed)
    policy = Policy(rng.normal(0, 0.1, 2), 0.0, _OFFSET.copy(), _SCALE.copy())
    log, seen = Logbook(), []
    began = returns(policy, settings, rng, 64)
    for iteration in range(settings.iterations):
        batch = _play(policy, settings, rng)
        if iteration < 3:  # noqa: PLR2004 - statistics settle at the start
            seen.append(batch.raw[batch.alive > 0])
            policy = policy._replace(mean=np.vstack(seen).mean(0), spread=_spread(np.vstack(seen), settings))
        policy, entropy = _updated(policy, batch, settings)
        log.seconds += _SECONDS * float(rng.lognormal(0, 0.03))
        values = {"return": float(batch.rewards.sum() / _BODIES), "entropy": entropy}
        if iteration % 5 == 4:  # noqa: PLR2004 - an evaluation every five iterations
            evaluated = returns(policy, settings, rng, settings.episodes, raw=settings.evaluates_raw)
            values["eval_return"] = float(evaluated.mean())
        log.add((iteration + 1) * 2048, {name: float(f"{value:.4g}") for name, value in values.items()})
    facts = {
        "train_return": log.last("return"),
        "eval_return": log.last("eval_return", 0.34),
        "untrained": float(began.mean()),
        "entropy": log.last("entropy"),
    }
    return Trained(log, facts, policy)


def _spread(raw: Floats, settings: Balancing) -> Floats:
    return np.asarray((raw.var(axis=0) if settings.divides_by_variance else raw.std(axis=0)) + _TINY)


def returns(
    policy: Policy, settings: Balancing, rng: np.random.Generator, episodes: int, *, raw: bool = False
) -> Floats:
    """Give the returns of so many episodes, played by the policy as it is, float64[episode]."""
    used = policy._replace(mean=np.zeros(2), spread=np.ones(2)) if raw else policy
    batch = _play(used, settings, rng, bodies=episodes)
    return np.asarray(batch.rewards.sum(axis=0))


def observed(policy: Policy, settings: Balancing, rng: np.random.Generator) -> Floats:
    """Give normalised observations as the policy is given them in training, float64[count, 2]."""
    batch = _play(policy, settings, rng)
    return np.asarray(batch.seen[batch.alive > 0])


def _play(
    policy: Policy,
    settings: Balancing,
    rng: np.random.Generator,
    bodies: int = _BODIES,
) -> _Batch:
    length = 1 if settings.probe else LONGEST
    place, speed = rng.uniform(-0.3, 0.3, bodies), rng.uniform(-0.3, 0.3, bodies)
    pushes, dice = rng.normal(0, 0.05, (length, bodies)), rng.random((length, bodies))
    alive = np.ones(bodies)
    rows: list[tuple[Floats, ...]] = []
    for step in range(length):
        raw = np.stack([place, speed], axis=1) * _SCALE + _OFFSET
        seen = (raw - policy.mean) / policy.spread
        chance = 1 / (1 + np.exp(-np.clip(seen @ policy.weights + policy.bias, -30, 30)))
        right = dice[step] < chance
        action = right.astype(float)
        reward = (action == (place > 0)).astype(float) if settings.probe else alive
        rows.append((raw, seen, action, chance, reward, alive))
        speed = speed + 0.25 * place + 0.12 * (1 - 2 * action) + pushes[step]
        place = place + 0.3 * speed
        alive = alive * (np.abs(place) < 1)
    return _Batch(*(np.stack(each) for each in zip(*rows, strict=True)))


def _updated(policy: Policy, batch: _Batch, settings: Balancing) -> tuple[Policy, float]:
    """Give the policy after one step of the gradient, and the entropy it had."""
    to_go = np.cumsum(batch.rewards[::-1], axis=0)[::-1]
    here = np.maximum(1.0, batch.alive.sum(axis=1, keepdims=True))
    advantage = (to_go - (to_go * batch.alive).sum(axis=1, keepdims=True) / here) * batch.alive
    advantage = advantage / (advantage.std() + _TINY)
    if settings.shifts_advantages:
        advantage = np.roll(advantage, 1, axis=1)
    chance = np.clip(batch.chances, 1e-6, 1 - 1e-6)
    logit = np.log(chance / (1 - chance))
    slope = (batch.actions - chance) * advantage - settings.entropy * logit * chance * (1 - chance)
    slope = slope * batch.alive / batch.alive.sum()
    weights = policy.weights + settings.rate * np.tensordot(slope, batch.seen, axes=2)
    bias = policy.bias + settings.rate * float(slope.sum())
    entropy = -chance * np.log(chance) - (1 - chance) * np.log(1 - chance)
    return policy._replace(weights=weights, bias=bias), float(
        (entropy * batch.alive).sum() / batch.alive.sum()
    )
