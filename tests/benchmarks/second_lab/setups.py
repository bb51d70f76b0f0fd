"""The healthy trainings of the second lab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.benchmarks.fault_lab.setups import Setup
from tests.benchmarks.second_lab.labelled import Labelled, LabelledSettings
from tests.benchmarks.second_lab.off_policy import OffPolicy, OffPolicySettings
from tests.benchmarks.second_lab.on_policy import OnPolicy, OnPolicySettings
from tests.benchmarks.second_lab.recurrent import Recurrent, RecurrentSettings

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Ended, Recipe

Settings = OnPolicySettings | OffPolicySettings | LabelledSettings | RecurrentSettings


def train(recipe: Recipe[Any], seed: int) -> Ended:
    """Train by the trainer that the settings are for."""
    match recipe.settings:
        case OnPolicySettings():
            return OnPolicy(recipe, seed).train()
        case OffPolicySettings():
            return OffPolicy(recipe, seed).train()
        case RecurrentSettings():
            return Recurrent(recipe, seed).train()
        case _:
            return Labelled(recipe, seed).train()


def _setup(id_: str, settings: Settings, dialect: str) -> Setup:
    return Setup(id=id_, settings=settings, dialect=dialect)


N, O, L, R = OnPolicySettings, OffPolicySettings, LabelledSettings, RecurrentSettings  # noqa: E741
_SETUPS = (
    _setup("a2c-catch", N(), "sb3-a2c"),
    _setup("a2c-sgd", N(optimiser="sgd", rate=0.3, most_norm=1.0, updates=160), "cleanrl"),
    _setup("ppo-catch", N(epochs=4, minibatches=4, clip=0.2, rate=1e-3, updates=90), "rllib"),
    _setup(
        "ppo-upright",
        N(game="upright", epochs=6, minibatches=4, clip=0.2, rate=1e-3, entropy_bonus=0.0),
        "rl-games",
    ),
    _setup(
        "ppo-upright-evaluated",
        N(
            game="upright",
            epochs=6,
            minibatches=4,
            clip=0.2,
            rate_falls=True,
            entropy_bonus=0.0,
            eval_every=3,
        ),
        "cleanrl",
    ),
    _setup("reinforce-catch", N(lam=1.0, horizon=48, rate=5e-3, entropy_bonus=0.003), "spinning-up"),
    _setup("dqn-catch", O(), "sb3-dqn"),
    _setup("dqn-copied", O(copy_every=100, explores_for=0.5), "own-dqn"),
    _setup("ddpg-upright", O(game="upright", steps=3000, log_every=30), "spinning-up"),
    _setup("ddpg-noisy", O(game="upright", steps=3000, log_every=30, noise=0.4, copies=4), "sb3-td3"),
    _setup("digits", L(by_epoch=True, epochs=30, dropout=0.2), "keras"),
    _setup("digits-steps", L(epochs=12, log_every=4), "lightning"),
    _setup(
        "digits-sgd",
        L(by_epoch=True, epochs=24, optimiser="sgd", rate=0.02, decay="step", decay_epochs=10),
        "timm",
    ),
    _setup(
        "digits-momentum",
        L(epochs=10, log_every=4, optimiser="sgd", rate=0.02, decay="cosine", warm_up=0.05),
        "trainer",
    ),
    _setup("digits-deep", L(epochs=12, log_every=4, depth=4, activation="tanh"), "lightning"),
    _setup(
        "fine-tuned",
        L(pretrained=True, epochs=4, log_every=2, decay="linear", warm_up=0.1, rate=5e-4),
        "trainer",
    ),
    _setup("curve", L(data="curve", by_epoch=True, epochs=40, rate=2e-3), "fastai"),
    _setup("curve-steps", L(data="curve", epochs=30, rate=2e-3, decay="cosine"), "lightning"),
    _setup(
        "text",
        L(data="text", log_every=6, examples=3000, epochs=6, decay="cosine", warm_up=0.1, rate=3e-3),
        "nano",
    ),
    _setup("waves", R(), "lightning"),
    _setup("waves-falling", R(falls=True, rate=6e-3), "nano"),
)
SETUPS = {each.id: each for each in _SETUPS}
