"""Answers of a small language model, rewarded and compared within groups (GRPO, Shao and others 2024)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.fault_lab.recipe import Ended
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import Optimiser, clipped, softmax

if TYPE_CHECKING:
    from tests.benchmarks.fault_lab.recipe import Recipe
    from tools.fault_lab.network import Floats

Whole = NDArray[np.int64]

_TOKENS, _END, _START, _LIMIT, _RIGHT = 12, 11, 12, 10, 4
_SECONDS = 38.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSettings:
    """Settings.

    What can be wrong: `reward-dead`, `length-paid`, `sign`, `sampler-kept`.

    Attributes:
        knows: how much the first model likes right answers, in logits.
        beta: weight of the divergence from the first model.
    """

    steps: int = 160
    prompts: int = 10
    group: int = 8
    rounds: int = 2
    rate: float = 0.02
    beta: float = 0.02
    clip: float = 0.2
    most_norm: float = 1.0
    knows: float = 1.0
    log_every: int = 2
    wrong: str = ""


class Answers(NamedTuple):
    """Sampled answers: int64[answer] prompts, int64[answer, place] tokens, bool[answer, place] what is counted."""

    prompts: Whole
    tokens: Whole
    counted: NDArray[np.bool_]
    surprise: Floats


class Grouped:
    """One training; the model is a table of logits by prompt and last token, and one by place."""

    def __init__(self, recipe: Recipe[GroupSettings], seed: int) -> None:
        self.recipe = recipe
        settings = recipe.settings
        self.rng = np.random.default_rng(seed + 1011)
        self.count = settings.prompts
        by_last = self.rng.normal(0, 0.3, (self.count, _TOKENS + 1, _TOKENS))
        for prompt in range(self.count):
            for last, wanted in zip((_START, *_answer(prompt)), (*_answer(prompt), _END), strict=True):
                by_last[prompt, last, wanted] += settings.knows
        self.parameters = [by_last, np.zeros((_LIMIT, _TOKENS))]
        self.first = [each.copy() for each in self.parameters]
        self.sampler = self.parameters
        self.optimiser = Optimiser()
        self.log = Logbook()

    def train(self) -> Ended:
        """Train to the end."""
        total, onset = self.recipe.settings.steps, None
        began = self._score()
        for number in range(total):
            settings = self.recipe.at(number / total)
            if self.recipe.late and onset is None and settings is not self.recipe.settings:
                onset = number + 1
            found = self._turn(settings)
            self.log.seconds += _SECONDS * float(self.rng.lognormal(0, 0.05))
            if (number + 1) % settings.log_every == 0:
                self.log.add(number + 1, found)
        score = self._score()
        return Ended(
            log=self.log,
            score=score,
            began=began,
            training=score,
            reported=self.log.last("return"),
            onset_step=onset,
        )

    def _logits(self, tables: list[Floats], prompts: Whole, last: Whole, place: int) -> Floats:
        return np.asarray(tables[0][prompts, last] + tables[1][place])

    def _sampled(self, tables: list[Floats], prompts: Whole) -> Answers:
        count = len(prompts)
        tokens = np.full((count, _LIMIT), _END)
        counted = np.zeros((count, _LIMIT), dtype=bool)
        surprise = np.zeros((count, _LIMIT))
        last, going = np.full(count, _START), np.ones(count, dtype=bool)
        for place in range(_LIMIT):
            told = softmax(self._logits(tables, prompts, last, place))
            drawn = np.minimum(_END, (told.cumsum(axis=1) < self.rng.random((count, 1))).sum(axis=1))
            tokens[going, place] = drawn[going]
            counted[:, place] = going
            surprise[:, place] = np.log(told[np.arange(count), drawn] + 1e-12)
            going = going & (drawn != _END)
            last = drawn
        return Answers(prompts, tokens, counted, surprise)

    def _goal(self, answers: Answers) -> Floats:
        """Give the share of right tokens; an answer is three tokens and the end."""
        wanted = np.array([(*_answer(prompt), _END) for prompt in range(self.count)])[answers.prompts]
        right = (answers.tokens[:, :_RIGHT] == wanted) & answers.counted[:, :_RIGHT]
        return np.asarray(right.mean(axis=1))

    def _score(self) -> float:
        return float(self._goal(self._sampled(self.parameters, np.repeat(np.arange(self.count), 40))).mean())

    def _turn(self, settings: GroupSettings) -> dict[str, float]:
        if settings.wrong != "sampler-kept":
            self.sampler = [each.copy() for each in self.parameters]
        prompts = np.repeat(np.arange(self.count), settings.group)
        answers = self._sampled(self.sampler, prompts)
        length = answers.counted.sum(axis=1)
        reward = self._goal(answers)
        if settings.wrong == "reward-dead":
            reward = np.zeros_like(reward)
        if settings.wrong == "length-paid":
            reward = reward + 0.15 * length
        groups = reward.reshape(self.count, settings.group)
        spread = groups.std(axis=1, keepdims=True)
        advantage = ((groups - groups.mean(axis=1, keepdims=True)) / (spread + 1e-4)).reshape(-1)
        if settings.wrong == "sign":
            advantage = -advantage
        rounds = [self._update(answers, advantage, settings) for _ in range(settings.rounds)]
        means = {name: float(np.mean([each[name] for each in rounds])) for name in rounds[0]}
        return {
            **means,
            "return": float(reward.mean()),
            "return_spread": float(spread.mean()),
            "no_spread": float((spread < 1e-9).mean()),
            "length": float(length.mean()),
            "cut": float((length == _LIMIT).mean()),
            "sampler_gap": rounds[0]["gap"],
            "learning_rate": settings.rate,
        }

    def _update(self, answers: Answers, advantage: Floats, settings: GroupSettings) -> dict[str, float]:
        gradients = [np.zeros_like(each) for each in self.parameters]
        count = float(answers.counted.sum())
        sums = dict.fromkeys(("loss", "kl", "entropy", "clip_fraction", "gap"), 0.0)
        last = np.full(len(answers.prompts), _START)
        for place in range(_LIMIT):
            which = np.flatnonzero(answers.counted[:, place])
            prompts, before, token = answers.prompts[which], last[which], answers.tokens[which, place]
            told = softmax(self._logits(self.parameters, prompts, before, place))
            old = softmax(self._logits(self.first, prompts, before, place))
            at = np.arange(len(which))
            log_told = np.log(told[at, token] + 1e-12)
            behind = np.log(old[at, token] + 1e-12) - log_told
            moved_by = log_told - answers.surprise[which, place]
            ratio, gain = np.exp(np.clip(moved_by, -20, 20)), advantage[which]
            is_cut = np.where(gain > 0, ratio > 1 + settings.clip, ratio < 1 - settings.clip)
            apart = np.exp(np.clip(behind, -20, 20))
            by_log = np.where(is_cut, 0.0, -gain * ratio) + settings.beta * (1 - apart)
            slope = by_log[:, None] * (np.eye(_TOKENS)[token] - told) / count
            np.add.at(gradients[0], (prompts, before), slope)
            gradients[1][place] += slope.sum(axis=0)
            objective = np.minimum(ratio * gain, np.clip(ratio, 1 - settings.clip, 1 + settings.clip) * gain)
            sums["loss"] += float((settings.beta * (apart - behind - 1) - objective).sum())
            sums["kl"] += float((apart - behind - 1).sum())
            sums["entropy"] += float(-(told * np.log(told + 1e-12)).sum())
            sums["clip_fraction"] += float(is_cut.sum())
            sums["gap"] += float(np.abs(moved_by).sum())
            last = answers.tokens[:, place]
        cut, norm = clipped(gradients, settings.most_norm)
        self.optimiser.step(self.parameters, cut, settings.rate)
        return {**{name: value / count for name, value in sums.items()}, "grad_norm": norm}


def _answer(prompt: int) -> tuple[int, int, int]:
    return prompt % _END, (prompt + 1) % _END, (prompt + 2) % _END
