"""Toys for the checks of the playbook on language models, each with the fault and without."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.playbook.toys_of_models import Pieces, Toy, model_of, numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[Any]

EOS, IGNORED = 2, -100
RANDOM = np.random.default_rng(0)
TOKENS = RANDOM.integers(3, 9, 40)


def _next_token_logits(shift: int) -> Array:
    """Give logits of a model that has learned the token so many places on."""
    logits = np.zeros((len(TOKENS), 9))
    for place in range(len(TOKENS) - shift):
        logits[place, TOKENS[place + shift]] = 8.0
    return logits


def _running(ids: Sequence[int], starts: Sequence[int]) -> Array:
    """Give logits that depend on every earlier place since the last start."""
    parts = np.split(np.asarray(ids, dtype=float), starts)
    return np.concatenate([np.cumsum(each * np.arange(1, len(each) + 1)) for each in parts])[:, None]


def _whole(ids: Sequence[int]) -> Array:
    """Give logits that depend on all places, later ones too."""
    return np.full((len(ids), 1), float(np.dot(ids, np.arange(1, len(ids) + 1))))


def _padded(*, looks_at_padding: bool) -> dict[str, object]:
    def logits_of(ids: Array, mask: Array) -> Array:
        seen = ids if looks_at_padding else ids * mask
        return np.broadcast_to(seen.sum(axis=1)[:, None, None].astype(float), (*ids.shape, 1))

    return {"text": [5, 6], "pad": 0, "other": 7, "logits_of": logits_of}


def _embedded(rows: int) -> SimpleNamespace:
    part = SimpleNamespace(weight=np.zeros((rows, 4)))
    return SimpleNamespace(get_input_embeddings=lambda: part, get_output_embeddings=lambda: part)


def _tied(inside: Array, outside: Array) -> SimpleNamespace:
    return SimpleNamespace(
        config=SimpleNamespace(tie_word_embeddings=True),
        get_input_embeddings=lambda: SimpleNamespace(weight=inside),
        get_output_embeddings=lambda: SimpleNamespace(weight=outside),
    )


def _with_end(label: int) -> dict[str, object]:
    ids, mask = [[5, 6, EOS, EOS]], [[1, 1, 1, 0]]
    batch = {"input_ids": ids, "attention_mask": mask, "labels": [[5, 6, label, IGNORED]]}
    return {"batches": [batch], "eos": EOS}


def _decayed(decay: float) -> dict[str, object]:
    gain, matrix = np.ones(3), np.ones((3, 3))
    groups = [{"params": [matrix], "weight_decay": 0.1}, {"params": [gain], "weight_decay": decay}]
    model = model_of({"norm.weight": gain, "linear.weight": matrix})
    return {"model": model, "optimiser": SimpleNamespace(param_groups=groups)}


def _ranking_turns(printed: str) -> bool:
    one, other = (numbers(line.split("per token")[1]) for line in printed.splitlines())
    return (one[0] < other[0]) != (one[1] < other[1])


def _sampled(**settings: object) -> float:
    return 0.5 if settings else float(RANDOM.random())


def _commonness(batch: Array) -> float:
    return float(np.bincount(batch.ravel()).max())


TABLE = RANDOM.normal(size=(6, 4))
NEW_MOVED = TABLE + RANDOM.normal(size=(6, 4))
OLD_MOVED = np.where(np.arange(6)[:, None] < 4, NEW_MOVED, TABLE)
PACK = [5, 6, 7, EOS, 8, 5, EOS]
FLAT = np.ones((2, 64))
STEP = np.where(np.arange(64) < 32, FLAT, 6.0)
USUAL = [RANDOM.integers(0, 50, (4, 50)) for _ in range(20)]
GREEK, WORDS = np.full(400, 0.5), np.full(100, 1.5)

TOYS = {
    "all-labels-masked": Toy(
        {"batches": [{"labels": [[IGNORED, 5, 6], [4, IGNORED, IGNORED]]}]},
        {"batches": [{"labels": [[IGNORED, 5, 6], [4, IGNORED, 7]]}]},
        lambda printed: not printed.endswith(" 0"),
    ),
    "end-token-unlearned": Toy(
        _with_end(IGNORED), _with_end(EOS), lambda printed: printed.endswith("with its label 0")
    ),
    "label-shift": Toy(
        {"logits": _next_token_logits(2), "tokens": TOKENS},
        {"logits": _next_token_logits(1), "tokens": TOKENS},
        lambda printed: numbers(printed)[3] > min(numbers(printed)[1::2]),
    ),
    "padding-in-loss": Toy(
        {"batches": [{"labels": [[5, 0, 0]], "attention_mask": [[1, 0, 0]]}]},
        {"batches": [{"labels": [[5, IGNORED, IGNORED]], "attention_mask": [[1, 0, 0]]}]},
        lambda printed: not printed.endswith(" 0"),
    ),
    "packing-leak": Toy(
        {"pack": PACK, "start": 4, "logits_of": lambda ids: _running(ids, [])},
        {"pack": PACK, "start": 4, "logits_of": lambda ids: _running(ids, [4])},
        lambda printed: numbers(printed)[-1] > 1e-3,
    ),
    "truncated-answer": Toy(
        {"rows": [[5] * 8, [5, 6, EOS]], "limit": 8, "eos": EOS},
        {"rows": [[5] * 7 + [EOS], [5, 6, EOS]], "limit": 8, "eos": EOS},
        lambda printed: not printed.endswith(" 0.0%"),
    ),
    "ids-outside-embedding": Toy(
        {"batches": [{"input_ids": [[1, 12]]}], "tokenizer": Pieces("ab"), "model": _embedded(12)},
        {"batches": [{"input_ids": [[1, 11]]}], "tokenizer": Pieces("ab"), "model": _embedded(12)},
        lambda printed: numbers(printed)[1] >= min(numbers(printed)[-2:]),
    ),
    "foreign-tokeniser": Toy(
        {"rows": [[0, 1], [0, 1, 2]], "tokenizer": Pieces(["a", "b", "ab"])},
        {"rows": [[2, 0], [1, 1]], "tokenizer": Pieces(["a", "b", "ab"])},
        lambda printed: numbers(printed)[0] < 50,
    ),
    "new-tokens-untrained": Toy(
        {"before": TABLE, "after": OLD_MOVED, "new": [4, 5], "old": [0, 1, 2, 3]},
        {"before": TABLE, "after": NEW_MOVED, "new": [4, 5], "old": [0, 1, 2, 3]},
        lambda printed: numbers(printed)[0] < 0.1 * numbers(printed)[1],
    ),
    "weights-tied-wrongly": Toy(
        {"model": _tied(TABLE, NEW_MOVED)},
        {"model": _tied(TABLE, TABLE)},
        lambda printed: not printed.endswith("one tensor: True apart: 0.0"),
    ),
    "beyond-trained-length": Toy(
        {"losses": STEP}, {"losses": FLAT}, lambda printed: numbers(printed)[-1] > 2 * numbers(printed)[1]
    ),
    "padding-mask-wrong": Toy(
        _padded(looks_at_padding=True),
        _padded(looks_at_padding=False),
        lambda printed: numbers(printed)[-1] > 1e-3,
    ),
    "causal-mask-missing": Toy(
        {"ids": [5, 6, 7], "logits_of": _whole},
        {"ids": [5, 6, 7], "logits_of": lambda ids: _running(ids, [])},
        lambda printed: not printed.endswith("[]"),
    ),
    "duplicated-data": Toy(
        {"texts": ["Once upon a time", "once  upon a time", "Another day"]},
        {"texts": ["Once upon a time", "A second time", "Another day"]},
        lambda printed: numbers(printed)[0] > 5,
    ),
    "router-collapse": Toy(
        {"chosen": np.zeros((100, 1), dtype=int), "experts": 8},
        {"chosen": np.arange(96)[:, None] % 8, "experts": 8},
        lambda printed: numbers(printed)[0] > 3,
    ),
    "bad-stretch-of-data": Toy(
        {"usual": USUAL[:15], "suspects": [np.zeros((4, 50), dtype=int)], "loss_of": _commonness},
        {"usual": USUAL[:15], "suspects": [USUAL[15]], "loss_of": _commonness},
        lambda printed: numbers(printed)[0] > 4,
    ),
    "decay-on-norms": Toy(_decayed(0.1), _decayed(0.0), lambda printed: "norm.weight" in printed),
    "logit-drift": Toy(
        {"saved": {step: np.eye(3) * size for step, size in ((1, 5.0), (2, 50.0), (3, 500.0))}},
        {"saved": {step: np.eye(3) * size for step, size in ((1, 5.0), (2, 6.0), (3, 6.0))}},
        lambda printed: numbers(printed)[-2] > 3 * numbers(printed)[1],
    ),
    "cache-mismatch": Toy(
        {"ids": PACK, "full": lambda ids: _running(ids, []), "stepwise": lambda ids: _running(ids, [1])},
        {"ids": PACK, "full": lambda ids: _running(ids, []), "stepwise": lambda ids: _running(ids, [])},
        lambda printed: not printed.endswith("none"),
    ),
    "sampled-scores": Toy(
        {"score": _sampled},
        {"score": lambda **_: 0.5},
        lambda printed: numbers(printed.split("spread")[1])[0] > 0,
    ),
    "perplexity-units": Toy(
        {"text": "a" * 400, "losses": {"letters": GREEK, "words": WORDS}},
        {"text": "a" * 400, "losses": {"one": WORDS, "other": WORDS * 1.1}},
        _ranking_turns,
    ),
}
"""By failure mode: every check whose code runs without PyTorch."""
