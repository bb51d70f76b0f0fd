"""A tiny language model: the next letter from the last two, on text that a fixed grammar makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from tools.fault_lab.family import Trained
from tools.fault_lab.logbook import Logbook
from tools.fault_lab.network import softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.fault_lab.network import Floats

    Letters = NDArray[np.int64]

LETTERS: Final = 10
PAD: Final = 0
DECODED: Final = np.random.default_rng(3).permutation(LETTERS)
"""Which letter another list of letters makes of each."""
_FOLLOWING: Final = 3
_LENGTH, _TEXTS, _HELD = 24, 240, 60
_BATCH = 24
_SECONDS = 90.0
_TINY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterModel:
    """Everything the training can be told; the last part is there to be wrong.

    Attributes:
        steps: updates.
        rate: learning rate.
        temperature: samples are drawn with it.
        samples: texts drawn in an evaluation that is logged.
        shifted: the target is the letter itself and not the one after it.
        padded: mean share of a text that is padding; counted in the loss all the same.
        other_letters: samples are decoded with another list of letters.
        sorted_texts: texts come in the order of their kind, the second kind last.
        stale_cache: while sampling, the letter before the last does not reach the model.
        fresh: samples are drawn without the cache.
        one_batch: trains on one batch again and again.
    """

    steps: int = 160
    rate: float = 3.0
    temperature: float = 0.7
    samples: int = 8
    shifted: bool = False
    padded: float = 0.0
    other_letters: bool = False
    sorted_texts: bool = False
    stale_cache: bool = False
    fresh: bool = False
    one_batch: bool = False


class LetterModelKept(NamedTuple):
    """Weights float64[2 * letters, letters], and the texts it was trained on, in their order."""

    weights: Floats
    texts: Letters


def grammar(kind: int) -> NDArray[np.bool_]:
    """Give which letter may follow which two, bool[letter, letter, letter]; padding is never one of them."""
    rng = np.random.default_rng(70 + kind)
    may = np.zeros((LETTERS, LETTERS, LETTERS), dtype=bool)
    first = [rng.permutation(np.arange(1, LETTERS))[:5] for _ in range(LETTERS)]
    second = [rng.permutation(np.arange(1, LETTERS))[:6] for _ in range(LETTERS)]
    for before in range(LETTERS):
        for last in range(LETTERS):
            both = np.intersect1d(first[last], second[before])
            may[before, last, both if len(both) else first[last][:_FOLLOWING]] = True
    return may


_GRAMMARS: Final = (grammar(0), grammar(1))


def train(settings: LetterModel, seed: int) -> Trained:
    """Train; the facts are losses in nats a letter, and the share of sampled letters that the grammar allows."""
    rng = np.random.default_rng(seed)
    texts = _texts(settings, rng)
    held = _held(settings, rng)
    weights, log = np.zeros((2 * LETTERS, LETTERS)), Logbook()
    losses: list[float] = []
    for step in range(settings.steps):
        at = 0 if settings.one_batch else int(step / settings.steps * (len(texts) - _BATCH))
        chosen = (
            texts[at : at + _BATCH]
            if settings.sorted_texts or settings.one_batch
            else texts[rng.integers(0, len(texts), _BATCH)]
        )
        losses.append(_step(weights, chosen, settings))
        log.seconds += _SECONDS * float(rng.lognormal(0, 0.03))
        if (step + 1) % 8 == 0:
            values = {"loss": float(np.mean(losses)), "eval_loss": loss(weights, held, settings)}
            losses = []
            values["legal"] = sample_score(weights, settings, rng, settings.samples)
            log.add((step + 1) * 50, {name: float(f"{value:.4g}") for name, value in values.items()})
    facts = {
        "train_loss": log.last("loss"),
        "val_loss": log.last("eval_loss"),
        "legal": log.last("legal", 0.15),
    }
    return Trained(log, facts, LetterModelKept(weights, texts))


def sampled(weights: Floats, rng: np.random.Generator, texts: int, temperature: float) -> Letters:
    """Give texts drawn from the model after two letters of the grammar, int[text, letter]."""
    out = _written(_GRAMMARS[0], rng, texts)[:, :2]
    for _ in range(_LENGTH - 2):
        chance = softmax((weights[out[:, -1]] + weights[LETTERS + out[:, -2]]) / temperature)
        drawn = (rng.random(texts)[:, np.newaxis] > chance.cumsum(axis=1)).sum(axis=1)
        out = np.column_stack([out, np.minimum(drawn, LETTERS - 1)])
    return out


def allowed(texts: Letters) -> float:
    """Give the share of letters that follow the two before them as the grammar of the first kind allows."""
    return float(_GRAMMARS[0][texts[:, :-2], texts[:, 1:-1], texts[:, 2:]].mean())


def loss(weights: Floats, texts: Letters, settings: LetterModel) -> float:
    """Give the mean loss in nats a letter."""
    before, last, target = _cut(texts, settings)
    logits = weights[last] + weights[LETTERS + before]
    return float(-np.log(softmax(logits)[np.arange(len(target)), target] + _TINY).mean())


def sample_score(weights: Floats, settings: LetterModel, rng: np.random.Generator, texts: int) -> float:
    """Give the share of letters that the grammar allows in so many texts, drawn and decoded as the project does."""
    used = weights.copy()
    if settings.stale_cache and not settings.fresh:
        used[LETTERS:] = 0
    drawn = sampled(used, rng, texts, settings.temperature)
    if settings.other_letters:
        drawn = DECODED[drawn]
    return allowed(drawn)


def counted_loss(seed: int) -> float:
    """Give the loss of a table of counted triples on texts it has not seen: what the data allows."""
    rng = np.random.default_rng(seed)
    texts, held = _texts(LetterModel(), rng), _written(_GRAMMARS[0], rng, _HELD)
    counts = np.full((LETTERS, LETTERS, LETTERS), 0.3)
    np.add.at(counts, (texts[:, :-2].ravel(), texts[:, 1:-1].ravel(), texts[:, 2:].ravel()), 1)
    chance = counts / counts.sum(axis=2, keepdims=True)
    return float(-np.log(chance[held[:, :-2], held[:, 1:-1], held[:, 2:]]).mean())


def kinds(texts: Letters) -> Floats:
    """Give by text the share of letters that the grammar of the first kind allows, float64[text]."""
    return np.asarray(_GRAMMARS[0][texts[:, :-2], texts[:, 1:-1], texts[:, 2:]].mean(axis=1))


def _cut(texts: Letters, settings: LetterModel) -> tuple[Letters, Letters, Letters]:
    target = texts[:, 1:-1] if settings.shifted else texts[:, 2:]
    return texts[:, :-2].ravel(), texts[:, 1:-1].ravel(), target.ravel()


def _step(weights: Floats, texts: Letters, settings: LetterModel) -> float:
    """Take a step of the gradient in place; give the loss before it."""
    before, last, target = _cut(texts, settings)
    logits = weights[last] + weights[LETTERS + before]
    chance = softmax(logits)
    slope = (chance - np.eye(LETTERS)[target]) / len(target)
    found = float(-np.log(chance[np.arange(len(target)), target] + _TINY).mean())
    one = np.eye(LETTERS)
    gradient = np.vstack([one[last].T @ slope, one[before].T @ slope])
    weights -= settings.rate * gradient
    return found


def _written(may: NDArray[np.bool_], rng: np.random.Generator, count: int) -> Letters:
    out = rng.integers(1, LETTERS, (count, 2))
    for _ in range(_LENGTH):
        chance = may[out[:, -2], out[:, -1]].astype(float)
        chance /= chance.sum(axis=1, keepdims=True)
        drawn = (rng.random(count)[:, np.newaxis] > chance.cumsum(axis=1)).sum(axis=1)
        out = np.column_stack([out, np.minimum(drawn, LETTERS - 1)])
    return out[:, 2:]


def _texts(settings: LetterModel, rng: np.random.Generator) -> Letters:
    """Give the texts to train on: most of the first kind, some of the second; the order is the loader's."""
    first, second = _written(_GRAMMARS[0], rng, _TEXTS * 3 // 4), _written(_GRAMMARS[1], rng, _TEXTS // 4)
    texts = np.vstack([first, second])
    if not settings.sorted_texts:
        texts = texts[rng.permutation(len(texts))]
    if settings.padded:
        ends = rng.integers(3, max(4, int(_LENGTH * 2 * (1 - settings.padded))), len(texts))
        texts = np.where(np.arange(_LENGTH) < ends[:, np.newaxis], texts, PAD)
    return texts


def _held(settings: LetterModel, rng: np.random.Generator) -> Letters:
    texts = _written(_GRAMMARS[0], rng, _HELD)
    if settings.padded:
        ends = rng.integers(3, max(4, int(_LENGTH * 2 * (1 - settings.padded))), len(texts))
        texts = np.where(np.arange(_LENGTH) < ends[:, np.newaxis], texts, PAD)
    return texts
