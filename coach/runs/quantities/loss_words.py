"""Rules for losses and for what is measured against right answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities.parts import HIGH, LOW, PLAIN_LOSSES
from coach.runs.quantities.quantity import NONE_OF_THEM, UNKNOWN, Meaning, Quantity, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.runs.quantities.parts import Parts
    from coach.runs.quantities.quantity import Rule

_ON_HELD_OUT = frozenset(
    {
        *(
            "word_error_rate",
            "character_error_rate",
            "translation_error_rate",
            "frechet_distance",
            "distance",
        ),
        *(
            "average_precision",
            "map",
            "iou",
            "bleu",
            "rouge",
            "psnr",
            "ranking",
            "correlation",
            "exact_match",
            "em",
            "concordance",
            "speech_quality",
        ),
    }
)
"""What nobody measures on the data that is trained on, unless the tag says so."""
_SHORT = frozenset({"map", "em"})
"""Words that mean something else as well: a map, an em dash."""
_BOXES = (
    "bbox",
    "box",
    "segm",
    "mask",
    "coco",
    "small",
    "medium",
    "large",
    "m",
    "l",
    "voc",
    "pascal",
    "lvis",
    "iou",
)
_VALUES = frozenset({"critic", "value", "q"})
_NOT_A_LOSS = frozenset({"time", "delta", "target", "ratio", "regularisation", "balance"})
_TRADED = frozenset({"packet", "stop", "profit"})
_OF_BODIES = frozenset({"imu", "dof", "joint", "joints", "sensor", "action", "gyro"})  # accelerations
_OF_COPIES = frozenset({"param", "count", "setting", "target", "policy", "replica"})  # apart by so much
_NO_PROGRESS = frozenset({"alpha", "temperature", "kl", "adversarial"})


def _loss(parts: Parts) -> Reading:
    """A loss: of a critic, of a policy, or of a whole model; the largest or the spread of one is none of these."""
    others = parts.head & _NOT_A_LOSS
    if parts.head & {"box", "bbox"}:
        others -= {"regularisation"}  # `reg` is the regression there
    if parts.statistic or others:
        return NONE_OF_THEM
    if parts.head & _TRADED:
        return UNKNOWN
    is_whole = "total" in parts.head
    for words in (parts.head | parts.after, frozenset() if is_whole else parts.every):
        special = _special_loss(words)
        if special is not None:
            return special
    return Reading(Meaning(Quantity.EVAL_LOSS if parts.data == "eval" else Quantity.LOSS))


def _cost(parts: Parts) -> Reading:
    """A bare cost is a loss; agents pay costs as well, and machines cost time."""
    quantity = Quantity.EVAL_LOSS if parts.data == "eval" else Quantity.LOSS
    is_loss = parts.every <= {"cost", "train", "eval", "mean", "total", "frame"} and not parts.statistic
    return Reading(Meaning(quantity), is_doubtful=True) if is_loss else UNKNOWN


def _special_loss(words: frozenset[str]) -> Reading | None:
    """Give what a loss of some of an agent's or a generator's parts is; None for any other loss."""
    if words & _NO_PROGRESS:
        return NONE_OF_THEM
    if "entropy" in words:
        return Reading(Meaning(Quantity.ENTROPY), is_doubtful=True)
    if "actor" in words:
        return Reading(Meaning(Quantity.LOSS if "critic" in words else Quantity.POLICY_LOSS))
    return Reading(Meaning(Quantity.VALUE_LOSS)) if words & _VALUES else None


def _is_other(word: str, parts: Parts) -> bool:
    """Give whether a short word may well mean something else: a map, not an average precision."""
    is_told = bool(parts.data) or not parts.every.isdisjoint(_BOXES)
    return not is_told or not parts.only(word, *_BOXES)


def _better_low(word: str) -> Callable[[Parts], Reading]:
    def rule(parts: Parts) -> Reading:
        if parts.statistic or parts.head & {"critic", "kl"}:
            return NONE_OF_THEM
        if word == "distance" and parts.head & _OF_COPIES:
            return NONE_OF_THEM
        if word == "error" and not parts.only("error", "class", "classification", "top", "loss"):
            return UNKNOWN
        if word == "perplexity" and "other_entropy" in parts.head:
            return NONE_OF_THEM
        is_held_out = parts.data == "eval" or (not parts.data and word in _ON_HELD_OUT)
        return Reading(Meaning(Quantity.EVAL_LOSS if is_held_out else Quantity.LOSS, metric=LOW[word]))

    return rule


def _better_high(word: str) -> Callable[[Parts], Reading]:
    def rule(parts: Parts) -> Reading:
        if parts.statistic or parts.head & {"adversarial", "delta", "target", "probs"}:
            return NONE_OF_THEM
        if "return" in parts.every or parts.every & _OF_BODIES or (word in _SHORT and _is_other(word, parts)):
            return UNKNOWN
        is_held_out = parts.data == "eval" or (not parts.data and word in _ON_HELD_OUT)
        quantity = Quantity.EVAL_ACCURACY if is_held_out else Quantity.ACCURACY
        return Reading(Meaning(quantity, metric=HIGH[word]))

    return rule


LOSS_RULES: tuple[tuple[str, Rule], ...] = (
    *((word, _better_low(word)) for word in LOW),
    ("loss", _loss),
    ("cost", _cost),
    *((word, _loss) for word in PLAIN_LOSSES),
    *((word, _better_high(word)) for word in HIGH),
)
"""The word each rule is for, in the order they are asked."""
