"""Values of a target network that never move, or are always those of the network itself: the copy is not kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="target-still",
    source="Mnih 2015 (a target network is a copy that follows); the counts are coach's own choice",
    innocent=(
        "the target is a setting, such as the entropy aimed for, and no network",
        "the copy is taken more rarely than the log is long",
    ),
    raises=("target-net-frequency", "target-copy-incomplete", "wrong-td-target", "config-not-applied"),
)
_OF_A_TARGET = re.compile(
    r"(?:^|[^a-z])(?:target|tgt)s?(?:[^a-z]|$).*(?:q|value|critic|net|param|weight)|"
    r"(?:q\w*|values?|critic|net|weights?|params?)[_/. ](?:target|tgt)s?(?![a-z])|(?:^|[^a-z])target_?q",
    re.IGNORECASE,
)
_COPIES = re.compile(
    r"(?:target|tgt)\w*[_/. ](?:updates?|syncs?|copies|copied)(?![a-z])|(?:updates?|syncs?)[_/. ](?:of[_/. ])?target",
    re.IGNORECASE,
)
"""How often the target was made anew."""
_A_SETTING = re.compile(r"entropy|kl|tau|rate|interval|freq|every|update|steps|count|num", re.IGNORECASE)
_FEWEST = 20
_LASTING = 0.3  # of the points
_ONLINE = (Quantity.Q_VALUE, Quantity.VALUE, Quantity.VALUE_LOSS, Quantity.LOSS)
_MOVES = 10  # values that differ


def target_still(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a value of a target network that is one number at 20 points or more, while learning moves.

    The same for one that stops moving and stands still for a third of the run; whatever the log calls it.
    """
    yield from _never_copied(seen)
    for tag, series in seen.timelines.items():
        if len(series) < _FEWEST or not _OF_A_TARGET.search(tag) or _A_SETTING.search(tag):
            continue
        since = settles_at(series.value == series.value[-1], share=1.0, fewest=_FEWEST)
        beside = None if since is None else _moves_beside(seen, tag, series, since)
        if since is None or beside is None or len(series) - since <= _LASTING * len(series):
            continue
        where = (
            f"at every point since step {int(series.step[since]):,}"
            if since
            else f"at all {len(series):,} points"
        )
        yield CARD.symptom(
            tag,
            Severity.WARN,
            f"{tag} is exactly {series.value[-1]:.6g} {where}, while {beside.tag} moves: the target network is never "
            "updated, so that values are learnt from an old copy for ever.",
            onset=seen.onset(series, since),
            value=float(series.value[-1]),
            threshold=0.0,
        )
        return


def _never_copied(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a logged number of updates of the target that is one number at 20 points or more."""
    for tag, series in seen.timelines.items():
        value = series.value
        if len(series) < _FEWEST or not _COPIES.search(tag) or not np.isfinite(value).all() or np.ptp(value):
            continue
        if value[0] in (0.0, 1.0) and _moves_beside(seen, tag, series, 0) is not None:
            yield CARD.symptom(
                tag,
                Severity.WARN,
                f"{tag} is {value[0]:g} at all {len(series):,} points: the target network is never updated after the "
                "start, so that values are learnt from what it was then.",
                onset=seen.onset(series, 0),
                value=float(value[0]),
                threshold=0.0,
            )
            return


def _moves_beside(seen: RunForDetectors, tag: str, series: Series, since: int) -> Measure | None:
    """Give values or losses that go on moving from a point of the target's on."""
    step = int(series.step[since])
    for measure in seen.finite(*_ONLINE):
        after = measure.series.value[measure.series.step >= step]
        if measure.tag != tag and seen.count_alike(measure.tag, tag) and len(np.unique(after)) >= _MOVES:
            return measure
    return None
