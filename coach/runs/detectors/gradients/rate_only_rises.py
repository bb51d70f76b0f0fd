"""A learning rate that rises to the last point: a warm-up that never ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.run_state import planned_share
from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.learning import has_learnt
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.returns.progress import main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="rate-only-rises",
    source="Karpathy 2019 (a schedule that does something else than was meant); both thresholds are coach's own choice",
    innocent=(
        "the run was stopped in its warm-up",
        "a range of rates was tried on purpose, to find the largest that works",
    ),
    raises=("lr-schedule-units", "config-not-applied"),
    looks_at=(Quantity.LEARNING_RATE,),
)
_FEWEST = 12
_TWICE = 2.0
_MOVES = 0.8  # of the steps from point to point
_FALL = 0.1  # of a loss, by the end of a run that learns (editorial)
_HALF = 0.5  # of the planned run: a warm-up should be over


def rate_only_rises(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a rate never falls, goes on rising to the end, and ends at twice its start or more.

    A mention, unless the configuration says that half of the planned run or more is done, or nothing is learnt at it.
    """
    share = planned_share(seen.run, seen.run.last_step or 0)
    for measure in seen.finite(Quantity.LEARNING_RATE):
        value = measure.series.value
        moves = np.diff(value)
        if len(value) < _FEWEST or value[0] < 0 or (moves < 0).any() or value[-1] < _TWICE * value[0]:
            continue
        late = moves[-len(moves) // 2 :]
        if float((late > 0).mean()) < _MOVES:
            continue
        is_late = share is not None and share > _HALF
        is_idle = _learns_nothing(seen)
        said = f"{measure.tag} rises from {value[0]:.3g} at first to {value[-1]:.3g} at the last point"
        said += (
            f", {100 * share:.0f} % of the way into the planned run" if share is not None and is_late else ""
        )
        said += ", and hardly anything is learnt" if is_idle else ""
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if is_late or is_idle else Severity.INFO,
            f"{said}, as in a warm-up that has not ended.",
            onset=seen.onset(measure.series, 0),
            value=float(value[-1] / value[0]) if value[0] else float("inf"),
            threshold=_TWICE,
        )
        return


def _learns_nothing(seen: RunForDetectors) -> bool:
    """Give whether the return does not rise, or the losses of training come down by less than a tenth, if they do."""
    if main_return(seen) is not None:
        return has_learnt(seen) is False
    losses = supervised_losses(seen, _FEWEST)
    return bool(losses) and all(_ends_as_it_began(each.series.value) for each in losses)


def _ends_as_it_began(value: NDArray[np.float64]) -> bool:
    tenth = max(3, len(value) // 10)
    first, last = float(value[:tenth].mean()), float(value[-tenth:].mean())
    return first - last < _FALL * abs(first)
