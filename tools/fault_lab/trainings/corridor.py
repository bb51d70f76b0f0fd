"""Policy gradient in a corridor: a small reward near by, a large one far away; three seeds of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tools.fault_lab.family import Trained
from tools.fault_lab.logbook import Logbook

if TYPE_CHECKING:
    from tools.fault_lab.network import Floats

_START, _LONGEST, _EPISODES = 3, 26, 16
_NEAR = 0.15
_SECONDS = 200.0
LARGEST_ENTROPY = float(np.log(2))
_TINY = 1e-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """Everything the training can be told; the last part is there to be wrong.

    Attributes:
        iterations: updates of the policy.
        length: squares of the corridor.
        rate: learning rate.
        discount: of later rewards.
        first_logits: spread of the first preferences.
        blocks: in two of three layouts, drawn by the seed, the far end cannot be reached.
        layout: the layout to use whatever the seed; -1 for the seed's own.
        resumes: the first seed begins with the weights of an old run.
        runs: how many seeds.
    """

    iterations: int = 45
    length: int = 15
    rate: float = 6.0
    discount: float = 0.99
    first_logits: float = 0.1
    blocks: bool = False
    layout: int = -1
    resumes: bool = False
    runs: int = 3


class _Run(NamedTuple):
    log: Logbook
    success: float
    first: float
    early_entropy: float
    layout: int


def train(settings: Corridor, seed: int) -> Trained:
    """Train every seed; the facts are how many of them reach the far end, and the best and worst of them."""
    runs = [_trained(settings, 101 * seed + number, number) for number in range(settings.runs)]
    reached = sorted(each.success for each in runs)
    facts = {
        "working": float(sum(each > 0.6 for each in reached)),  # noqa: PLR2004 - most episodes
        "best": reached[-1],
        "second": reached[-2],
        "worst": reached[0],
        "best_seed": float(int(np.argmax([each.success for each in runs]))),
    }
    return Trained(runs[0].log, facts, runs, tuple(each.log for each in runs[1:]))


def _trained(settings: Corridor, seed: int, number: int) -> _Run:
    rng = np.random.default_rng(seed)
    layout = int(rng.integers(0, 3)) if settings.layout < 0 else settings.layout
    open_until = settings.length if not settings.blocks or layout == 0 else settings.length - 3
    logits = rng.normal(0, settings.first_logits, settings.length + 1)
    if settings.resumes and number == 0:
        logits = logits + 1.5
    log, successes, entropies = Logbook(), [], []
    for iteration in range(settings.iterations):
        logits, success, reward, entropy = _updated(logits, settings, open_until, rng)
        successes.append(success)
        entropies.append(entropy)
        log.seconds += _SECONDS * float(rng.lognormal(0, 0.03))
        values = {"return": reward, "entropy": entropy}
        log.add((iteration + 1) * 1000, {name: float(f"{value:.4g}") for name, value in values.items()})
    return _Run(log, float(np.mean(successes[-5:])), successes[0], float(np.mean(entropies[:3])), layout)


def _updated(
    logits: Floats, settings: Corridor, open_until: int, rng: np.random.Generator
) -> tuple[Floats, float, float, float]:
    """Give the preferences after one update, and success, mean reward and entropy before it."""
    place = np.full(_EPISODES, _START)
    alive, reward = np.ones(_EPISODES, dtype=bool), np.zeros(_EPISODES)
    chance = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    dice = rng.random((_LONGEST, _EPISODES))
    slopes = np.zeros((_EPISODES, settings.length + 1))
    for step in range(_LONGEST):
        right = dice[step] < chance[place]
        slopes[np.arange(_EPISODES), place] += alive * (right - chance[place])
        place = np.where(alive, np.minimum(place + np.where(right, 1, -1), open_until), place)
        far, near = alive & (place >= settings.length), alive & (place <= 0)
        reward += settings.discount ** (step + 1) * (far + _NEAR * near)
        alive &= ~(far | near)
    advantage = reward - reward.mean()
    gradient = (slopes * advantage[:, np.newaxis]).mean(axis=0)
    entropy = float(-(chance * np.log(chance + _TINY) + (1 - chance) * np.log(1 - chance + _TINY)).mean())
    success = float((place >= settings.length).mean())
    seen = success + _NEAR * float((place <= 0).mean())
    return logits + settings.rate * gradient, success, seen, entropy
