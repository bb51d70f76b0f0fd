"""The loss of a discriminator that sinks to nothing while the generator's rises: the game is over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="discriminator-loss-gone",
    source="Goodfellow 2014 (a discriminator that is sure gives no gradient); the shares are coach's own choice",
    innocent=("the losses are those of another kind of game, which may go under zero",),
    raises=("discriminator-wins", "discriminator-batch-statistics", "adversarial-steps-mixed"),
)
_OF_DISCRIMINATOR = re.compile(
    r"(?:^|[_/. -])(?:d|disc|discriminator|netd|errd)(?:$|[_/. -])|d_?loss|loss_?d(?![a-z])", re.IGNORECASE
)
_OF_GENERATOR = re.compile(
    r"(?:^|[_/. -])(?:g|gen|generator|netg|errg)(?:$|[_/. -])|g_?loss|loss_?g(?![a-z])", re.IGNORECASE
)
_FEWEST = 20
_SHARE, _NOTHING = 0.1, 0.1  # of the first values, and nats
_RISES = 1.5  # times the generator's first values
_FIRST = 0.05  # of the points


def discriminator_gone(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a discriminator's loss stays under a tenth of what it was and the generator's has risen."""
    finite = {
        tag: series
        for tag, series in seen.timelines.items()
        if len(series) >= _FEWEST and np.isfinite(series.value).all() and _is_loss(tag)
    }
    judges = [tag for tag in finite if _OF_DISCRIMINATOR.search(tag) and not _OF_GENERATOR.search(tag)]
    makers = [tag for tag in finite if _OF_GENERATOR.search(tag) and not _OF_DISCRIMINATOR.search(tag)]
    for tag in judges if makers else ():
        series, other = finite[tag], finite[makers[0]]
        first = _first(series)
        since = settles_at(series.value < min(_NOTHING, _SHARE * first), share=0.95)
        end = float(np.median(other.value[-max(3, len(other) // 10) :]))
        if since is None or series.value.min() < 0 or end < _RISES * _first(other) or _first(other) <= 0:
            continue
        said = (
            f"{tag} was {first:.3g} at first and has been under {min(_NOTHING, _SHARE * first):.2g} since step "
            f"{int(series.step[since]):,}, while {makers[0]} has gone from {_first(other):.3g} to {end:.3g}: a "
            "discriminator that is always right teaches the generator nothing"
        )
        yield CARD.symptom(
            tag,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(series, since),
            value=float(series.value[-1]),
            threshold=_SHARE * first,
        )
        return


def _is_loss(tag: str) -> bool:
    return any(word in tag.lower() for word in ("loss", "errd", "errg"))


def _first(series: Series) -> float:
    return float(np.median(series.value[: max(3, int(_FIRST * len(series)))]))
