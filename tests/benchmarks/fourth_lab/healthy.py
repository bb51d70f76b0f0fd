"""Trainings in which nothing is wrong, though a curve of each may alarm somebody who has seen few."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.benchmarks.fourth_lab.rig import Setup

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Healthy:
    """A set-up that works; `odd` says what looks wrong in it; `enough` is the least result that shows it works."""

    id: str
    family: str
    odd: str
    enough: float
    options: Mapping[str, float] = field(default_factory=dict)
    log: str = "any"
    seeds: tuple[int, ...] = (3,)

    def setups(self) -> list[Setup]:
        return [Setup(seed, options=self.options) for seed in self.seeds]


HEALTHY = [
    Healthy("warm-up", "clusters", "the loss hardly moves for the first fifth", 0.85, {"warmup": 0.2}),
    Healthy(
        "cosine",
        "clusters",
        "the learning rate ends at nought and nothing moves any more",
        0.85,
        {"cosine": 1},
    ),
    Healthy("drops", "clusters", "the loss drops at once when the rate does", 0.8, {"drops": 1, "lr": 0.005}),
    Healthy("dropout", "clusters", "validation is better than training", 0.85, {"dropout": 0.5}),
    Healthy("loud-start", "clusters", "the first loss is far above that of guessing", 0.8, {"last": 8}),
    Healthy("easy", "clusters", "accuracy is near 1 from the first rows on", 0.97, {"apart": 2.0}),
    Healthy("clip", "clusters", "the gradients are above the clip all the time", 0.85, {"clip": 0.1}),
    Healthy("few-rows", "clusters", "eight rows", 0.85, {"every": 150}),
    Healthy(
        "harder-data", "clusters", "the training loss rises: augmentation gets stronger", 0.8, {"harder": 1.5}
    ),
    Healthy("ceiling", "curve", "the loss stops at the noise", -1.3, {"noise": 1.0}),
    Healthy("plain", "curve", "nothing at all", -0.25),
    Healthy("plain", "language", "the loss stops at the entropy of the text", 0.4),
    Healthy("noisy", "language", "a row every four steps: the loss jumps about", 0.4, {"every": 4}),
    Healthy("warm-decay", "language", "warm-up, then decay to nought", 0.4, {"warmup": 0.1, "cosine": 1}),
    Healthy("plain", "expert", "nothing at all", -0.06),
    Healthy(
        "plain",
        "tuning",
        "good from the first row, hardly better at the end",
        0.75,
        {"lr": 0.0002, "steps": 300, "every": 10},
    ),
    Healthy("gravity", "pole", "a curriculum gets harder: the return dips", 150, {"harder": 0.8}),
    Healthy("ceiling", "pole", "the return stands still at 200, the most there is", 190, {"updates": 70}),
    Healthy("annealed", "pole", "KL and clip fraction go to nought with the rate", 180, {"anneal": 1}),
    Healthy(
        "spikes",
        "pole",
        "some updates move the policy far, and it does no harm",
        180,
        {"epochs": 8, "parts": 2},
    ),
    Healthy("seeds", "pole", "three seeds that learn at different times", 150, seeds=(5, 6, 7)),
    Healthy("noisy", "point", "the mean is over three episodes and jumps about", -12, {"window": 3}),
    Healthy(
        "further",
        "point",
        "starts get further away: returns fall though the policy is good",
        -12,
        {"harder": 0.8},
    ),
    Healthy("plain", "point", "episodes always last 40 steps", -12, log="episodes"),
    Healthy("plain", "catch", "training return lags: it explores", 0.9),
    Healthy("noisy", "catch", "the mean is over four episodes of +1 or -1", 0.9, {"window": 4}),
    Healthy("rare-sync", "catch", "the loss comes in waves, with the target network", 0.9, {"sync": 300}),
    Healthy("plain", "offline", "no episodes are played, the loss rises as values grow", 0.9),
    Healthy("small", "reinforce", "eight episodes a batch", 0.4, {"episodes": 8, "rounds": 240}),
    Healthy("plain", "contrastive", "the loss begins at that of guessing among 64", 0.75),
    Healthy(
        "annealed",
        "autoencoder",
        "the total loss rises while the weight of the divergence does",
        -21,
        {"anneal": 1},
    ),
]
