"""Rules for what is set and what the machine does: rates, norms, speed, memory; and what is counted or configured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities.quantity import NONE_OF_THEM, Meaning, Quantity, Reading

if TYPE_CHECKING:
    from coach.runs.quantities.parts import Parts
    from coach.runs.quantities.quantity import Rule

_OTHER_TIMES = frozenset(
    {
        *("eta", "remaining", "wall", "data", "loader", "loading", "dataloading", "dataloader", "count"),
        *(
            "forward",
            "backward",
            "optim",
            "optimizer",
            "eval",
            "collect",
            "collection",
            "rollout",
            "inference",
            "algorithm",
        ),
    }
)


_SHARES = frozenset({"accuracy", "precision", "recall", "f1"})
_OTHERS_OF_GRADIENTS = frozenset(
    {"count", "kurtosis", "skew", "skewness", "sparsity", "cosine", "similarity", "conflict", "snr", "zeros"}
)


def _plain(quantity: Quantity) -> Reading:
    return Reading(Meaning(quantity))


def _setting(parts: Parts) -> Reading | None:
    """Coefficients, limits and the like: configured, not measured; SAC's coefficient is learnt.

    A share of right answers is measured, whatever words stand before it: the accuracy of goals.
    """
    if parts.order[-1] in _SHARES:
        return None
    is_learnt = "entropy" in parts.head and not parts.head & {"loss", "target"}
    return _plain(Quantity.ENTROPY_COEFFICIENT) if is_learnt else NONE_OF_THEM


def _learning_rate(parts: Parts) -> Reading:
    others = {"scheduler", "schedule", "ratio", "factor", "count"}
    return NONE_OF_THEM if parts.head & others else _plain(Quantity.LEARNING_RATE)


def _gradient_norm(parts: Parts) -> Reading:
    is_limit = parts.order[0] in ("max", "clip") or parts.head & {
        "clip",
        "clipped",
        "target",
        "ratio",
        "delta",
    }
    return NONE_OF_THEM if is_limit or parts.statistic == "spread" else _plain(Quantity.GRAD_NORM)


def _gradient(parts: Parts) -> Reading | None:
    """A norm of gradients in other words, or a group of them by module, as `Grads/actor`."""
    if "loss" in parts.head:
        return None
    if parts.every & {"normaliser", "l2"}:  # as which the word norm is spelt
        return _gradient_norm(parts)
    is_group = bool(parts.after) and parts.head <= {"gradient", "unclipped", "clipped", "train"}
    is_value = "mean" in parts.after and "unclipped" not in parts.head
    is_odd = is_value or parts.statistic or parts.after & _OTHERS_OF_GRADIENTS
    return _plain(Quantity.GRAD_NORM) if is_group and not is_odd else NONE_OF_THEM


def _weight_norm(parts: Parts) -> Reading:
    return NONE_OF_THEM if "gradient" in parts.every else _plain(Quantity.WEIGHT_NORM)


def _speed(parts: Parts) -> Reading:
    """So much a second; only where the last part says so, or adds which unit or device."""
    is_total = parts.after & {"total", "count", "flops"} or "flops" in parts.head
    is_other = parts.head & {"target", "render", "video"}
    return NONE_OF_THEM if is_total or is_other else _plain(Quantity.FPS)


def read_time(parts: Parts) -> Reading:
    """Give whether a time is that of one step; asked last, since rewards are logged against the time as well."""
    is_of_step = bool(parts.head & {"frame", "batch"}) and not parts.head & _OTHER_TIMES
    return _plain(Quantity.STEP_TIME) if is_of_step else NONE_OF_THEM


def _loss_scale(parts: Parts) -> Reading:
    is_other = parts.head & {"delta", "tracker", "factor"}
    return NONE_OF_THEM if is_other else _plain(Quantity.LOSS_SCALE)


def _memory(parts: Parts) -> Reading:
    """Memory of a machine; that of a replay buffer is counted in transitions."""
    is_other = "part_of_return" in parts.every or parts.head & {"length", "count", "replay", "buffer"}
    return NONE_OF_THEM if is_other else _plain(Quantity.MEMORY)


MACHINE_RULES: tuple[tuple[str, Rule], ...] = (
    ("loss_scale", _loss_scale),
    ("setting", _setting),
    ("flops", NONE_OF_THEM),
    ("per_second", _speed),
    ("memory", _memory),
    ("gradient_norm", _gradient_norm),
    ("gradient", _gradient),
    ("weight_norm", _weight_norm),
    ("learning_rate", _learning_rate),
)
"""The word each rule is for, in the order they are asked."""
