"""What a tag means: the frameworks' names mapped to the field's quantities, by the table in `tags.yaml`."""

from __future__ import annotations

from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml


class Quantity(StrEnum):
    """A quantity the detectors know how to read."""

    ACCURACY = "accuracy"
    ADVANTAGE = "advantage"
    BEST_RETURN = "best_return"
    CLIPPED_LENGTH = "clipped_length"
    CLIP_FRACTION = "clip_fraction"
    CLIP_RANGE = "clip_range"
    COMPLETION_LENGTH = "completion_length"
    ENTROPY = "entropy"
    ENTROPY_COEFFICIENT = "entropy_coefficient"
    EPISODE_LENGTH = "episode_length"
    EVAL_ACCURACY = "eval_accuracy"
    EVAL_LOSS = "eval_loss"
    EVAL_RETURN = "eval_return"
    EXPLAINED_VARIANCE = "explained_variance"
    EXPLORATION_RATE = "exploration_rate"
    FPS = "fps"
    GRAD_NORM = "grad_norm"
    IMPORTANCE_RATIO = "importance_ratio"
    KL = "kl"
    KL_REFERENCE = "kl_reference"
    LEARNING_RATE = "learning_rate"
    LOG_PROBABILITY_GAP = "log_probability_gap"
    LOSS = "loss"
    LOSS_SCALE = "loss_scale"
    MAX_RETURN = "max_return"
    MEMORY = "memory"
    MIN_RETURN = "min_return"
    POLICY_LOSS = "policy_loss"
    POLICY_STD = "policy_std"
    Q_VALUE = "q_value"
    RATING = "rating"
    RATIO = "ratio"
    RETURN = "return"
    RETURN_SPREAD = "return_spread"
    STEP_TIME = "step_time"
    UPDATE_RATIO = "update_ratio"
    VALUE = "value"
    VALUE_LOSS = "value_loss"
    WEIGHT_NORM = "weight_norm"
    ZERO_SPREAD_SHARE = "zero_spread_share"


class Meaning(NamedTuple):
    """What a tag stands for.

    Attributes:
        quantity: what it measures.
        sign: factor that turns the logged value into the quantity, 1 or -1.
        says: what to tell the user about the value, such as the factor; mostly empty.
    """

    quantity: Quantity
    sign: int
    says: str


class _Rule(NamedTuple):
    patterns: tuple[str, ...]
    meaning: Meaning | None
    format: str

    def fits(self, plain: str, log_format: str) -> bool:
        return self.format in ("", log_format) and any(fnmatchcase(plain, each) for each in self.patterns)


@cache
def meaning_of(tag: str, log_format: str = "") -> Meaning | None:
    """Give what a tag stands for; None where the table does not know it, or knows that it is none of these.

    Args:
        tag: as the log spells it.
        log_format: name of the reader, for the few tags that mean something else in one format.
    """
    plain = tag.strip().lower().replace(" ", "_")
    return next((rule.meaning for rule in _rules() if rule.fits(plain, log_format)), None)


@cache
def _rules() -> tuple[_Rule, ...]:
    table = yaml.safe_load(files("coach.runs").joinpath("tags.yaml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(
            tuple(pattern.replace(" ", "_") for pattern in row["tags"]),
            Meaning(Quantity(row["quantity"]), row.get("sign", 1), row.get("says", ""))
            if row["quantity"]
            else None,
            row.get("format", ""),
        )
        for row in table
    )
