"""Workers that log the same number, and then no longer do: what should be copies of one model are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.siblings import families
from coach.runs.detectors.telltales.named import late, named
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.logging.siblings import Siblings
    from coach.runs.symptom import Symptom

CARD = Card(
    name="ranks-hold-different-weights",
    source="PyTorch: DistributedDataParallel (replicas hold equal parameters after each step); the shares are own",
    innocent=(
        "workers average their weights only now and then",
        "what is logged is of each worker's own batch",
    ),
    raises=("replicas-drift", "gradients-not-synchronised", "no-sync-misuse", "peer-to-peer-corrupt"),
)
_EQUAL = 1e-6  # of the level
_APART = 1e-3
_FEWEST = 5  # points at which all are equal


_DISTANCE = re.compile(
    r"(?:rank|replica|worker|shard|node|device|process)s?_(?:\w+_)?(?:dist\w*|diff\w*|diverg\w*|l2|drift|gap|mismatch)"
)
_GROWN = 3.0  # times what it was at first
_FEWEST_GROWING = 15


def replicas_part(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where four workers or more logged one number at their first points and differ to the end.

    The same for a logged distance of their weights that grows.
    """
    yield from _apart_by_distance(seen)
    for siblings in families(seen):
        if not siblings.are_replicas or (since := _apart_since(siblings)) is None:
            continue
        tag, series = next(iter(siblings.members.items()))
        last = [float(each.value[-1]) for each in siblings.members.values()]
        said = (
            f"{tag} and its {len(last) - 1} siblings are equal until step {int(series.step[since]):,} and part from "
            f"there: {min(last):.4g} to {max(last):.4g} at the end. Workers that train one model hold one model"
        )
        yield CARD.symptom(
            tag,
            Severity.ALARM,
            f"{said}.",
            onset=seen.onset(series, since),
            value=max(last) - min(last),
            threshold=_APART,
        )


def _apart_by_distance(seen: RunForDetectors) -> Iterator[Symptom]:
    for found in named(seen, _DISTANCE, _FEWEST_GROWING):
        value = found.series.value
        if value.min() < 0 or late(value) <= max(_APART, _GROWN * float(value[0])):
            continue
        at = int(np.argmax(value > _EQUAL))
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} grows from {value[0]:.3g} to {late(value):.3g}: workers that train one model hold one model, "
            "so gradients are not averaged between them, or not all of them.",
            onset=seen.onset(found.series, at),
            value=late(value),
            threshold=_APART,
        )
        return


def _apart_since(siblings: Siblings) -> int | None:
    """Give the first point from which workers that were equal are apart."""
    members = list(siblings.members.values())
    if len({len(each) for each in members}) != 1:
        return None
    values = np.stack([each.value for each in members])
    apart = np.ptp(values, axis=0) / np.maximum(np.abs(values).max(axis=0), 1e-12)
    since = settles_at(apart > _APART, share=0.95)
    if (
        since is None
        or since < _FEWEST
        or float(apart[:_FEWEST].max()) > _EQUAL
        or np.ptp(values[:, :since]) == 0
    ):
        return None
    return int(since)
