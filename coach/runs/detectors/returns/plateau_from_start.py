"""A return (or a loss) that has not improved since the first points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.describing.course import course
from coach.runs.describing.run_state import planned_share
from coach.runs.describing.trend import noise, window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.guessing import answers
from coach.runs.detectors.returns.goals import ENOUGH, constant_goals, goals
from coach.runs.detectors.returns.risen_beside import RETURNS, better_beside, risen_beside
from coach.runs.detectors.returns.usual_value import is_best, usual_throughout
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.detectors.returns.goals import Goal
    from coach.runs.symptom import Symptom

CARD = Card(
    name="plateau-from-start",
    source="TheDeepChecker (too little improvement over 5 windows); thirds, trend and errors are coach's own choice",
    innocent=(
        "the method has a long burn-in, as value-based agents do while the buffer fills",
        "learning-rate warm-up",
        "the first point was logged after most of the learning was done",
        "it was as good as it can get from the beginning",
    ),
    raises=("lr-too-low", "graph-break", "reward-uninformative", "batch-too-small", "impatience"),
    looks_at=(
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
        Quantity.LOSS,
    ),
)
_OF_A_LOSS = ("unnormalised-inputs", "wrong-loss", "label-misalignment", "graph-break", "lr-too-low")
_OF_NOTHING = (
    "reward-uninformative",
    "exploration-collapse",
    "task-too-hard",
    "env-not-stepped",
    "reset-leak",
)
_EPISODES_ONLY = "monitor"  # a format that cannot tell training from evaluation
_HARDLY = 0.02  # of a loss
_LITTLE = 0.1  # of a training loss that sinks while held-out data gains nothing
_FEWEST_HELD_OUT = 10
_FIRST_POINTS = 0.1  # of the points
_FEWEST_STANDING = 30
_TREND = 2.0  # standard deviations of Kendall's S
_ENDS = 2.0  # standard errors
_EARLY = 0.2  # of the planned run
_LATE = 0.2  # of the last step: a log that begins later says nothing about the start
_DIFFUSION = re.compile(r"diffusion|ddpm|ddim|denois|(?:loss|mse|vb)_q[0-3]$|flow_?matching|noise_?schedul")
_MOST_WINDOWS = 20
_CLEARLY = 3.0  # noises of single points
_MOST = 0.75  # of the rise
_NEAR_ONE = 0.95  # of a rate or an accuracy


def plateau_from_start(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where no part of the run is clearly better than its beginning, and the end not clearly worse.

    Silent where the end lies so far above the beginning that noise only may explain it. In the first fifth of a
    planned run it is too early for more than a mention.
    """
    for measure in constant_goals(seen):
        yield _constant(seen, measure)
    for goal in goals(seen):
        hardly = _hardly(goal) or _held_out_stands(seen, goal) or _stood_at_once(seen, goal)
        if _is_flat(goal, hardly):
            yield _symptom(seen, goal, hardly)


def _is_flat(goal: Goal, hardly: str) -> bool:
    went = goal.went
    if went.is_lower:
        return False
    return hardly != "" if went.has_improved else not went.may_have_improved


def _hardly(goal: Goal) -> str:
    """Give how little was gained, in words, where a gain is clear and next to nothing; empty where it is not."""
    value = goal.measure.series.value
    if goal.direction > 0:
        return "far less than its points vary" if goal.went.has_hardly_improved else usual_throughout(goal)
    gained = float(value[0] - value.min())
    return f"{100 * gained / value[0]:.1g} % at best" if gained < _HARDLY * value[0] else ""


def _held_out_stands(seen: RunForDetectors, goal: Goal) -> str:
    """Give in words that held-out data gained next to nothing while a training loss sank a little; else nothing."""
    if goal.direction > 0 or goal.went.end > goal.went.start * (1 - _LITTLE):
        return ""
    for measure in seen.finite(Quantity.EVAL_LOSS):
        value = measure.series.value
        if len(value) >= _FEWEST_HELD_OUT and not measure.metric and value[0] > 0:
            gained = float(value[0] - value.min()) / float(value[0])
            return f"and {measure.tag} gained {100 * gained:.1g} % at best" if gained < _HARDLY else ""
    return ""


def _stood_at_once(seen: RunForDetectors, goal: Goal) -> str:
    """Give in words that a loss gained a little in its first points and nothing in all the rest; else nothing.

    Silent where an accuracy shows that more answers are right.
    """
    value = goal.measure.series.value
    rest = value[max(3, int(_FIRST_POINTS * len(value))) :]
    if goal.direction > 0 or len(rest) < _FEWEST_STANDING or value.min() <= 0:
        return ""
    gained, right = float(value[0] - value.min()) / float(value[0]), answers(seen)
    if gained >= _LITTLE or (right is not None and not right.have_stood):
        return ""
    went = course(-rest, is_sparse=False)
    if went is None or went.trend > _TREND or went.end - went.start > _ENDS * went.error:
        return ""
    return f"{100 * gained:.1g} % at best and all of it in the first points"


def _constant(seen: RunForDetectors, measure: Measure) -> Symptom:
    value = measure.series.value
    said = f"{measure.tag} is exactly {value[0]:.4g} at all {len(value):,} points"
    is_nothing = value[0] == 0
    risen = risen_beside(seen, measure, float(value[0]))
    if risen is not None:
        said += f", and {risen.tag} has risen: it may be as good as it can get"
    is_full = any(
        value[0] > 0 and bool((each.series.value == value[0]).all())
        for each in seen.finite(Quantity.EPISODE_LENGTH)
    )
    if is_full:
        said += ", as many as every episode has steps: one a step may be as good as it can get"
    elif is_nothing and risen is None:
        said += ": no reward is ever met, or none gets through to the agent and the log"
    return CARD.symptom(
        measure.tag,
        Severity.INFO
        if is_full or risen is not None
        else Severity.ALARM
        if len(value) >= ENOUGH
        else Severity.WARN,
        f"{said}.",
        onset=seen.onset(measure.series, 0),
        value=0.0,
        threshold=0.0,
        raises=_OF_NOTHING if is_nothing else ("reward-uninformative", "graph-break", "config-not-applied"),
    )


def _better(seen: RunForDetectors, goal: Goal) -> Measure | None:
    """Give what tells that the run learns all the same."""
    if goal.direction > 0 and goal.measure in seen.finite(*RETURNS):
        return risen_beside(seen, goal.measure, goal.went.end)
    return better_beside(seen) if goal.direction < 0 else None


def _reached_before(seen: RunForDetectors, goal: Goal) -> Measure | None:
    """Give a return that had risen nearly as far as it ever did when an evaluation was first made, and was as good."""
    if goal.direction < 0 or goal.measure not in seen.finite(*RETURNS):
        return None
    first = int(goal.measure.series.step[0])
    for other in seen.finite(*RETURNS, beside=goal.measure.tag):
        if other.tag == goal.measure.tag or int(other.series.step[0]) >= first:
            continue
        means = window_means(other.series.value, min(_MOST_WINDOWS, len(other.series)))
        low, high = float(other.series.value[0]), float(means.max())
        if high - low > _CLEARLY * noise(other.series.value) and goal.went.start > low + _MOST * (high - low):
            return other
    return None


def _denoises(seen: RunForDetectors) -> bool:
    """Give whether the names of a run's tags or settings are those of a diffusion model."""
    return any(
        _DIFFUSION.search(name.lower()) for name in (*seen.run.series, *seen.run.metadata, seen.run.name)
    )


def _symptom(seen: RunForDetectors, goal: Goal, hardly: str) -> Symptom:
    measure, went = goal.measure, goal.went
    gain = went.end - went.start
    how = (
        "has hardly improved since the start"
        if went.has_improved
        else "has not clearly improved since the start"
        if gain > 0
        else "has not improved since the start"
    )
    said = f"{measure.tag} {how}: {goal.ends}{f', {hardly}' if went.has_improved else ''}"
    severity = Severity.WARN
    if goal.direction > 0 and measure.series.value.max() <= 1 and went.start > _NEAR_ONE:
        severity, said = Severity.INFO, f"{said}; it may be as good as it can get"
    if is_best(goal):
        severity, said = Severity.INFO, f"{said}; it was never better than its usual value"
    reached = _reached_before(seen, goal)
    if reached is not None:
        severity, said = Severity.INFO, f"{said}; {reached.tag} had risen to that before its first look"
    if _denoises(seen):
        severity, said = Severity.INFO, f"{said}; the loss of a denoiser hardly falls by its nature"
    other = None if reached is not None else _better(seen, goal)
    if other is not None:
        severity, said = Severity.INFO, f"{said}; {other.tag} has clearly improved"
    if seen.run.format == _EPISODES_ONLY:
        severity, said = Severity.INFO, f"{said}; perhaps a finished policy was only evaluated here"
    first, last = int(measure.series.step[0]), int(measure.series.step[-1])
    if first > _LATE * last:
        severity, said = Severity.INFO, f"{said}; this log begins at step {first:,}"
    share = planned_share(seen.run, seen.run.last_step or 0)
    if share is not None and share < _EARLY:
        severity, said = Severity.INFO, f"{said}; only {100 * share:.0f} % of the planned run is done"
    onset = seen.onset(measure.series, 0)
    return CARD.symptom(
        measure.tag,
        severity,
        f"{said}.",
        onset=onset,
        value=gain,
        threshold=2 * went.error,
        raises=CARD.raises if goal.direction > 0 else _OF_A_LOSS,
    )
