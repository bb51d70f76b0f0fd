"""A return that was learnt and lost again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.course import course
from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.sharp_fall import SharpFall, sharp_fall
from coach.runs.describing.trend import noise, rolling_means, settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.harder_task import harder_task
from coach.runs.detectors.returns.learner import acts_by_values, calm_at, updates_a_policy
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, Onset, RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="return-decline",
    source="Deep Learning Tuning Playbook 2023 (a rise after steady progress); the share lost is coach's own choice",
    innocent=(
        "the task became harder on purpose (a curriculum, a stronger opponent)",
        "exploration was raised again",
        "the return of this task swings by its nature",
    ),
    raises=(
        "lr-too-high",
        "q-overestimation",
        "exploration-collapse",
        "primacy-bias",
        "self-play-forgetting",
    ),
    looks_at=(Quantity.RETURN, Quantity.EVAL_RETURN),
)
_AT_ONCE = (
    "lr-too-high",
    "kl-blowup",
    "checkpoint-incomplete",
    "env-nondeterminism-unknown",
    "nonstationary-normaliser",
)
_AT_ONCE_OF_VALUES = (
    "lr-too-high",
    "q-overestimation",
    "checkpoint-incomplete",
    "env-nondeterminism-unknown",
    "exploration-collapse",
)
_AT_ONCE_WHILE_CALM = (
    "running-stats-bug",
    "obs-corruption",
    "env-nondeterminism-unknown",
    "constant-or-nan-feature",
    "checkpoint-incomplete",
)
_OF_A_POLICY = (
    "lr-too-high",
    "exploration-collapse",
    "nonstationary-normaliser",
    "reward-misspecified",
    "advantage-bug",
)
_OF_VALUES = (
    "lr-too-high",
    "q-overestimation",
    "buffer-misalignment",
    "exploration-collapse",
    "primacy-bias",
)
_FEWEST = 8
_WINDOW = 0.1  # of the run
_LOST = 0.4  # of the range of window means
_MOST_LOST = 0.7
_HALF = 0.5
_SMALL = 0.05  # of the level
_CLEARLY = 5.0  # standard errors of a difference of two window means
_A_FEW = 3
_MANY_TIMES = 20.0


def return_decline(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the last tenth lies over 40 % of the run's range under its best tenth."""
    for measure in seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING):
        value = measure.series.value
        if len(value) < _FEWEST:
            yield from _only_falling(seen, measure)
            continue
        if has_declined(value):
            window = _window(value)
            yield _symptom(seen, measure, rolling_means(value, window), window)


def has_declined(value: NDArray[np.float64]) -> bool:
    """Give whether the last tenth of a return lies clearly under its best tenth, by over 40 % of the range.

    What was neither learnt before nor lies lower at the end than at the start only wanders: nothing was lost.
    """
    if len(value) < _FEWEST:
        return False
    window = _window(value)
    means = rolling_means(value, window)
    lost, scale = float(means.max() - means[-1]), float(np.ptp(means))
    error = noise(value) * np.sqrt(2 / window)
    if not lost > max(_LOST * scale, _CLEARLY * error, _SMALL * float(np.abs(means).max())):
        return False
    went = course(value)
    return went is None or went.has_improved or went.is_lower


def _window(value: NDArray[np.float64]) -> int:
    return max(2, int(_WINDOW * len(value)))


def _only_falling(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield a symptom for a handful of points of which each is worse and the last is many times the first in size."""
    value = measure.series.value
    is_falling = len(value) >= _A_FEW and bool((np.diff(value) < 0).all())
    if is_falling and value[-1] < 0 and abs(float(value[-1])) > _MANY_TIMES * abs(float(value[0])):
        said = f"{measure.tag} only falls in its {len(value)} points, from {value[0]:.4g} to {value[-1]:.4g}"
        ratio = abs(float(value[-1])) / max(abs(float(value[0])), 1e-12)
        onset = seen.onset(measure.series, 1)
        yield CARD.symptom(
            measure.tag, Severity.INFO, f"{said}.", onset=onset, value=ratio, threshold=_MANY_TIMES
        )


def _symptom(seen: RunForDetectors, measure: Measure, means: NDArray[np.float64], window: int) -> Symptom:
    value = measure.series.value
    after_best = int(np.argmax(means)) + window
    best, end, scale = float(means.max()), float(means[-1]), float(np.ptp(means))
    share = (best - end) / scale
    fallen = settles_at(value[after_best:] < (best + end) / 2, share=0.8, fewest=1)
    fall = sharp_fall(value)
    middle = after_best - window + window // 2
    is_at_once = fall is not None and fall.at >= middle and fall.before - fall.after > (best - end) / 2
    at = fall.at if fall is not None and is_at_once else min(after_best + (fallen or 0), len(value) - 1)
    series = measure.series
    onset = seen.onset(series, at) if is_at_once else _sank_from(seen, series, at)
    peak = int(measure.series.step[middle])
    said = (
        f"{measure.tag} was {best:.4g} around step {peak:,} and is {end:.4g} at the end: "
        f"{100 * share:.0f} % of the range of its running means is lost"
        f"{f', most of it at once around step {onset.step:,}' if is_at_once else ''}"
    )
    harder = harder_task(seen, measure.tag)
    said += harder
    is_cliff = is_at_once and _was_a_cliff(value, fall, scale)
    is_grave = (share >= _MOST_LOST or is_cliff or _is_all_lost(means, window)) and not harder
    severity = Severity.WARN if is_grave else Severity.INFO
    raises = _raises(seen, measure, at, is_at_once=is_at_once)
    return CARD.symptom(
        measure.tag, severity, f"{said}.", onset=onset, value=share, threshold=_LOST, raises=raises
    )


def _is_all_lost(means: NDArray[np.float64], window: int) -> bool:
    """Give whether a return ends no better than it began, after more than half of its range had been gained."""
    best = int(np.argmax(means))
    return best >= window and means[-1] <= means[0] and means[best] - means[0] > _HALF * float(np.ptp(means))


def _raises(seen: RunForDetectors, measure: Measure, at: int, *, is_at_once: bool) -> tuple[str, ...]:
    """Give what loses a return in such a learner: at once while it is calm, at once otherwise, or by and by."""
    if is_at_once:
        calm = calm_at(seen, measure, at)
        if calm is not None and calm.updates:
            return _AT_ONCE_WHILE_CALM
        return _AT_ONCE_OF_VALUES if acts_by_values(seen) else _AT_ONCE
    if updates_a_policy(seen):
        return _OF_A_POLICY
    return _OF_VALUES if acts_by_values(seen) else CARD.raises


def _sank_from(seen: RunForDetectors, series: Series, at: int) -> Onset:
    """Give where a return began to sink; one that is a cost, under zero all along, may grow by factors as losses do."""
    if series.value.max() < 0:
        cost = replace(series, value=-series.value)
        return ramp_onset(seen, cost, at, 1)
    return ramp_onset(seen, series, at, -1, by_factor=False)


def _was_a_cliff(value: NDArray[np.float64], fall: SharpFall | None, scale: float) -> bool:
    """Give whether what had clearly been learnt was mostly lost at once, however much has come back since."""
    went = course(value[: fall.at]) if fall is not None else None
    is_deep = fall is not None and fall.before - fall.after >= _MOST_LOST * scale
    return is_deep and went is not None and went.has_improved
