"""Rules for what agents log: returns, lengths, policies and values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities.quantity import NONE_OF_THEM, UNKNOWN, Meaning, Quantity, Reading

if TYPE_CHECKING:
    from coach.runs.quantities.parts import Parts
    from coach.runs.quantities.quantity import Rule

_STATISTICS_OF_RETURN = {
    "best": Quantity.BEST_RETURN,
    "max": Quantity.MAX_RETURN,
    "min": Quantity.MIN_RETURN,
    "spread": Quantity.RETURN_SPREAD,
}
_OF_A_RETURN = ("return", "score", "episode", "acting", "actor", "normaliser")
_OTHER_LENGTHS = frozenset(
    {
        *("seq", "sequence", "prompt", "rollout", "buffer"),
        *("queue", "context", "path", "count", "acting"),
    }
)
_OF_OPTIMISERS = frozenset(
    {"optim", "optimizer", "optimiser", "adam", "adamw", "rmsprop", "normaliser", "layernorm"}
)
"""Each has an epsilon, against divisions by nought."""
_REFERENCES = frozenset({"ref", "reference", "sft", "base"})
_NOT_MEASURED = frozenset({"target", "part_of_return", "early", "stop", "log", "sqrt"})


def _plain(quantity: Quantity) -> Reading:
    return Reading(Meaning(quantity))


def _doubtful(quantity: Quantity) -> Reading:
    return Reading(Meaning(quantity), is_doubtful=True)


def _return(parts: Parts) -> Reading:
    """A return or a score; a term of the reward, a reward of one step or of replayed data is none."""
    if "part_of_return" in parts.every or "batch" in parts.head or "count" in parts.head:
        return NONE_OF_THEM
    per_episode = ("per",) if "episode" in parts.head else ()
    if not parts.only(*_OF_A_RETURN, *per_episode) or _is_of_one_step(parts):
        return UNKNOWN
    if parts.statistic and "normaliser" in parts.every:
        return NONE_OF_THEM
    quantity = _STATISTICS_OF_RETURN.get(parts.statistic)
    if quantity is None:
        quantity = Quantity.EVAL_RETURN if parts.data == "eval" else Quantity.RETURN
    return _plain(quantity) if "episode" in parts.every else _doubtful(quantity)


def _is_of_one_step(parts: Parts) -> bool:
    order = parts.order
    measured = next(place for place, word in enumerate(order) if word in ("return", "score"))
    return "frame" in order[:measured] and "episode" not in parts.head


def _length(parts: Parts) -> Reading:
    if parts.statistic:
        return NONE_OF_THEM
    if "completion" in parts.every:
        return _plain(Quantity.COMPLETION_LENGTH)
    if parts.every & {"episode", "epsilon"}:
        return _plain(Quantity.EPISODE_LENGTH)
    if (parts.head | parts.after) & _OTHER_LENGTHS or "total" in parts.head:
        return NONE_OF_THEM
    return _doubtful(Quantity.EPISODE_LENGTH) if parts.only("length") else UNKNOWN


def _kl(parts: Parts) -> Reading:
    if parts.statistic or parts.every & (_NOT_MEASURED | {"other_entropy", "adversarial"}):
        return NONE_OF_THEM
    is_reference = bool(parts.every & _REFERENCES)
    return _doubtful(Quantity.KL_REFERENCE if is_reference else Quantity.KL)


def _entropy(parts: Parts) -> Reading:
    if parts.statistic or parts.every & (_NOT_MEASURED | {"other_entropy"}):
        return NONE_OF_THEM
    is_of_policy = parts.only("entropy", "actor", "action", "dist", "distribution", "acting", "approx")
    return _doubtful(Quantity.ENTROPY) if is_of_policy else UNKNOWN


def _exploration(parts: Parts) -> Reading:
    if parts.every & _OF_OPTIMISERS:
        return NONE_OF_THEM
    is_rate = parts.only("epsilon", "exploration", "exploration_rate", "acting", "rate", "value", "e")
    return _doubtful(Quantity.EXPLORATION_RATE) if is_rate else UNKNOWN


def _clip_fraction(parts: Parts) -> Reading:
    if parts.every & {"length", "completion"}:
        return _plain(Quantity.CLIPPED_LENGTH)
    others = {"value", "critic", "lower", "higher", "low", "high", "gradient"}
    is_of_values = (
        parts.data == "eval"
    )  # nothing is updated on held-out data: `val` is short for the value there
    is_other = is_of_values or parts.statistic or (parts.head | parts.after) & others
    return NONE_OF_THEM if is_other else _plain(Quantity.CLIP_FRACTION)


def _clip_range(parts: Parts) -> Reading:
    return NONE_OF_THEM if parts.head & {"value", "critic"} else _plain(Quantity.CLIP_RANGE)


def _advantage(parts: Parts) -> Reading:
    if parts.statistic:
        return NONE_OF_THEM
    return _plain(Quantity.ADVANTAGE) if parts.only("advantage", "actor", "acting") else UNKNOWN


def _q(parts: Parts) -> Reading:
    if parts.statistic or "target" in parts.every:
        return NONE_OF_THEM
    is_value = parts.only("q", "value", "critic", "taken", "predict", "part_of_return", "estimate", "acting")
    if not is_value:
        return UNKNOWN
    is_bare = parts.every <= {"q", "train"}
    return _doubtful(Quantity.Q_VALUE) if is_bare else _plain(Quantity.Q_VALUE)


def _value(parts: Parts) -> Reading:
    if parts.statistic or "target" in parts.every:
        return NONE_OF_THEM
    is_value = parts.only(
        "value", "critic", "state", "other_entropy", "estimate", "estimates", "part_of_return"
    )
    return _doubtful(Quantity.VALUE) if is_value and "old" not in parts.head else UNKNOWN


def _alpha(parts: Parts) -> Reading:
    is_coefficient = parts.only("alpha", "value", "entropy", "sac")
    return _doubtful(Quantity.ENTROPY_COEFFICIENT) if is_coefficient else UNKNOWN


def _ratio(parts: Parts) -> Reading:
    if parts.only("ratio", "update") and "update" in parts.every:
        return NONE_OF_THEM if parts.statistic else _plain(Quantity.UPDATE_RATIO)
    is_of_policies = parts.only("ratio", "actor", "prob", "probs", "importance", "is")
    if not is_of_policies:
        return UNKNOWN
    return NONE_OF_THEM if parts.statistic else _doubtful(Quantity.RATIO)


def _rating(parts: Parts) -> Reading:
    is_rating = parts.only("elo", "acting", "actor", "rating", "score") and not parts.statistic
    return _plain(Quantity.RATING) if is_rating else UNKNOWN


UPDATE_RULES: tuple[tuple[str, Rule], ...] = (
    ("explained_variance", _plain(Quantity.EXPLAINED_VARIANCE)),
    ("clip_fraction", _clip_fraction),
    ("clip_range", _clip_range),
)
"""Words that count before the losses they are part of: the share of a policy's loss that is clipped is no loss."""
AGENT_RULES: tuple[tuple[str, Rule], ...] = (
    ("length", _length),
    ("kl", _kl),
    ("alpha", _alpha),
    ("entropy", _entropy),
    ("exploration_rate", _exploration),
    ("exploration", _exploration),
    ("success", NONE_OF_THEM),
    ("return", _return),
    ("score", _return),
    ("epsilon", _exploration),
    ("advantage", _advantage),
    ("q", _q),
    ("value", _value),
    ("ratio", _ratio),
    ("elo", _rating),
)
"""The word each rule is for, in the order they are asked."""


def spread_of_actions(parts: Parts) -> bool:
    """Give whether a tag that names nothing else is the spread of a policy's actions."""
    is_of_actions = bool(parts.every & {"action", "actions", "actor", "noise"})
    return parts.statistic == "spread" and is_of_actions and parts.only("actor", "action", "actions", "noise")
