"""Policy entropy, or the spread of continuous actions, that falls to next to nothing and stays there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.run_state import planned_share
from coach.runs.describing.trend import noise, settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.action_spread import action_spreads, as_entropy, entropies
from coach.runs.detectors.returns.progress import (
    has_settled_at_its_best,
    improved_since,
    is_near_its_best,
    main_return,
    rose_since,
)
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="entropy-collapse",
    source="Jones 2021 (near zero means collapsed); the shares of the start and of the run are coach's own",
    innocent=(
        "the task has a deterministic optimum and the policy has found it",
        "the set of allowed actions has changed",
        "the standard deviation is annealed on purpose",
        "the policy is deterministic by design, or the run goes on from one that had learnt",
    ),
    raises=("entropy-collapse", "reward-scale", "exploration-collapse", "advantage-bug", "lr-too-high"),
    looks_at=(
        Quantity.ENTROPY,
        Quantity.POLICY_STD,
    ),
)
_SHARE_OF_START = 0.05
_EARLY = 0.25  # of the planned run
_HALF = 0.5
_AT_ONCE = 0.1  # of the run
_LITTLE = 0.3  # of what the return gains in all
_CLEARLY = 3.0  # standard errors of a difference of two means
_NOTHING = 1e-3  # nats
_MUCH_TO_COME = 0.75  # of the run
_GONE = 1e-4  # of the start: no choice is left at all
_FEWEST = 5
_CONTINUOUS = -0.05  # a share of the start below which only a density can go


def entropy_collapse(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where entropy falls under 5 % of its start and stays there for at least three points.

    How fast it fell is not asked, since a slow collapse is one as well; that it came in the first quarter of a planned
    run is said, and makes it no worse than it is: what the return did decides on that.

    Entropy of a continuous policy may legally be negative, so that a share of the start means nothing there; where
    the standard deviation of its actions is logged, that is looked at instead.
    """
    for measure in entropies(seen, _FEWEST):
        value = measure.series.value
        start = _start(value)
        since = settles_at(value < _SHARE_OF_START * start)
        if start > 0 and value.min() >= _CONTINUOUS * start and since is not None:
            yield _symptom(seen, measure, since, _fall(seen, measure, since, "entropy", " nats"))
        elif np.abs(value).max() < _NOTHING:
            said = f"entropy has been under {_NOTHING} nats from the first point on"
            yield _symptom(seen, measure, 0, said, Severity.WARN)
    for measure in action_spreads(seen, _FEWEST):
        since = settles_at(measure.series.value < _SHARE_OF_START * _start(measure.series.value))
        if since is not None:
            said = _fall(seen, measure, since, f"the standard deviation of actions, {measure.tag},", "")
            change = as_entropy(_start(measure.series.value), float(measure.series.value[-1]))
            yield _symptom(seen, measure, since, f"{said} ({change})")


def _start(value: NDArray[np.float64]) -> float:
    return float(value[: max(3, len(value) // 10)].max())


def _fall(seen: RunForDetectors, measure: Measure, since: int, name: str, unit: str) -> str:
    value, step = measure.series.value, int(measure.series.step[since])
    start = _start(value)
    remark = f" ({measure.remark})" if measure.remark else ""
    share = planned_share(seen.run, step)
    early = (
        "" if share is None or share >= _EARLY else f", {100 * share:.0f} % of the way into the planned run,"
    )
    return (
        f"{name} fell from {start:.3g} to under {_SHARE_OF_START * start:.2g}{unit} by step {step:,}"
        f"{early} and stayed there; it is {float(value[-1]):.2g} now{remark}"
    )


def _level(seen: RunForDetectors) -> str:
    """Say where the return stands: whether that is the best there is only the person knows."""
    returns = main_return(seen)
    if returns is None:
        return ""
    value = returns.series.value
    lately = float(np.median(value[-max(3, len(value) // 10) :]))
    return f" and is about {lately:.3g} in the end: a deterministic optimum if that is as good as it gets"


def _tries_nothing_new(seen: RunForDetectors, measure: Measure, since: int, step: int) -> bool:
    """Give whether all choice was gone with much of the run to come, and the return has varied since and not risen."""
    value = measure.series.value
    is_gone = float(np.median(value[-max(3, len(value) // 10) :])) < _GONE * _start(value)
    is_early = since < _MUCH_TO_COME * len(value)
    return is_gone and is_early and improved_since(seen, step) is False and not has_settled_at_its_best(seen)


def _too_early(seen: RunForDetectors, measure: Measure, since: int) -> str:
    """Give in words that choice was gone before the return had gained a third of what it has; else nothing.

    Told of what is gone in the first tenth of the run, or from one point to the next: a policy that has found a
    deterministic optimum has gained most by the time it settles on it, and takes many updates to settle.
    """
    returns, value, steps = main_return(seen), measure.series.value, measure.series.step
    is_at_once = since > 0 and float(value[since - 1]) > _HALF * _start(value)
    if returns is None or not (is_at_once or since <= _AT_ONCE * len(value)):
        return ""
    gains = returns.series.value
    at = int(np.searchsorted(returns.series.step, seen.step_of(returns.tag, measure.tag, int(steps[since]))))
    tenth = max(3, len(gains) // 10)
    before = gains[max(0, at - 2) : at + 1] if is_at_once else gains[at : at + tenth]
    first, end = float(np.median(gains[:3])), float(np.median(gains[-tenth:]))
    gained = end - first
    is_clear = gained > _CLEARLY * noise(gains) * float(np.sqrt(2 / tenth))
    if not is_clear or not len(before) or float(np.median(before)) - first > _LITTLE * gained:
        return ""
    how = ", nearly all of it at one point" if is_at_once else ""
    return f"{how}, and most of what the return has gained came after that: with a choice it may have gained more"


def _symptom(
    seen: RunForDetectors, measure: Measure, since: int, said: str, severity: Severity = Severity.ALARM
) -> Symptom:
    onset = ramp_onset(seen, measure.series, since, -1) if since else seen.onset(measure.series, 0)
    is_good = is_near_its_best(seen)
    has_risen = is_good or rose_since(seen, onset.step)
    if has_risen and _tries_nothing_new(seen, measure, since, int(measure.series.step[since])):
        severity = Severity.WARN
        said = f"{said}, and the return has not risen since, nor settled: nothing new is tried any more"
    elif has_risen:
        early = _too_early(seen, measure, since)
        severity = Severity.WARN if early else Severity.INFO
        said = f"{said}{early}" if early else f"{said}, while the return rose{_level(seen)}"
    else:
        said += "" if is_good is None else ", and the return has not clearly risen since"
    limit = max(_SHARE_OF_START * _start(measure.series.value), 0.0) or _NOTHING
    return CARD.symptom(
        measure.tag, severity, f"{said}.", onset=onset, value=float(measure.series.value[-1]), threshold=limit
    )
