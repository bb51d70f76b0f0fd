"""How the people of the cases log: the frameworks' files, and what their scripts print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.fault_lab.logbook import DIALECTS as FRAMEWORKS
from tools.fault_lab.logbook import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPEED = {
    "fps": "fps",
    "step_time": "step_time",
    "memory": "memory_mb",
    "return": "return",
    "length": "episode_length",
}
_SEEDS = {"return": "return", "entropy": "entropy", "length": "length"}
_LM = {
    "loss": "train_loss",
    "eval_loss": "val_loss",
    "learning_rate": "lr",
    "grad_norm": "grad_norm",
    "legal": "sample_score",
}

DIALECTS: Final[Mapping[str, Dialect]] = {
    **FRAMEWORKS,
    "speed-console": Dialect(
        format="text",
        file="train.log",
        tags=_SPEED,
        lines=("[{at}] step {step} | fps {fps:.0f} | mem {memory:.0f} MB | return {return:.1f}",),
    ),
    "speed-csv": Dialect(format="csv", file="progress.csv", step="step", clock="wall_time", tags=_SPEED),
    "speed-jsonl": Dialect(format="jsonl", file="metrics.jsonl", step="step", clock="elapsed", tags=_SPEED),
    "rl-console": Dialect(
        format="text",
        file="train.log",
        tags={"return": "return", "eval_return": "eval_return"},
        lines=("{at} step={step} return={return:.2f}", "{at} step={step} eval_return={eval_return:.2f}"),
    ),
    "seeds-csv": Dialect(format="csv", file="progress.csv", step="step", tags=_SEEDS),
    "seeds-jsonl": Dialect(format="jsonl", file="metrics.jsonl", step="step", tags=_SEEDS),
    "lm-jsonl": Dialect(format="jsonl", file="log.jsonl", step="step", clock="elapsed", tags=_LM),
    "lm-csv": Dialect(format="csv", file="metrics.csv", step="step", tags=_LM),
    "lm-console": Dialect(
        format="text",
        file="train.log",
        tags=_LM,
        lines=(
            "step {step} | loss {loss:.4f}",
            "step {step} | val loss {eval_loss:.4f} | samples {legal:.3f}",
        ),
    ),
    "epochs-console": Dialect(
        format="text",
        file="train.log",
        tags={
            "loss": "loss",
            "accuracy": "accuracy",
            "eval_loss": "val_loss",
            "eval_accuracy": "val_accuracy",
        },
        lines=(
            "Epoch {step} loss={loss:.4f} acc={accuracy:.4f} val_loss={eval_loss:.4f} val_acc={eval_accuracy:.4f}",
        ),
    ),
}
