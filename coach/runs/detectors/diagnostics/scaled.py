"""The values of a tag as the number that a diagnostic is, or nothing where they cannot be that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PERCENT = re.compile(r"pct|percent|%", re.IGNORECASE)
_SAYS_SHARE = frozenset({"share"})
_ONE = 1.0 + 1e-6
_MOST_PERCENT = 100.0 * _ONE


def scaled(
    tag: str, words: frozenset[str], value: NDArray[np.float64], number: str
) -> NDArray[np.float64] | None:
    """Give a diagnostic's values, a share between 0 and 1; None where the values are not of that kind.

    A share is between 0 and 1, or in percent where the name says so or it is over 1. Whole numbers under a name that
    does not say "share" are a count.

    Args:
        tag: as the log spells it.
        words: of the tag.
        value: float64[point], finite.
        number: "share", "count", "size" or "any".
    """
    if number == "any":
        return value
    if value.min() < 0:
        return None
    return _share(tag, words, value) if number == "share" else value


def _share(tag: str, words: frozenset[str], value: NDArray[np.float64]) -> NDArray[np.float64] | None:
    highest = float(value.max())
    says_percent = _PERCENT.search(tag) is not None
    if says_percent and 0 < highest <= _ONE and highest < 1:
        return None  # under one percent, or a share under a wrong name
    is_whole = bool((value == np.round(value)).all())
    if is_whole and not says_percent and not words & _SAYS_SHARE:
        return None
    if highest <= _ONE:
        return value
    is_percent = says_percent or bool(words & _SAYS_SHARE)
    return value / 100 if is_percent and highest <= _MOST_PERCENT else None
