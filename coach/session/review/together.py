"""What pairing brought over sessions: each person's sealed numbers against the pool's, with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from coach.reasoning.intervals import Interval, mean, rate
from coach.session.pairing.scores import KINDS, Apart, nats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.review.record import SessionRecord

POOL: Final = "pool"
_LEAST: Final = 1e-6
"""A probability of 0 that came true counts as this, so that one does not hide the rest."""


class Side(NamedTuple):
    """How one person, or the pool, did at one kind of judgement.

    Attributes:
        about: what was judged, in words.
        judgements: how many there are.
        log_score: mean of -ln of what was given to what came, in nats; 0 is best.
    """

    name: str
    about: str
    judgements: int
    log_score: Interval


class Together(NamedTuple):
    """What pairing brought.

    Attributes:
        judgements: how many were made apart by two people or more, sealed, and resolved.
        sides: by person and kind, the pool last of each kind.
        beats_better: how often the pool gave what came at least what the better of them gave.
        to_better: mean nats by which the pool did better than the better of them; negative where worse.
        to_average: mean nats by which it did better than their average; a log pool never does worse than that.
    """

    judgements: int
    sides: tuple[Side, ...]
    beats_better: Interval
    to_better: Interval
    to_average: Interval


def together(records: Sequence[SessionRecord]) -> Together | None:
    """Give what pairing brought in some sessions; None where no judgement was made apart and resolved."""
    found = [each for record in records for each in record.apart]
    if not found:
        return None
    return Together(
        judgements=len(found),
        sides=tuple(side for kind in KINDS for side in _sides([each for each in found if each.kind == kind])),
        beats_better=rate(sum(each.pool >= each.better for each in found), len(found)),
        to_better=_mean([_nats(each.better) - _nats(each.pool) for each in found]),
        to_average=_mean([_average(each) - _nats(each.pool) for each in found]),
    )


def _sides(found: Sequence[Apart]) -> list[Side]:
    names = dict.fromkeys(name for each in found for name, _ in each.given)
    given = {name: [p for each in found for who, p in each.given if who == name] for name in names}
    given |= {POOL: [each.pool for each in found]} if found else {}
    return [
        Side(name, KINDS[found[0].kind], len(chances), _mean([_nats(p) for p in chances]))
        for name, chances in given.items()
    ]


def _average(each: Apart) -> float:
    scores = [_nats(p) for _, p in each.given]
    return sum(scores) / len(scores)


def _nats(probability: float) -> float:
    return nats(max(_LEAST, probability))


def _mean(values: Sequence[float]) -> Interval:
    import numpy as np  # noqa: PLC0415 - only a review needs it

    return mean(np.asarray(values, dtype=np.float64), np.arange(len(values)))
