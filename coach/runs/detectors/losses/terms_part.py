"""Two terms of one loss that change at one point in opposite directions: what they count for has changed."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.loss_terms import loss_terms
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="terms-part",
    source="what is minimised is a weighted sum (worked out); the share by which each moves is coach's own choice",
    innocent=("the weight of a term is raised or lowered there on purpose, as a warm-up of it does",),
    raises=("over-regularised", "loss-terms-unbalanced", "posterior-collapse", "config-not-applied"),
)
_FEWEST = 20
_MOVES = 0.25  # of the level before
_NEAR = 2  # points


class _Moved(NamedTuple):
    measure: Measure
    at: int
    before: float
    after: float


def terms_part(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where one term of a loss falls at a point at which another rises, both for good."""
    moved = [found for each in loss_terms(seen, _FEWEST) if (found := _moved(each))]
    for one, other in combinations(moved, 2):
        up, down = (one, other) if one.after > one.before else (other, one)
        if up.after > up.before and down.after < down.before and abs(up.at - down.at) <= _NEAR:
            said = (
                f"{up.measure.tag} rises from {up.before:.3g} to {up.after:.3g} at step "
                f"{int(up.measure.series.step[up.at]):,}, where {down.measure.tag} falls from {down.before:.3g} to "
                f"{down.after:.3g}: one term of the loss is paid for with the other, as where the weight of the second "
                "was raised"
            )
            yield CARD.symptom(
                up.measure.tag,
                Severity.WARN,
                f"{said}.",
                onset=seen.onset(up.measure.series, up.at),
                value=up.after / up.before,
                threshold=1 + _MOVES,
            )
            return


def _moved(measure: Measure) -> _Moved | None:
    value = measure.series.value
    found = [change for sign in (1, -1) if (change := sudden_change(value, sign)) and change.lasts]
    large = [each for each in found if 0 < _MOVES * each.before < abs(each.after - each.before)]
    if len(large) != 1 or min(large[0].before, large[0].after) <= 0:
        return None
    return _Moved(measure, large[0].at, large[0].before, large[0].after)
