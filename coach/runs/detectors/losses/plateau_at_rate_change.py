"""A loss that stops falling at the very moment at which the learning rate jumps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import noise, window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.finding.configuration import PREFIX
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.run import Run
    from coach.runs.symptom import Symptom

CARD = Card(
    name="plateau-at-rate-change",
    source="Karpathy 2019 (a schedule that does something else than was meant); every threshold is coach's own choice",
    innocent=(
        "the rate was lowered, raised or restarted there on purpose",
        "the loss reached the least it can be at the same moment",
    ),
    raises=("lr-schedule-units", "config-not-applied"),
    looks_at=(Quantity.LEARNING_RATE,),
)
_FEWEST = 60
_JUMP = 0.2  # of the rate, from one point to the next
_MOST_JUMPS = 5  # more of them are a schedule logged coarsely
_FROM, _TO = 0.1, 0.8  # of the run: no warm-up, and enough left to call a plateau
_BEFORE = 0.1  # of the points: how much of the fall before is looked at, in four parts
_STEADY = 0.5  # how much of the fall between the first two parts the last two must still show
_CLEARLY = 5.0  # standard errors
_LEFT = 0.5  # of one part's fall: the most that may be gained in all the rest
_PLANNED = re.compile(r"step|restart|milestone|piecewise|cyclic")
_SCHEDULE = re.compile(r"(^|[/_])(lr|learning_rate)_?(schedule|scheduler)(r?_?type)?$|milestones|restarts")


class RateJump(NamedTuple):
    """A jump of a learning rate: its tag, the first step after it, and the rates before and after."""

    tag: str
    step: int
    before: float
    after: float


def plateau_at_rate_change(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a loss that fell steadily gains nothing more from a jump of the learning rate on."""
    jumps = list(rate_jumps(seen))
    for measure in supervised_losses(seen, _FEWEST) if jumps else ():
        for jump in (each for each in jumps if seen.count_alike(each.tag, measure.tag)):
            at = int(np.searchsorted(measure.series.step, jump.step))
            left = _left(measure.series.value, at)
            if left is None:
                continue
            said = (
                f"{measure.tag} was falling steadily up to step {jump.step:,} and has hardly fallen since: "
                f"{jump.tag} went from {jump.before:.3g} to {jump.after:.3g} there"
            )
            yield CARD.symptom(
                measure.tag,
                Severity.INFO if is_planned(seen.run) else Severity.WARN,
                f"{said}.",
                onset=seen.onset(measure.series, at),
                value=left,
                threshold=_LEFT,
            )
            break


def rate_jumps(seen: RunForDetectors) -> Iterator[RateJump]:
    """Yield the lone jumps of the learning rates, between the run's beginning and its end."""
    for measure in seen.finite(Quantity.LEARNING_RATE):
        axis = seen.axes[measure.tag]
        low, high = (axis.first + share * (axis.last - axis.first) for share in (_FROM, _TO))
        step, value = measure.series.step[1:], measure.series.value
        is_jump = (np.abs(np.diff(value)) > _JUMP * np.abs(value[:-1])) & (step >= low) & (step <= high)
        found = np.flatnonzero(is_jump)
        if len(found) <= _MOST_JUMPS:
            for at in found.tolist():
                yield RateJump(measure.tag, int(step[at]), float(value[at]), float(value[at + 1]))


def stops_there(value: NDArray[np.float64], at: int) -> bool:
    """Give whether a steady fall of a loss stops at a point."""
    return _left(value, at) is not None


def _left(value: NDArray[np.float64], at: int) -> float | None:
    """Give what was gained after a point, in falls of one part before it; None where no plateau begins there.

    A fall that slows down by itself, as an exponential does, never meets the conditions: where its last part still
    shows half of the first, it has more than that to gain. Nor does the drop that follows a planned decay.
    """
    part = max(5, int(_BEFORE * len(value)) // 4)
    after = value[at:]
    if at < 4 * part or len(after) < max(8 * part, (1 - _TO) * len(value) - 1):
        return None
    means = window_means(value[at - 4 * part : at], 4)
    fall = float(means[2] - means[3])
    if float(window_means(value[:at], max(4, at // part)).min()) < float(means[3]) - fall:
        return None  # it was lower before: what falls there comes back from a jump
    if fall <= max(_CLEARLY * noise(after) * np.sqrt(2 / part), _STEADY * float(means[0] - means[1])):
        return None
    levels = window_means(after, 4)
    dropped = float(means[3] - after[:part].mean())
    gained = float(after[:part].mean() - levels[-1])
    is_flat = abs(gained) <= _LEFT * fall and float(np.ptp(levels)) <= fall and dropped <= fall
    return gained / fall if is_flat else None


def is_planned(run: Run) -> bool:
    """Give whether the configuration speaks of a schedule with jumps."""
    return any(
        name.startswith(PREFIX)
        and _SCHEDULE.search(name.lower())
        and _PLANNED.search(f"{name} {text}".lower())
        for name, text in run.metadata.items()
    )
