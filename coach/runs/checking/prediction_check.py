"""Whether a prediction came true in the runs it was made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.prediction import Comparison, Statistic
from coach.runs.describing.axes import axes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.prediction import Prediction
    from coach.runs.run import Run

_MOST_NAMED = 5


class Verdict(NamedTuple):
    """What the runs say about a prediction.

    Attributes:
        held: True or False once it is decided; None while it cannot be.
        value: the number that decided, or the number so far; None where there is none.
        says: one plain sentence.
    """

    held: bool | None
    value: float | None
    says: str


def check_prediction(prediction: Prediction, runs: Sequence[Run], *, is_over: bool = True) -> Verdict:
    """Give whether the prediction held.

    Over several runs it must hold in each of them, or in as many as it says. A restarted run counts with all
    its segments; where steps were repeated, the later writing is the one that counts. NaN before the first
    number means "not measured yet" and is passed over; a later NaN satisfies nothing.

    Args:
        prediction: the claim.
        runs: the runs it was made for.
        is_over: the runs are finished; when False, a claim without a deadline is decided only where nothing
            that follows can change it.
    """
    verdicts = [_check_one(prediction, run, is_over=is_over) for run in runs]
    if prediction.seeds is None and len(verdicts) == 1:
        return verdicts[0]
    if not verdicts:
        return Verdict(None, None, "no run to check it against yet")
    needed, of = prediction.seeds or (len(verdicts), len(verdicts))
    held = sum(verdict.held is True for verdict in verdicts)
    open_runs = max(of - len(verdicts), 0) + sum(verdict.held is None for verdict in verdicts)
    said = "; ".join(f"{run.name}: {v.says}" for run, v in zip(runs[:_MOST_NAMED], verdicts, strict=False))
    summary = f"held in {held} of {len(verdicts)} runs, {needed} of {of} needed ({said})"
    if held >= needed:
        return Verdict(held=True, value=float(held), says=summary)
    if held + open_runs < needed:
        return Verdict(held=False, value=float(held), says=summary)
    return Verdict(None, float(held), f"not decided yet: {summary}")


def _check_one(prediction: Prediction, run: Run, *, is_over: bool) -> Verdict:
    series = run.series.get(prediction.tag)
    if series is None or not len(series):
        return Verdict(None, None, f"{prediction.tag} is not in the log{_similar(prediction.tag, run)}")
    counting = series.timeline()
    measured = np.maximum.accumulate(np.isfinite(counting.value))
    step, value = counting.step[measured], counting.value[measured]
    deadline = prediction.deadline
    if deadline is None:
        is_settled = is_over
    else:
        # Tags of one run may count different things: a deadline in episodes is none in time steps.
        is_settled = deadline <= axes_of(run)[prediction.tag].last
        in_time = step <= deadline
        step, value = step[in_time], value[in_time]
    if not len(value):
        until = "yet" if deadline is None else f"up to step {deadline:,}"
        return Verdict(None, None, f"{prediction.tag} has no number {until}")
    value = _in_window(prediction, step, value)
    if prediction.throughout:
        return _throughout(prediction, step, value, is_settled=is_settled)
    return _statistic(prediction, step, value, is_settled=is_settled)


def _in_window(
    prediction: Prediction, step: NDArray[np.int64], value: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the values of the last fraction of the steps; never fewer than the last value."""
    if prediction.window is None:
        return value
    first, last = float(step[0]), float(step[-1])
    return value[step >= last - prediction.window * (last - first)]


def _throughout(
    prediction: Prediction, step: NDArray[np.int64], value: NDArray[np.float64], *, is_settled: bool
) -> Verdict:
    holds = _compare(prediction, value)
    sign = prediction.comparison.value
    if not holds.all():
        at = int(np.argmin(holds))
        said = f"{prediction.tag} was {value[at]:.4g} at step {int(step[at]):,}, not {sign} {prediction.threshold:g}"
        return Verdict(held=False, value=float(value[at]), says=said)
    is_upper = prediction.comparison in (Comparison.AT_MOST, Comparison.BELOW)
    extreme = float(value.max() if is_upper else value.min())
    said = f"{prediction.tag} came no closer than {extreme:.4g} over {len(value):,} values"
    if is_settled:
        return Verdict(held=True, value=extreme, says=said)
    return Verdict(None, extreme, f"{said}, up to step {int(step[-1]):,} so far")


def _statistic(
    prediction: Prediction, step: NDArray[np.int64], value: NDArray[np.float64], *, is_settled: bool
) -> Verdict:
    measured = _measure(prediction.statistic, value)
    holds = prediction.comparison.holds(measured, prediction.threshold)
    said = f"{prediction.statistic}({prediction.tag}) is {measured:.4g} at step {int(step[-1]):,}"
    if is_settled or _cannot_change(prediction, holds=holds):
        return Verdict(holds, measured, said)
    return Verdict(None, measured, f"{said}, not decided yet")


def _measure(statistic: Statistic, value: NDArray[np.float64]) -> float:
    """Give the statistic; one NaN makes a maximum, a minimum and a mean NaN, and then nothing holds."""
    match statistic:
        case Statistic.FINAL:
            return float(value[-1])
        case Statistic.MAX:
            return float(value.max())
        case Statistic.MIN:
            return float(value.min())
        case Statistic.MEAN:
            # Infinities of both signs have no mean; NaN is the honest answer and needs no warning.
            with np.errstate(invalid="ignore"):
                return float(value.mean())


def _cannot_change(prediction: Prediction, *, holds: bool) -> bool:
    """Give whether no later value can change what an extreme of all values says."""
    if prediction.window is not None:
        return False
    is_lower_bound = prediction.comparison in (Comparison.AT_LEAST, Comparison.ABOVE)
    match prediction.statistic:
        case Statistic.MAX:
            return holds == is_lower_bound
        case Statistic.MIN:
            return holds != is_lower_bound
        case _:
            return False


def _compare(prediction: Prediction, value: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.array(
        [prediction.comparison.holds(each, prediction.threshold) for each in value.tolist()], dtype=np.bool_
    )


def _similar(tag: str, run: Run) -> str:
    """Give a hint at tags that end like the one asked for."""
    last = tag.rsplit("/", 1)[-1].lower()
    like = [each for each in run.series if last in each.lower()][:3]
    return f" (there is {', '.join(like)})" if like else ""
