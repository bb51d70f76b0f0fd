"""A loss that was still falling steeply and stands still from one point on: no convergence ends in a corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.beginning import Beginning, onset_between
from coach.runs.describing.bend import bend
from coach.runs.describing.corner import corner
from coach.runs.describing.settling import rest_of_settling
from coach.runs.describing.trend import noise, robust_noise, rolling_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import rate_moves
from coach.runs.detectors.losses.plateau_at_rate_change import rate_jumps, stops_there
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.bend import Bend
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="sudden-standstill",
    source="a loss converges along a curve, and stops at a corner when updates stop; every share is coach's own choice",
    innocent=(
        "the learning rate was cut there on purpose",
        "the loss has reached the noise of its labels",
        "a curriculum moved on to harder data there",
    ),
    raises=("lr-schedule-units", "fp16-overflow", "frozen-params", "config-not-applied"),
)
_FEWEST = 60
_FEWEST_LOOKS = 15
_EARLIEST, _LATEST = 0.05, 0.7  # of the run
_STILL = 0.05  # of the slope before
_FALLS = 8.0  # noises of single points by which it fell before
_BETTER = 1.3  # times as large a rest as that of two lines is left by a curve that settles
_CLEARLY = 3.0  # standard errors
_SMOOTHED, _OVER = 5, 2.0  # points, and standard errors of their mean
_LATER = 0.1  # of the points, by which two lines through a curve may meet too early
_NEAR = 0.05  # of the points: two lines through a curve meet before it stops


def sudden_standstill(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where two lines, a steep one and a level one, describe a loss better than any settling curve.

    Where training's loss is too noisy to tell, the held-out one may: it fell look by look and stands still at once.
    """
    yield from [*_of_training(seen)] or _of_held_out(seen)


def _of_training(seen: RunForDetectors) -> Iterator[Symptom]:
    for measure in supervised_losses(seen, _FEWEST):
        value = measure.series.value
        found = _corner(value)
        if found is None or _rate_jumps_near(seen, measure, found.at):
            continue
        level = float(np.median(value[found.at + 1 :]))
        onset = onset_between(seen, measure.series, _stop(value, found, level))
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} fell steadily from {value[0]:.3g} and stands still at {level:.3g} since step "
            f"{onset.step:,}, without the slow settling of a curve that converges: as where updates stop, or it runs "
            f"into a bound.",
            onset=onset,
            value=float(found.after / found.before),
            threshold=_STILL,
        )


def _of_held_out(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a held-out loss that fell look by look and stands still from one look to the next."""
    for measure in supervised_losses(seen, _FEWEST_LOOKS, Quantity.EVAL_LOSS):
        value, step = measure.series.value, measure.series.step
        at = corner(value)
        if at is None or np.ptp(value[at:]) == 0 or rate_moves(seen, measure, at):
            continue
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} fell look by look to {value[at]:.4g} at step {int(step[at]):,} and has hardly moved since "
            f"({value[-1]:.4g} at the end): a model that converges slows down first, so updates stopped there, or "
            "no longer reach most of the weights.",
            onset=seen.onset(measure.series, at),
            value=float(np.abs(np.diff(value[at:])).mean() / np.abs(np.diff(value[: at + 1])[-2:]).mean()),
            threshold=_STILL,
            raises=("frozen-params", "fp16-overflow", "config-not-applied", "lr-schedule-units"),
        )
        return


def _stop(value: NDArray[np.float64], found: Bend, level: float) -> Beginning:
    """Give the stop: the first points that lie at the level after it, where a curve led there and no line did."""
    means = rolling_means(value, _SMOOTHED)
    end = found.at + int(_LATER * len(value))
    limit = level + _OVER * noise(value[found.at :]) / np.sqrt(_SMOOTHED)
    down = np.flatnonzero(means[found.at : end] <= limit)
    at = found.at + 1 + (int(down[0]) if len(down) else 0)
    return Beginning(at, found.first, min(len(value) - 1, max(found.last + 1, at + _SMOOTHED // 2)))


def _rate_jumps_near(seen: RunForDetectors, measure: Measure, at: int) -> bool:
    """Give whether a learning rate jumps near the corner: that is another story, which is told with the jump."""
    step = measure.series.step
    reach = int(_NEAR * len(step))
    first, last = step[max(0, at - reach)], step[min(len(step) - 1, at + reach)]
    return any(
        stops_there(measure.series.value, int(np.searchsorted(step, jump.step)))
        for jump in rate_jumps(seen)
        if seen.count_alike(jump.tag, measure.tag) and first <= jump.step <= last
    )


def _corner(value: NDArray[np.float64]) -> Bend | None:
    n = len(value)
    found = bend(value)
    if found is None or not _EARLIEST * n < found.at < _LATEST * n or found.before >= 0:
        return None
    fell = -found.before * found.at
    if abs(found.after) > _STILL * abs(found.before) or fell < _FALLS * noise(value[found.at :]):
        return None
    if not _stands(value[found.at + 1 :]):
        return None
    total = float(((value - value.mean()) ** 2).sum())
    return found if rest_of_settling(value) > _BETTER * (1 - found.explains) * total else None


def _stands(rest: NDArray[np.float64]) -> bool:
    """Give whether the second half of what follows the corner lies where the first half does."""
    half = len(rest) // 2
    moved = abs(float(rest[:half].mean() - rest[-half:].mean()))
    return moved < _CLEARLY * max(noise(rest), robust_noise(rest)) * float(np.sqrt(2 / half))
