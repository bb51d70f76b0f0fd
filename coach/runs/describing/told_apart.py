"""Numbers in words with as many digits as it takes to tell them apart."""

from __future__ import annotations

from typing import Final

_LEAST: Final = 3
_MOST: Final = 8


def told_apart(one: float, other: float, digits: int = _LEAST) -> tuple[str, str]:
    """Give two numbers with at least so many digits, and more where they would read alike and are not.

    >>> told_apart(4.1587, 4.1579)
    ('4.159', '4.158')
    """
    for many in range(digits, _MOST + 1):
        said = f"{one:.{many}g}", f"{other:.{many}g}"
        if said[0] != said[1]:
            break
    return said
