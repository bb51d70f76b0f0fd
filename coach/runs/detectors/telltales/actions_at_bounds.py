"""Actions that lie at the bounds of their range, nearly all of them."""

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
    name="actions-at-bounds",
    source="the slope of a squashed action is 0 at its bounds (worked out); nine tenths is coach's own choice",
    innocent=("full thrust is the best there is to do (bang-bang control)",),
    raises=("action-range", "lr-too-high", "unnormalised-inputs", "vanishing-gradients", "reward-scale"),
)
_AT_BOUNDS = re.compile(
    r"(?:action|control|torque|actuator)\w*_(?:saturat\w*|clip\w*|at_(?:bound|limit)\w*|bound\w*)|"
    r"(?:saturat\w*|clipped)_(?:action|control|torque)"
)
_OTHER = re.compile(r"range|loss|cost|penalty|seconds|time")
_FEWEST = 10
_NEARLY_ALL = 0.9


def actions_at_bounds(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first share of actions at their bounds that is nine tenths or more to the end."""
    for found in named(seen, _AT_BOUNDS, _FEWEST):
        share = as_share(found)
        if share is None or _OTHER.search(found.words) or late(share) < _NEARLY_ALL:
            continue
        onset = seen.onset(found.series, mostly_since(share >= _NEARLY_ALL))
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} is {100 * late(share):.3g} % from step {onset.step:,} on: the policy only gives its largest "
            "actions, where a squashed output has no slope and learns no more.",
            onset=onset,
            value=late(share),
            threshold=_NEARLY_ALL,
        )
        return
