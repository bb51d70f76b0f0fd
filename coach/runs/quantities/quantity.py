"""The field's quantities, and what a tag that stands for one has to be told with."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.runs.quantities.parts import Parts

    Rule: TypeAlias = "Reading | Callable[[Parts], Reading | None]"
    """What a word says a tag is, always or after a look at the words around it; None leaves it to the next rule."""


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
        quantity: what it measures. What is better high on held-out data (average precision, BLEU) counts as
            `EVAL_ACCURACY`, what is better low (word error rate, perplexity) as `EVAL_LOSS`; likewise in training.
        sign: factor that turns the logged value into the quantity, 1 or -1.
        says: what to tell the user about the value, such as the factor; mostly empty.
        metric: which metric it is where that is not the plain loss or the plain share of right answers, so that only
            like is compared with like: "word error rate", "average precision"; mostly empty.
    """

    quantity: Quantity
    sign: int = 1
    says: str = ""
    metric: str = ""


class Reading(NamedTuple):
    """What a tag was read as.

    Attributes:
        meaning: None where it stands for none of the quantities, or nobody knows.
        is_known: whether it is known what the tag is, be it none of the quantities: a count, a setting.
        is_doubtful: the name fits other things as well; it holds as long as nothing else in the run speaks against it.
    """

    meaning: Meaning | None
    is_known: bool = True
    is_doubtful: bool = False


NONE_OF_THEM = Reading(None)
UNKNOWN = Reading(None, is_known=False)
