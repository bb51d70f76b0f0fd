"""Healthy trainings: those the faults are put into, and others that are slow, noisy, short, solved or scheduled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.benchmarks.fault_lab.policy_gradient import PolicyGradient, PolicySettings
from tests.benchmarks.fault_lab.q_learning import QLearning, ValueSettings
from tests.benchmarks.fault_lab.supervised import LabelSettings, Supervised

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Ended, Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A healthy training and how it is logged."""

    id: str
    settings: Any
    dialect: str


def train(recipe: Recipe[Any], seed: int) -> Ended:
    """Train by the trainer that the settings are for."""
    match recipe.settings:
        case PolicySettings():
            return PolicyGradient(recipe, seed).train()
        case ValueSettings():
            return QLearning(recipe, seed).train()
        case _:
            return Supervised(recipe, seed).train()


P, V, L = PolicySettings, ValueSettings, LabelSettings
_SETUPS = (
    Setup(id="ppo-cartpole", settings=P(), dialect="sb3"),
    Setup(id="ppo-point", settings=P(task="pointmass"), dialect="sb3-csv"),
    Setup(id="ppo-grid", settings=P(task="grid", entropy_bonus=0.01, updates=70), dialect="rl-jsonl"),
    Setup(id="ppo-normalised", settings=P(normalises=True, obs_factor=20.0, eval_every=3), dialect="sb3"),
    Setup(id="ppo-schedule", settings=P(rate_ends_at=1.0), dialect="cleanrl"),
    Setup(id="ppo-slow", settings=P(rate=2e-4), dialect="sb3"),
    Setup(id="ppo-short", settings=P(task="pointmass", updates=25), dialect="rl-csv"),
    Setup(id="ppo-noisy", settings=P(copies=4, minibatches=2, updates=120), dialect="rl-csv"),
    Setup(
        id="ppo-evaluated", settings=P(task="pointmass", eval_every=2, entropy_bonus=0.01), dialect="rl-jsonl"
    ),
    Setup(
        id="ppo-certain", settings=P(task="grid", entropy_bonus=0.0, rate=3e-3, updates=70), dialect="cleanrl"
    ),
    Setup(id="ppo-large-returns", settings=P(task="pointmass", reward_factor=30.0), dialect="sb3"),
    Setup(id="ppo-ten-epochs", settings=P(epochs=10, rate=5e-4, updates=50), dialect="sb3-csv"),
    Setup(id="dqn-cartpole", settings=V(), dialect="cleanrl"),
    Setup(id="dqn-grid", settings=V(task="grid", steps=3000, log_every=30), dialect="rl-jsonl"),
    Setup(
        id="dqn-certain",
        settings=V(task="grid", steps=3000, log_every=30, explores_to=0.0, explores_for=0.6),
        dialect="cleanrl",
    ),
    Setup(id="dqn-huber", settings=V(huber=1.0, rate=7e-4), dialect="sb3"),
    Setup(id="dqn-slow", settings=V(explores_for=0.8, rate=5e-4), dialect="rl-csv"),
    Setup(id="clouds", settings=L(), dialect="tensorboard"),
    Setup(id="clouds-epochs", settings=L(log_every=0, epochs=25, rate=1e-3), dialect="keras"),
    Setup(id="clouds-steps", settings=L(decay="step", weight_decay=0.1), dialect="trainer"),
    Setup(id="clouds-noisy", settings=L(batch=8, epochs=4, log_every=8, rate=1e-3), dialect="lightning"),
    Setup(id="clouds-sgd", settings=L(optimiser="sgd", rate=0.02), dialect="tensorboard"),
    Setup(id="surface", settings=L(data="surface", epochs=40, log_every=10), dialect="lightning"),
    Setup(
        id="surface-cosine",
        settings=L(data="surface", epochs=60, log_every=15, rate=1e-2, decay="cosine", warm_up=0.05),
        dialect="tensorboard",
    ),
    Setup(
        id="language",
        settings=L(data="language", epochs=8, log_every=8, decay="cosine", warm_up=0.1, last_rate=0.1),
        dialect="trainer",
    ),
    Setup(
        id="language-short",
        settings=L(data="language", epochs=2, log_every=4, rate=1e-3),
        dialect="tensorboard",
    ),
)
SETUPS = {each.id: each for each in _SETUPS}
