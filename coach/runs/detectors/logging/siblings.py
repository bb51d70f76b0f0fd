"""Series whose names differ in one number: layers, classes, workers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

FEWEST = 4
_FEWEST_POINTS = 10
_NUMBER = re.compile(r"(?<![a-zA-Z.\d])\d+(?!\d)|(?<=[a-zA-Z_./])\d+(?=$|[/._])")
_REPLICA = re.compile(
    r"(?:rank|worker|replica|device|gpu|node|host|proc|process|actor|env)[\s_./-]*$", re.IGNORECASE
)


class Siblings(NamedTuple):
    """Finite series by tag, and whether they are of workers that do the same."""

    members: dict[str, Series]
    are_replicas: bool


def families(seen: RunForDetectors) -> tuple[Siblings, ...]:
    """Give every four or more series, of ten finite points or more, whose names are alike but for one number."""
    found: dict[str, Siblings] = {}
    for tag, series in seen.timelines.items():
        if len(series) < _FEWEST_POINTS or not np.isfinite(series.value).all():
            continue
        for number in _NUMBER.finditer(tag):
            before = tag[: number.start()]
            name = f"{before}#{tag[number.end() :]}"
            family = found.setdefault(name, Siblings({}, _REPLICA.search(before) is not None))
            family.members[tag] = series
    return tuple(each for each in found.values() if len(each.members) >= FEWEST)
