"""A few experts that get nearly all of the tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.siblings import families
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.logging.siblings import Siblings
    from coach.runs.symptom import Symptom

CARD = Card(
    name="experts-uneven",
    source="Fedus 2021 (a router without balance uses few experts); the shares are coach's own choice",
    innocent=("the layer is meant to have a shared expert that sees every token",),
    raises=("router-collapse",),
)
_LOADS = ("load", "token", "usage", "util", "frac", "count", "share", "prob")
_MOST = 0.8  # of all tokens
_FEW = 0.25  # of the experts
_LATE = 0.5  # of the points


def _since(siblings: Siblings, few: list[str]) -> int:
    """Give the first point from which those few get so much at most points."""
    members = siblings.members
    if len({len(each) for each in members.values()}) > 1:
        return 0
    total = np.sum([each.value for each in members.values()], axis=0)
    part = np.sum([members[tag].value for tag in few], axis=0)
    return mostly_since(np.asarray(part > _MOST * total))


def experts_uneven(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a quarter of the experts, by their logged loads, gets over four fifths of all tokens."""
    for siblings in families(seen):
        name = next(iter(siblings.members)).lower()
        if "expert" not in name or not any(word in name for word in _LOADS):
            continue
        loads = sorted(
            (float(np.median(each.value[int(_LATE * len(each)) :])), tag)
            for tag, each in siblings.members.items()
        )
        few = loads[-max(1, int(_FEW * len(loads))) :]
        total = sum(load for load, _ in loads)
        share = sum(load for load, _ in few) / total if loads[0][0] >= 0 and total > 0 else 0.0
        if share > _MOST:
            tag = few[-1][1]
            yield CARD.symptom(
                tag,
                Severity.WARN,
                f"{len(few)} of {len(loads)} experts get {100 * share:.0f} % of the logged load, {tag} most.",
                onset=seen.onset(siblings.members[tag], _since(siblings, [each for _, each in few])),
                value=share,
                threshold=_MOST,
            )
