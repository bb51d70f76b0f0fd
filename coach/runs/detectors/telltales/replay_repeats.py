"""Batches that hold the same few examples again and again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import as_share, late, named
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="replay-repeats",
    source="a batch drawn evenly from many hardly holds anything twice (worked out); a quarter is coach's own choice",
    innocent=("few examples are there at all",),
    raises=("stale-priorities", "replay-priorities-uncorrected", "replay-too-small"),
)
_UNIQUE = re.compile(
    r"unique_(?:\w*_)?(?:frac|fraction|share|ratio|rate|pct|percent)|(?:frac|fraction|share)_unique"
)
_TWICE = re.compile(r"(?:dup\w*|repeat\w*)_(?:\w*_)?(?:frac|fraction|share|ratio|rate|pct|percent)")
_FEWEST = 15
_FEW = 0.25


def replay_repeats(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where under a quarter of what is drawn is different, by what is logged, or the rest repeated."""
    for pattern, is_unique in ((_UNIQUE, True), (_TWICE, False)):
        for found in named(seen, pattern, _FEWEST):
            share = as_share(found)
            different = None if share is None else share if is_unique else 1 - share
            if different is None or late(different) >= _FEW:
                continue
            onset = seen.onset(found.series, mostly_since(different < _FEW))
            yield CARD.symptom(
                found.tag,
                Severity.WARN,
                f"{found.tag} is {late(found.series.value):.3g} from step {onset.step:,} on: the same few examples are "
                "drawn again and again, as where priorities are never lowered again, or little is there to draw from.",
                onset=onset,
                value=late(different),
                threshold=_FEW,
            )
            return
