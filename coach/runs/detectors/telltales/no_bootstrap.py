"""Episodes that are cut by a time limit and whose rest is never estimated: the limit is taken for an end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import as_share, late, named
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="no-bootstrap",
    source="Pardo 2018 (a time limit is no end; the rest is to be estimated); the shares are coach's own choice",
    innocent=("the limit is part of the task, and the agent sees the time left",),
    raises=("termination-truncation",),
)
_CUT = re.compile(r"truncat\w*|time_?limit\w*|timeouts?(?:_|$)")
_ESTIMATED = re.compile(r"bootstrap\w*")
_FEWEST = 10
_MOST, _HARDLY = 0.5, 0.01


def no_bootstrap(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where most episodes are cut, by a logged share, and next to none is bootstrapped, by another."""
    for estimated in named(seen, _ESTIMATED, _FEWEST):
        share = as_share(estimated)
        if share is None or late(share) > _HARDLY:
            continue
        for cut in named(seen, _CUT, _FEWEST):
            often = as_share(cut)
            if often is None or late(often) < _MOST or _ESTIMATED.search(cut.words):
                continue
            yield CARD.symptom(
                estimated.tag,
                Severity.WARN,
                f"{cut.tag} is {late(often):.2g} and {estimated.tag} {late(share):.2g}: episodes are cut by a limit, "
                "and the limit is taken for an end, as if nothing could be won after it.",
                onset=seen.onset(estimated.series, 0),
                value=late(share),
                threshold=_HARDLY,
            )
            return
