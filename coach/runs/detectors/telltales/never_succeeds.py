"""A rate of success that is exactly 0 to the end: the goal is not reached once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import as_share, early, late, named
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="never-succeeds",
    source="nothing is learnt from a reward that is never met (worked out); three tenths is coach's own choice",
    innocent=("success is counted more strictly than it is paid for", "the run has hardly begun"),
    raises=("exploration-collapse", "reward-uninformative", "task-too-hard"),
)
_SUCCESS = re.compile(
    r"success\w*|(?:^|_)(?:win|wins|winning|solved|goals?_reached|reached_goals?|completion_rate)(?:_|$)"
)
_OTHER = re.compile(r"threshold|loss|time|length|count|num|reward|return|target|best")
_FEWEST = 20
_LASTING = 0.3  # of the points
_SPENT = 0.7  # of the entropy at first


def never_succeeds(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first rate of success that is exactly 0 over the last 20 points, and 30 % of all."""
    for found in named(seen, _SUCCESS, _FEWEST):
        share = as_share(found)
        if share is None or _OTHER.search(found.words):
            continue
        since = settles_at(share == 0, share=1.0, fewest=_FEWEST)
        if since is None or len(share) - since <= _LASTING * len(share):
            continue
        onset = seen.onset(found.series, since)
        where = f"since step {onset.step:,}" if since else f"at all {len(share):,} points"
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} is exactly 0 {where}{_spent(seen)}: the goal is not reached once, so that nothing can be "
            "learnt from reaching it.",
            onset=onset,
            value=0.0,
            threshold=0.0,
        )
        return


def _spent(seen: RunForDetectors) -> str:
    """Give in words that the entropy, or the share of random actions, is spent nevertheless."""
    for measure in seen.finite(Quantity.ENTROPY, Quantity.EXPLORATION_RATE):
        value = measure.series.value
        if len(value) >= _FEWEST and 0 <= late(value) < _SPENT * early(value):
            return f", and {measure.tag} has gone from {early(value):.3g} to {late(value):.3g}: it explores ever less"
    return ""
