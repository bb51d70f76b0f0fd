"""Which failure modes playbooks speak of in the same seldom words: the kin of each, and how much each counts.

What somebody types is short, and often names by other words what its cause is called. The words it does share then
stand with failure modes of the same corner, so that what they share counts for their kin too (smoothing of scores
over near documents: Diaz 2005; what a latent semantic space of forty dimensions does, cause by cause).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from coach.playbook.stems import stems_of, with_names_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST_KIN = 80
"""Kin of a failure mode; of 10 to all of 376 the best log score with 60 to 120, all about alike."""
PARTS = {"name": 2.0, "aliases": 2.0, "complaints": 1.0, "says": 1.0, "symptoms": 0.5, "check": 0.5}
"""Weight of the words of each part, by the parts of `coach.playbook.words.WEIGHTS`. Cases are left out."""
SELDOM = 0.5
"""Power of the inverse document frequency of a word; 1 and 1.5 are a little worse."""
LEAST = 1e-9
"""Nearness under which two failure modes have nothing in common."""


def kin_of(
    said: Sequence[Mapping[str, str]], words_of: Callable[[str], list[str]]
) -> list[tuple[int, int, float]]:
    """Give (failure mode, one of its kin, share) by their places.

    The shares of a failure mode sum to one where it has as many kin as there may be, and to the part of that otherwise:
    in a small playbook the few that are alike would else say more of each other than of themselves.

    Args:
        said: what a playbook says of each failure mode, by part.
        words_of: gives the words of a text that count.

    Raises:
        PlaybookError: this Python's SQLite has no full-text index.
    """
    return list(_kin_of(tuple(tuple(each[part] for part in PARTS) for each in said), words_of))


@lru_cache(maxsize=4)
def _kin_of(
    said: tuple[tuple[str, ...], ...], words_of: Callable[[str], list[str]]
) -> tuple[tuple[int, int, float], ...]:
    import numpy as np  # noqa: PLC0415 - only where nothing is kept yet

    counted = [_counted(each, words_of) for each in said]
    stem = stems_of({word for each in counted for word in each})
    place = {each: at for at, each in enumerate(dict.fromkeys(stem.values()))}
    table = np.zeros((len(said), len(place)))
    for row, each in enumerate(counted):
        for word, count in each.items():
            table[row, place[stem[word]]] += count
    in_modes = (table > 0).sum(axis=0)
    table = np.log1p(table) * np.log(1 + len(said) / (in_modes + 0.5)) ** SELDOM
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), LEAST)
    near = table @ table.T
    np.fill_diagonal(near, 0.0)
    found: list[tuple[int, int, float]] = []
    for row, nearness in enumerate(near):
        nearest = [int(at) for at in np.argsort(-nearness, kind="stable")[:MOST_KIN] if nearness[at] > LEAST]
        total = math.fsum(nearness[at] for at in nearest) * MOST_KIN / max(len(nearest), 1)
        found += [(row, at, float(nearness[at] / total)) for at in nearest]
    return tuple(found)


def _counted(said: tuple[str, ...], words_of: Callable[[str], list[str]]) -> dict[str, float]:
    counted: dict[str, float] = {}
    for weight, text in zip(PARTS.values(), said, strict=True):
        for word in words_of(with_names_apart(text)):
            counted[word] = counted.get(word, 0.0) + weight
    return counted
