"""What the words of a text are worth as evidence for a failure mode, on the scale of logarithms."""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PER_WORD_SCORE = 1.25
"""Nats that a unit of the words' score is worth: of 0.75 to 3 the best log score on 65 published bugs, and as good as
the best on the 142 known cases of the playbooks. It was looked at again after the complaints came in, with the
weights of `coach.playbook.words`: what one list gains by other values, 0.1 nats a case (standard error 0.08) in five
folds of the first, the other one loses."""
OF_PLAYBOOK = 0.75
"""Weight of the mean score of the failure modes of a playbook, beside that of each of them: where a text shares words
with many failure modes of one field, it is likely of that field (fitted with the weights of `coach.playbook.words`:
0.11 nats a known case better than without)."""
FEWEST = 12
"""Failure modes that a playbook counts as having at least, so that one of its own does not speak for itself twice; the
smallest that ships has 14 (editorial)."""
NOTHING_SAID: Mapping[str, float] = MappingProxyType({})
"""The scores of a text without words."""


def word_nats(words: Mapping[str, float], failure_mode: str) -> float:
    """Give the logarithm of what a text's words multiply a failure mode's chance by.

    Args:
        words: score of the words for each failure mode, by its id; 0 for others.
        failure_mode: its id.
    """
    return PER_WORD_SCORE * words.get(failure_mode, 0.0)


def with_playbooks(words: Mapping[str, float], owns: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Give the scores of words with what the other failure modes of the same playbook have, 0 where none has any.

    Args:
        words: score of the words for each failure mode, by its id; 0 for others.
        owns: the failure modes that each playbook brings itself, by its id; each of one playbook only.
    """
    whole = dict(words)
    for modes in owns.values():
        mean = math.fsum(words.get(each, 0.0) for each in modes) / max(len(modes), FEWEST)
        if mean > 0:
            whole.update({each: words.get(each, 0.0) + OF_PLAYBOOK * mean for each in modes})
    return whole
