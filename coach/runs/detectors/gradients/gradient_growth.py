"""Gradient norms that grow and stay high."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.beginning import Beginning, onset_between
from coach.runs.describing.ramp import ramp_began, ramp_onset
from coach.runs.describing.runaway import runaway
from coach.runs.describing.trend import window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.gradient_levels import GradientLevel, gradient_levels
from coach.runs.detectors.gradients.learning import has_learnt
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.returns.progress import is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="gradient-growth",
    source="TheDeepChecker (a factor of 2 a window over 5 windows); ten times the early level is coach's own choice",
    innocent=(
        "warm-up of the learning rate",
        "batch size or data mixture was changed",
        "it grows from next to nothing",
    ),
    raises=(
        "lr-too-high",
        "exploding-gradients",
        "unnormalised-inputs",
        "gradients-not-zeroed",
        "numeric-overflow",
    ),
    looks_at=(Quantity.GRAD_NORM,),
)
_WINDOWS = 5
_TWICE = 2.0
_FOURFOLD = 4.0
_FIVEFOLD = 5.0
_FEWEST = 20
_TENTHS = 10


def gradient_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the norm settles at ten times its level, or doubles on and on.

    An alarm, unless the run is at its best all the same: a norm also grows as a loss becomes small. A warning where it
    has grown fourfold, on and on to the end, since a moment before which it did not.
    """
    for found in gradient_levels(seen):
        means = window_means(found.measure.series.value[found.warm :], _WINDOWS)
        if found.since is not None and found.level > 0:
            yield _settled(seen, found, found.since)
        elif found.since is None and means[0] > 0 and (means[1:] >= _TWICE * means[:-1]).all():
            yield _doubling(seen, found)
        elif found.since is None:
            yield from tuple(_growing(seen, found)) or _all_along(seen, found)


def _settled(seen: RunForDetectors, found: GradientLevel, since: int) -> Symptom:
    series = found.measure.series
    said = (
        f"{found.measure.tag} has been over {found.limit:.3g} since step {int(series.step[since]):,}, where "
        f"{found.level:.3g} was usual"
    )
    is_well = _is_at_its_best(seen)
    return CARD.symptom(
        found.measure.tag,
        Severity.INFO if is_well else Severity.ALARM,
        f"{said}{', while the run is at its best' if is_well else ''}.",
        onset=ramp_onset(seen, series, since, 1),
        value=float(series.value[since:].max()),
        threshold=found.limit,
    )


def _doubling(seen: RunForDetectors, found: GradientLevel) -> Symptom:
    """Give the symptom of a norm that has not settled high, and doubles from window to window all the same."""
    tag, series = found.measure.tag, found.measure.series
    began = ramp_began(series.value, len(series) - 1, 1)
    is_well = _is_at_its_best(seen)
    said = f"{tag} at least doubles from each fifth of the run to the next and is {series.value[-1]:.3g} now"
    return CARD.symptom(
        tag,
        Severity.INFO if is_well else Severity.ALARM,
        f"{said}{', while the run is at its best' if is_well else ''}.",
        onset=onset_between(seen, series, began) if began else seen.onset(series, found.warm),
        value=float(series.value[-1]),
        threshold=_TWICE,
    )


def _growing(seen: RunForDetectors, found: GradientLevel) -> Iterator[Symptom]:
    """Yield the symptom of a norm that began to grow late and goes on growing."""
    tag, series = found.measure.tag, found.measure.series
    growth = runaway(series.value / found.level) if found.level > 0 else None
    if growth is None or growth.at < found.warm or growth.now < _FOURFOLD * growth.before:
        return
    onset = onset_between(seen, series, Beginning(growth.at, growth.first, growth.last + 1))
    is_well = _is_at_its_best(seen) or has_learnt(seen) is True
    said = (
        f"{tag} grows on and on from step {onset.step:,} to the end, from {found.level * growth.before:.3g} to "
        f"{found.level * growth.now:.3g}"
    )
    yield CARD.symptom(
        tag,
        Severity.INFO if is_well else Severity.WARN,
        f"{said}{', while the run learns' if is_well else ''}.",
        onset=onset,
        value=growth.now / growth.before,
        threshold=_FOURFOLD,
    )


def _all_along(seen: RunForDetectors, found: GradientLevel) -> Iterator[Symptom]:
    """Yield the symptom of a norm that grows from the first point to the last, fivefold after warm-up, at one rate.

    Silent where a learning rate moves, or where the run learns.
    """
    value = found.measure.series.value
    means = window_means(value[found.warm :], _TENTHS)
    rates = [each.series.value for each in seen.finite(Quantity.LEARNING_RATE)]
    if any(rate.max() > _TWICE * max(float(rate.min()), 0.0) for rate in rates):
        return
    if (
        value[0] > _TWICE * means[0]
        or not (np.diff(means) > 0).all()
        or not means[-1] > _FIVEFOLD * means[0] > 0
    ):
        return
    if _is_at_its_best(seen) or has_learnt(seen) is True:
        return
    yield CARD.symptom(
        found.measure.tag,
        Severity.WARN,
        f"{found.measure.tag} grows from first to last, from about {means[0]:.3g} to {means[-1]:.3g}, at an unmoved "
        "learning rate: as where gradients are added up and never cleared, or the outputs of the model only grow.",
        onset=seen.onset(found.measure.series, 0),
        value=float(means[-1] / means[0]),
        threshold=_FIVEFOLD,
        raises=("gradients-not-zeroed", "exploding-gradients", "lr-too-high", "unnormalised-inputs"),
    )


def _is_at_its_best(seen: RunForDetectors) -> bool:
    """Give whether the return is near its best, or every loss is lowest in its last tenth."""
    losses = [window_means(each.series.value, _TENTHS) for each in supervised_losses(seen, _FEWEST)]
    return bool(is_near_its_best(seen)) or (
        bool(losses) and all(int(means.argmin()) == _TENTHS - 1 for means in losses)
    )
