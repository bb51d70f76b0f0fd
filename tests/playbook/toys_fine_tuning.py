"""Toys for the checks of the playbook on fine-tuning, each with the fault and without."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.playbook.toys_of_models import Pieces, Toy, model_of, numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

RANDOM = np.random.default_rng(1)
BASE, TUNED = RANDOM.normal(size=(6, 5)), RANDOM.normal(size=(6, 5))
LETTERS = Pieces("abcdefgh")
PREFIX = "base_model.model.layers"


def _parameter(shape: tuple[int, ...], *, trained: bool = True, grad: float | None = 1.0) -> SimpleNamespace:
    gradient = None if grad is None else np.full(shape, grad)
    return SimpleNamespace(shape=shape, requires_grad=trained, grad=gradient, dtype="float32")


def _adapted(*layers: str) -> dict[str, object]:
    parameters = {f"{PREFIX}.0.mlp.up_proj.weight": _parameter((8, 8), trained=False)}
    for layer in layers:
        for part in ("A", "B"):
            parameters[f"{PREFIX}.0.{layer}.lora_{part}.default.weight"] = _parameter((8, 2))
    return {"model": model_of(parameters)}


def _stepped(*, moves_encoder: bool) -> dict[str, object]:
    state = {"encoder.weight": np.ones(3), "head.weight": np.ones(3)}

    def ten_steps() -> None:
        state["head.weight"] += 0.1
        if moves_encoder:
            state["encoder.weight"] *= 0.99

    return {"model": model_of(state), "ten_steps": ten_steps, "trained": ["head"]}


def _batched(*, padded_right: bool) -> dict[str, object]:
    def generate(prompts: list[str]) -> list[str]:
        longest = max(map(len, prompts))
        return [each if not padded_right or len(each) == longest else f"?{each}" for each in prompts]

    return {"prompts": ["a", "abc"], "tokenizer": LETTERS, "generate": generate}


def _stairs(*, at_borders: bool) -> NDArray[Any]:
    steps = np.arange(60)
    return 2.0 - 0.6 * (steps // 20) if at_borders else 2.0 - 0.03 * steps


def _unchanged(after: NDArray[Any]) -> dict[str, object]:
    before = np.full((4, 4), 1.0, dtype=after.dtype)
    return {"before": before, "after": after, "model": model_of({"lora": _parameter((4, 4))})}


SMALL = np.full((4, 4), 1.0, dtype=np.float16) + np.float16(1e-4)
MOVED = np.full((4, 4), 1.0, dtype=np.float32) + np.float32(1e-4)
FIRST, SECOND = RANDOM.normal(size=(4, 16)), RANDOM.normal(size=(16, 4))
WEIGHT = 30 * RANDOM.normal(size=(16, 16))
STEPS = {0: 0.6, 100: 0.6, 200: 0.61}

TOYS = {
    "adapter-untrained": Toy(
        {"saved": {"q.lora_A.weight": TUNED, "q.lora_B.weight": np.zeros((2, 2))}},
        {"saved": {"q.lora_A.weight": TUNED, "q.lora_B.weight": BASE}},
        lambda printed: printed.startswith("1 of 1 "),
    ),
    "adapter-not-in-use": Toy(
        {"served": BASE, "base": BASE, "trained": TUNED},
        {"served": TUNED, "base": BASE, "trained": TUNED},
        lambda printed: numbers(printed)[0] == 0,
    ),
    "adapter-targets-wrong": Toy(
        _adapted("self_attn.q_proj"),
        _adapted("self_attn.q_proj", "mlp.up_proj"),
        lambda printed: "up_proj" not in printed,
    ),
    "chat-template-mismatch": Toy(
        {"trained": [0, 1, 2, 3], "served": [0, 1, 3], "tokenizer": LETTERS},
        {"trained": [0, 1, 2, 3], "served": [0, 1, 2, 3], "tokenizer": LETTERS},
        lambda printed: numbers(printed)[2] < max(numbers(printed)[:2]),
    ),
    "doubled-special-tokens": Toy(
        {"rows": [[1, 1, 5], [1, 6, 6]], "bos": 1, "special": {1, 2}},
        {"rows": [[1, 5, 2], [1, 6, 6]], "bos": 1, "special": {1, 2}},
        lambda printed: "with the same special token twice in a row 0" not in printed,
    ),
    "head-not-loaded": Toy(
        {"needed": ["body.weight", "score.weight"], "saved": ["body.weight"]},
        {"needed": ["body.weight", "score.weight"], "saved": ["body.weight", "score.weight"]},
        lambda printed: not printed.startswith("0 missing"),
    ),
    "freeze-not-applied": Toy(
        _stepped(moves_encoder=True),
        _stepped(moves_encoder=False),
        lambda printed: "encoder.weight" in printed,
    ),
    "rate-of-another-method": Toy(
        {"lr": 1e-5, "held_out_after": lambda rate: abs(np.log10(rate) + 4)},
        {"lr": 1e-4, "held_out_after": lambda rate: abs(np.log10(rate) + 4)},
        lambda printed: round(numbers(printed)[-1], 6) != 1,
    ),
    "extra-weights-not-saved": Toy(
        {"trained": ["m.lora_A.default.w", "score.modules_to_save.default.w"], "saved": ["m.lora_A.w"]},
        {
            "trained": ["m.lora_A.default.w", "score.modules_to_save.default.w"],
            "saved": ["m.lora_A.w", "score.w"],
        },
        lambda printed: not printed.startswith("0 trained"),
    ),
    "catastrophic-forgetting": Toy(
        {"general": {0: 0.6, 100: 0.5, 200: 0.4}, "task": {0: 0.1, 100: 0.5, 200: 0.7}},
        {"general": STEPS, "task": {0: 0.1, 100: 0.5, 200: 0.7}},
        lambda printed: printed.endswith("falls 2 of 2 times"),
    ),
    "quantised-compute-type": Toy(
        {"loss_with": {"as now": float("nan"), "computing in bfloat16": 2.0, "not quantised": 2.0}.get},
        {"loss_with": {"as now": 2.01, "computing in bfloat16": 2.0, "not quantised": 2.0}.get},
        lambda printed: "as now nan" in printed,
    ),
    "lossy-merge": Toy(
        {"unmerged": TUNED, "merged": BASE},
        {"unmerged": TUNED, "merged": TUNED + 1e-4},
        lambda printed: numbers(printed)[0] < 99,
    ),
    "checkpointing-cuts-gradient": Toy(
        {"model": model_of({"lora_A": _parameter((2, 2), grad=None), "head": _parameter((2, 2))})},
        {"model": model_of({"lora_A": _parameter((2, 2)), "base": _parameter((2, 2), trained=False)})},
        lambda printed: not printed.startswith("0 "),
    ),
    "padding-side": Toy(
        _batched(padded_right=True),
        _batched(padded_right=False),
        lambda printed: "lengths []" not in printed,
    ),
    "small-set-memorised": Toy(
        {"losses": _stairs(at_borders=True), "per_epoch": 20},
        {"losses": _stairs(at_borders=False), "per_epoch": 20},
        lambda printed: numbers(printed)[2] < 2 * numbers(printed)[0] - 0.1,
    ),
    "prompt-in-loss": Toy(
        {"ids": [0, 1, 2, 3], "labels": [0, 1, 2, 3], "tokenizer": LETTERS},
        {"ids": [0, 1, 2, 3], "labels": [-100, -100, 2, 3], "tokenizer": LETTERS},
        lambda printed: not printed.startswith("masked 2 'ab'"),
    ),
    "lora-scaling": Toy(
        {"weight": WEIGHT, "first": FIRST, "second": SECOND, "alpha": 64},
        {"weight": WEIGHT, "first": FIRST, "second": SECOND, "alpha": 2},
        lambda printed: numbers(printed.splitlines()[0])[-1] > 0.1,
    ),
    "adapter-low-precision": Toy(
        _unchanged(SMALL), _unchanged(MOVED), lambda printed: numbers(printed)[-1] > 33
    ),
}
"""By failure mode: every check whose code runs without PyTorch."""
