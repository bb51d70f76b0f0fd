"""What a tag nobody listed stands for, read from the words it is made of. A wrong reading is worse than none."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coach.runs.quantities.agent_words import AGENT_RULES, UPDATE_RULES, spread_of_actions
from coach.runs.quantities.loss_words import LOSS_RULES
from coach.runs.quantities.machine_words import MACHINE_RULES, read_time
from coach.runs.quantities.parts import parts_of
from coach.runs.quantities.quantity import NONE_OF_THEM, UNKNOWN, Meaning, Quantity, Reading

if TYPE_CHECKING:
    from coach.runs.quantities.quantity import Rule

_RULES: tuple[tuple[str, Rule], ...] = (
    *MACHINE_RULES,
    *UPDATE_RULES,
    *LOSS_RULES,
    *AGENT_RULES,
    ("time", read_time),
)
_NOT_MEASURED = frozenset({"count", "setting", "frame", "update", "episode", "flops"})


def _is_count(order: tuple[str, ...]) -> bool:
    return bool(order) and ("count" in (order[0], order[-1]) or order[-1] == "update")


@cache
def read_by_parts(tag: str) -> Reading:
    """Give what the words of a tag say it is; the first rule that has an answer counts."""
    parts = parts_of(tag)
    if _is_count(parts.order) and "per_second" not in parts.head:
        return NONE_OF_THEM
    for word, rule in _RULES:
        if word not in parts.head:
            continue
        reading = rule if isinstance(rule, Reading) else rule(parts)
        if reading is not None:
            return reading
    if spread_of_actions(parts):
        return Reading(Meaning(Quantity.POLICY_STD))
    return NONE_OF_THEM if parts.head & _NOT_MEASURED else UNKNOWN
