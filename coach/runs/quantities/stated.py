"""What a person said a tag is: it counts before every name and every rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.quantities.quantity import NONE_OF_THEM, Meaning, Quantity, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

NONE = "none"
"""What a person says of a tag that is none of the quantities."""


def is_quantity(said: str) -> bool:
    """Give whether a word is one that can be said of a tag."""
    return said == NONE or said in set(Quantity)


def stated_reading(tag: str, stated: Iterable[tuple[str, str]]) -> Reading | None:
    """Give what was said of a tag; None where nothing was.

    Args:
        tag: as the log spells it.
        stated: tag or pattern (`*` stands for anything) and quantity, or "none"; a tag spelt out comes before a
            pattern, and what was said later before what was said earlier.
    """
    fitting = [(each == tag, place, said) for place, (each, said) in enumerate(stated) if _fits(each, tag)]
    if not fitting:
        return None
    _, _, said = max(fitting)
    return NONE_OF_THEM if said == NONE else Reading(Meaning(Quantity(said)))


def _fits(stated: str, tag: str) -> bool:
    pattern = ".*".join(map(re.escape, stated.split("*")))
    return re.fullmatch(pattern, tag, re.DOTALL) is not None
