"""Losses, values and temperatures of an agent that grow without bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.beginning import Beginning, onset_between
from coach.runs.describing.runaway import Runaway, runaway
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.returns.progress import improved_since, is_near_its_best, main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

_VALUES = (Quantity.Q_VALUE, Quantity.VALUE)
_RETURNS = (Quantity.RETURN, Quantity.EVAL_RETURN)
_LOOKED_AT = (*_VALUES, Quantity.VALUE_LOSS, Quantity.POLICY_LOSS)

CARD = Card(
    name="unbounded-growth",
    source="TheDeepChecker (a loss that goes on growing diverges); every factor is coach's own choice",
    innocent=(
        "returns grow as well and were not logged",
        "the scale of rewards was raised on purpose",
    ),
    raises=(
        "q-overestimation",
        "wrong-td-target",
        "exploding-gradients",
        "target-net-frequency",
        "lr-too-high",
    ),
    looks_at=_LOOKED_AT,
)
_FACTOR = 20.0
_FACTOR_ALARM = 1e3
_SIZE_ALARM = 1e6
_MOST_NAMED = 3
_MANY = 20  # points


class _Grown(NamedTuple):
    measure: Measure
    growth: Runaway


def unbounded_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for all losses and values that grow to the end, ever faster, and twentyfold or more.

    A steady growth counts as well where a return is logged and does not rise with it.
    """
    grown = [
        _Grown(each, found) for each in _looked_at(seen) if (found := without_bound(seen, each)) is not None
    ]
    if not grown:
        return
    first = min(grown, key=lambda each: int(each.measure.series.step[each.growth.at]))
    measure, growth = first
    onset = onset_between(seen, measure.series, Beginning(growth.at, growth.first, growth.last + 1))
    how = "ever faster" if growth.gains_speed else "steadily"
    said = (
        f"{measure.tag} grows {how} from step {onset.step:,} to the end: "
        f"{growth.before:.3g} in size there, {abs(float(measure.series.value[-1])):.3g} at the end"
    )
    others = [each.measure.tag for each in grown if each is not first]
    if others:
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        said += f"; so {'do' if len(others) > 1 else 'does'} {', '.join(others[:_MOST_NAMED])}{more}"
    said += ", while the return does not rise" if main_return(seen) else ""
    is_alarm = any(
        each.growth.gains_speed and (each.growth.factor >= _FACTOR_ALARM or each.growth.now >= _SIZE_ALARM)
        for each in grown
    )
    yield CARD.symptom(
        measure.tag,
        Severity.ALARM if is_alarm else Severity.WARN,
        f"{said}.",
        onset=onset,
        value=growth.factor,
        threshold=_FACTOR,
    )


def without_bound(seen: RunForDetectors, measure: Measure) -> Runaway | None:
    """Give the growth of a loss or value that goes on to the end and that no better return explains."""
    growth = runaway(measure.series.value)
    if growth is None or growth.factor < _FACTOR:
        return None
    # A critic's loss that grows steadily, or in a handful of points, is told by itself, with what else that may mean.
    is_of_critic = measure in seen.finite(Quantity.VALUE_LOSS)
    is_certain = len(measure.series) >= _MANY and (growth.gains_speed or growth.factor >= _FACTOR_ALARM)
    if is_of_critic and not is_certain:
        return None
    if measure in seen.finite(*_VALUES) and growth.now <= _largest_return(seen):
        return None  # a value is at most the return it predicts, and grows to it from nothing
    improved = improved_since(seen, int(measure.series.step[growth.at]))
    if _is_within_bound(seen, measure):
        return None
    if improved or is_near_its_best(seen) or (improved is None and not growth.gains_speed):
        return None
    return growth


def _largest_return(seen: RunForDetectors) -> float:
    """Give the largest size of a return; 0 where none is logged."""
    return max((float(np.abs(each.series.value).max()) for each in seen.finite(*_RETURNS)), default=0.0)


def _looked_at(seen: RunForDetectors) -> tuple[Measure, ...]:
    """Give what is looked at: the loss of an agent is one of its critic's, that of other networks another matter."""
    losses = () if supervised_losses(seen, 1) else seen.finite(Quantity.LOSS)
    return (*seen.finite(*_LOOKED_AT), *losses)


def _is_within_bound(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether a value is still within what its rewards can sum to, where both are known."""
    gamma, r_max = seen.facts.gamma, seen.facts.r_max
    if gamma is None or r_max is None or not 0 <= gamma < 1 or measure not in seen.finite(*_LOOKED_AT[:2]):
        return False
    return float(abs(measure.series.value).max()) <= abs(r_max) / (1 - gamma)
