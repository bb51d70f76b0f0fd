"""What the words of a text are worth as evidence for a failure mode, on the scale of logarithms."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PER_WORD_SCORE = 1.25
"""Nats that a unit of the words' score is worth: of 0.75 to 3 the best log score on 65 published bugs, and as good as
the best on the 142 known cases of the playbooks. It was looked at again after the complaints came in, with the
weights of `coach.playbook.words`: what one list gains by other values, 0.1 nats a case (standard error 0.08) in five
folds of the first, the other one loses."""
NOTHING_SAID: Mapping[str, float] = MappingProxyType({})
"""The scores of a text without words."""


def word_nats(words: Mapping[str, float], failure_mode: str) -> float:
    """Give the logarithm of what a text's words multiply a failure mode's chance by.

    Args:
        words: score of the words for each failure mode, by its id; 0 for others.
        failure_mode: its id.
    """
    return PER_WORD_SCORE * words.get(failure_mode, 0.0)
