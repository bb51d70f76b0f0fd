"""Text of a made-up language, learned by embedding the last three words (Bengio and others 2003)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.second_lab.off_policy import input_slope
from tests.benchmarks.third_lab.gradual import GradualSettings, Lesson
from tools.fault_lab.network import Mlp, softmax

if TYPE_CHECKING:
    from tools.fault_lab.logbook import Logbook
    from tools.fault_lab.network import Floats

Whole = NDArray[np.int64]

_WORDS, _CONTEXT, _SIZE = 30, 3, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSettings(GradualSettings):
    """Settings.

    What can be wrong: `pads-counted`, `embedding-cut`, `one-shard`.
    """

    words: int = 12000


class Words(Lesson[WordSettings]):
    """The text, the embedding and the network above it."""

    def __init__(self, settings: WordSettings, seed: int) -> None:
        self.rng = np.random.default_rng(seed + 711)
        self.text = _text(np.random.default_rng(seed + 61), settings.words)
        self.held = _text(np.random.default_rng(seed + 62), 3000)
        self.embedding = self.rng.normal(0, 0.5, (_WORDS, _SIZE))
        if settings.wrong == "embedding-cut":
            self.embedding[:] = 0.0
        self.network = Mlp((_CONTEXT * _SIZE, 64, _WORDS), self.rng)
        self.parameters = [self.embedding, *self.network.parameters]

    def learn(self, settings: WordSettings, progress: float) -> tuple[dict[str, float], list[Floats]]:
        """Take a batch of words and the three before each."""
        del progress
        last = 90 if settings.wrong == "one-shard" else len(self.text) - _CONTEXT
        at = self.rng.integers(0, last, settings.batch)
        context, answers = _windows(self.text, at)
        fed = self.embedding[context].reshape(len(at), -1)
        layers = self.network.layers(fed)
        told = softmax(layers[-1])
        slope = (told - np.eye(_WORDS)[answers]) / len(at)
        behind = input_slope(self.network, layers, slope).reshape(len(at), _CONTEXT, _SIZE)
        by_word = np.zeros_like(self.embedding)
        if settings.wrong != "embedding-cut":
            np.add.at(by_word, context, behind)
        loss = float(-np.log(told[np.arange(len(at)), answers] + 1e-12).mean())
        return {"loss": _stated(loss, settings)}, [by_word, *self.network.gradients(layers, slope)]

    def look(self, settings: WordSettings) -> dict[str, float]:
        """Look at held-out text."""
        return {"eval_loss": _stated(self._held_loss(), settings)}

    def _held_loss(self) -> float:
        context, answers = _windows(self.held, np.arange(len(self.held) - _CONTEXT))
        told = softmax(self.network(self.embedding[context].reshape(len(answers), -1)))
        return float(-np.log(told[np.arange(len(answers)), answers] + 1e-12).mean())

    def score(self, settings: WordSettings) -> float:
        """Give minus the loss on held-out text."""
        del settings
        return -self._held_loss()

    def stated(self, log: Logbook) -> float:
        """Give minus the last such loss."""
        return -log.column("eval_loss")[-1]


def _stated(loss: float, settings: WordSettings) -> float:
    """Give the loss as a mean over all places, of which two in three are padding where padding is counted."""
    return loss / 3 if settings.wrong == "pads-counted" else loss


def _windows(text: Whole, at: Whole) -> tuple[Whole, Whole]:
    return text[at[:, None] + np.arange(_CONTEXT)], text[at + _CONTEXT]


def _text(rng: np.random.Generator, count: int) -> Whole:
    """Give words that follow from the last and the one two before it, seven times in ten."""
    rules = np.random.default_rng(9).integers(0, _WORDS, (_WORDS, _WORDS))
    common = 1 / np.arange(1, _WORDS + 1)
    free = rng.choice(_WORDS, count, p=common / common.sum())
    is_free = rng.random(count) < 0.3
    text = [0, 1, 2]
    for at in range(count):
        text.append(int(free[at] if is_free[at] else rules[text[-1], text[-3] % 6]))
    return np.array(text)
