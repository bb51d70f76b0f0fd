"""Which part of the data a quantity of a line was measured on: the training's, the validation's or the test's."""

from __future__ import annotations

import re

_SPLIT = re.compile(
    r"(?<![\w./])(?:(train|training|trn)|(val|valid|validation|validating|eval|evaluation|evaluating|evaluate|dev)"
    r"|(test|testing))(?![\w./])",
    re.IGNORECASE,
)
_OWN_SPLIT = re.compile(
    r"(?<![a-z])(?:(train|training|trn)|(val|valid|validation|eval|dev)|(test))(?![a-z])", re.IGNORECASE
)
_SUBSET = re.compile(
    r"""\bon\s+(?:the\s+)?['"`]([\w.-]+)['"`]\s+(?:subset|split|set|dataset)\b""", re.IGNORECASE
)
"""One of several sets, as fairseq names it: `valid on 'valid1' subset`."""
_PREFIX = {1: "", 2: "eval/", 3: "test/"}
_TOLD = {1: "train/", 2: "eval/", 3: "test/"}
"""Where a line measures one quantity on several parts, training is named too."""


def is_of_a_split(name: str) -> bool:
    """Give whether a name says which part of the data it is about."""
    return _OWN_SPLIT.search(name) is not None


def is_a_split(name: str) -> bool:
    """Give whether a name is that of a part of the data and no more."""
    return _SPLIT.fullmatch(name) is not None


def prefixed(split: str, name: str) -> str:
    """Give a name under the part of the data it is about, unless it says so itself."""
    return name if is_of_a_split(name) else split + name


def split_in(about: str, before: str) -> str:
    """Give the prefix for the part of the data that words are about: the last one named, or the one before.

    A set with a name of its own keeps it, so that the numbers of several sets are not taken for one curve.
    """
    subset = _SUBSET.search(about)
    found = [each.lastindex or 1 for each in _SPLIT.finditer(_SUBSET.sub(" ", about) if subset else about)]
    if not found:
        return before
    own = f"{subset[1]}/" if subset and not is_a_split(subset[1]) else ""
    return f"{_PREFIX[found[-1]]}{own}"


def told_apart(names: list[str]) -> list[str]:
    """Give the names of a line so that each stands there once.

    In `Train Loss: 1 Acc: 2 Val Loss: 3 Acc: 4` a name that comes again belongs to the part of the data named last
    before it; where that does not tell them apart, a number is put behind.
    """
    given = list(names)
    said, parts = "", []
    for name in names:
        own = _OWN_SPLIT.search(name)
        said = _TOLD[own.lastindex or 1] if own else said
        parts.append("" if own else said)
    for name in {name for name in names if name and names.count(name) > 1}:
        at = [place for place, other in enumerate(names) if other == name]
        of = [parts[place] for place in at]
        if all(of) and len(set(of)) == len(of):
            for place, part in zip(at, of, strict=True):
                given[place] = part + name
        else:
            for n, place in enumerate(at[1:], 2):
                given[place] = f"{name} ({n})"
    return given
