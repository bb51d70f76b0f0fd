"""Ids that a person can type: a few words of the text they stand for."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_LONGEST = 40
RESERVED = frozenset({"other", "service", "none", "all"})
"""Words with a meaning of their own."""


def slug(text: str, taken: Collection[str] = (), *, fallback: str = "item") -> str:
    """Give an id of ASCII letters, digits and hyphens for a text, different from those taken.

    >>> slug("Reward isn't scaled!", taken=())
    'reward-isn-t-scaled'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain[:400]).strip("-")
    cut = (
        words[:_LONGEST].rsplit("-", 1)[0]
        if len(words) > _LONGEST and "-" in words[:_LONGEST]
        else words[:_LONGEST]
    )
    stem = cut.strip("-") or fallback
    number, candidate = 1, stem
    while candidate in taken or candidate in RESERVED:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate
