"""Whether a prediction came true in the runs it was made for."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

import numpy as np

from coach.prediction import Comparison, Statistic
from coach.runs.checking.counting import counting
from coach.runs.checking.verdict import Outcome, Verdict, decided, not_decided

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from coach.prediction import Prediction
    from coach.runs.checking.counting import Counting
    from coach.runs.run import Run

_MOST_NAMED = 5
_OF_VALUES: Mapping[Statistic, Callable[[NDArray[np.float64]], np.floating]] = {
    Statistic.FINAL: lambda value: value[-1],
    Statistic.MAX: np.max,
    Statistic.MIN: np.min,
    Statistic.MEAN: np.mean,
    Statistic.MEDIAN: np.median,
    Statistic.STD: np.std,
}
RELATIONS = {
    Comparison.AT_LEAST: operator.ge,
    Comparison.AT_MOST: operator.le,
    Comparison.ABOVE: operator.gt,
    Comparison.BELOW: operator.lt,
}
"""The same as `Comparison.holds`, of whole arrays."""
_FEWEST_FOR = {Statistic.STD: 2, Statistic.SLOPE: 2}


def check_prediction(
    prediction: Prediction,
    runs: Sequence[Run],
    *,
    is_over: bool = True,
    references: Mapping[str, Sequence[Run]] | None = None,
) -> Verdict:
    """Give whether the prediction held.

    Over several runs it must hold in each of them, or in as many as it says. A later NaN satisfies nothing.

    Args:
        prediction: the claim.
        runs: the runs it was made for.
        is_over: the runs are finished; when False, a claim without a deadline is decided only where nothing
            that follows can change it.
        references: runs that are compared with, by name; the baseline's under an empty name. They are finished.
    """
    threshold = _threshold(prediction, references or {})
    if isinstance(threshold, str):
        return Verdict(Outcome.NOT_JUDGED, None, threshold)
    verdicts = [_check_one(prediction, threshold, run, is_over=is_over) for run in runs]
    if prediction.seeds is None and len(verdicts) == 1:
        return verdicts[0]
    if not verdicts:
        return Verdict(Outcome.OPEN, None, "no run to check it against yet")
    return _over_runs(prediction, runs, verdicts)


def _threshold(prediction: Prediction, references: Mapping[str, Sequence[Run]]) -> float | str:
    """Give the number a statistic is compared with, or why there is none."""
    beside = prediction.beside
    if beside is None:
        return prediction.threshold
    who = f"run {beside.run}" if beside.run else "the baseline"
    runs = references.get(beside.run, ())
    if not runs:
        return f"no earlier run called {beside.run} is known" if beside.run else "no baseline run is linked"
    reached = [_reached(prediction, run) for run in runs]
    known = [each for each in reached if each is not None and np.isfinite(each)]
    if not known:
        return f"{who} has no {prediction.statistic}({prediction.tag}) to compare with"
    return beside.threshold(float(np.mean(known)), prediction.threshold)


def _reached(prediction: Prediction, run: Run) -> float | None:
    if prediction.tag not in run.series or not len(run.series[prediction.tag]):
        return None
    found = counting(prediction, run, is_over=True)
    return None if found.lacks or found.falls_short else _measure(prediction.statistic, found)


def _over_runs(prediction: Prediction, runs: Sequence[Run], verdicts: Sequence[Verdict]) -> Verdict:
    needed, of = prediction.seeds or (len(verdicts), len(verdicts))
    held = sum(verdict.held is True for verdict in verdicts)
    undecided = [verdict for verdict in verdicts if verdict.held is None]
    missing = max(of - len(verdicts), 0)
    said = "; ".join(f"{run.name}: {v.says}" for run, v in zip(runs[:_MOST_NAMED], verdicts, strict=False))
    summary = f"held in {held} of {len(verdicts)} runs, {needed} of {of} needed ({said})"
    if len(verdicts) > of:
        why = f"it speaks of {of} seeds and there are {len(verdicts)} runs; {summary}"
        return Verdict(Outcome.NOT_JUDGED, float(held), why)
    if held >= needed:
        return decided(holds=True, value=float(held), says=summary)
    if held + missing + len(undecided) < needed:
        return decided(holds=False, value=float(held), says=summary)
    if not missing and all(verdict.outcome is Outcome.NOT_JUDGED for verdict in undecided):
        return Verdict(Outcome.NOT_JUDGED, float(held), summary)
    seeds = f"{missing} more {'run is' if missing == 1 else 'runs are'} missing; " if missing else ""
    return Verdict(Outcome.OPEN, float(held), f"not decided yet: {seeds}{summary}")


def _check_one(prediction: Prediction, threshold: float, run: Run, *, is_over: bool) -> Verdict:
    series = run.series.get(prediction.tag)
    if series is None or not len(series):
        said = f"{prediction.tag} is not in the log{_similar(prediction.tag, run)}"
        return not_decided(None, said, is_over=is_over)
    found = counting(prediction, run, is_over=is_over)
    if found.lacks:
        return not_decided(None, f"{prediction.tag} {found.lacks}", is_over=found.is_settled or is_over)
    if len(found.value) < _FEWEST_FOR.get(prediction.statistic, 1):
        said = f"{prediction.statistic}({prediction.tag}) takes two values, and there is one"
        return not_decided(None, said, is_over=found.is_settled or is_over)
    every = prediction.throughout
    verdict = _throughout(prediction, found) if every else _statistic(prediction, threshold, found)
    if verdict.outcome is Outcome.OPEN and is_over and found.falls_short:
        return Verdict(
            Outcome.NOT_JUDGED, verdict.value, f"the run ended before {found.falls_short}: {verdict.says}"
        )
    return verdict


def _throughout(prediction: Prediction, found: Counting) -> Verdict:
    holds = _compare(prediction, found.value)
    if not holds.all():
        at = int(np.argmin(holds))
        value, sign = float(found.value[at]), prediction.comparison.value
        said = f"{prediction.tag} was {value:.4g} at step {int(found.step[at]):,}, not {sign} {prediction.threshold:g}"
        if found.is_settled or prediction.only_grows:
            return decided(holds=False, value=value, says=said)
        return Verdict(Outcome.OPEN, value, f"{said}, not decided yet")
    extreme = float(found.value.min() if prediction.comparison.is_lower_bound else found.value.max())
    said = f"{prediction.tag} came no closer than {extreme:.4g} over {len(found.value):,} values"
    if found.is_settled:
        return decided(holds=True, value=extreme, says=said)
    return Verdict(Outcome.OPEN, extreme, f"{said}, up to step {int(found.step[-1]):,} so far")


def _statistic(prediction: Prediction, threshold: float, found: Counting) -> Verdict:
    measured = _measure(prediction.statistic, found)
    holds = prediction.comparison.holds(measured, threshold)
    window = "" if prediction.window is None else f", {prediction.window}"
    said = (
        f"{prediction.statistic}({prediction.tag}{window}) is {measured:.4g} at step {int(found.step[-1]):,}"
    )
    if prediction.beside is not None:
        said += f", against {threshold:.4g} ({prediction.compared_with})"
    if found.is_settled or _cannot_change(prediction, holds=holds):
        return decided(holds=holds, value=measured, says=said)
    return Verdict(Outcome.OPEN, measured, f"{said}, not decided yet")


def _measure(statistic: Statistic, found: Counting) -> float:
    """Give the statistic; one NaN makes each but the last value NaN, and then nothing holds."""
    # Infinities of both signs have no mean; NaN is the honest answer and needs no warning.
    with np.errstate(invalid="ignore"):
        if statistic is Statistic.SLOPE:
            return _slope(found.step, found.value)
        return float(_OF_VALUES[statistic](found.value))


def _slope(step: NDArray[np.int64], value: NDArray[np.float64]) -> float:
    """Give the change a step of the straight line that fits the values best; NaN where all lie at one step."""
    along = step - step.mean()
    spread = float(along @ along)
    return float(along @ (value - value.mean())) / spread if spread > 0 else float("nan")


def _cannot_change(prediction: Prediction, *, holds: bool) -> bool:
    """Give whether no later value can change what an extreme of all values says."""
    if not prediction.only_grows:
        return False
    is_lower_bound = prediction.comparison.is_lower_bound
    match prediction.statistic:
        case Statistic.MAX:
            return holds == is_lower_bound
        case Statistic.MIN:
            return holds != is_lower_bound
        case _:
            return False


def _compare(prediction: Prediction, value: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Give which values stand in the relation, as `Comparison.holds` has it of one, bool[value]."""
    return np.asarray(RELATIONS[prediction.comparison](value, prediction.threshold))


def _similar(tag: str, run: Run) -> str:
    """Give a hint at tags that end like the one asked for."""
    last = tag.rsplit("/", 1)[-1].lower()
    like = [each for each in run.series if last in each.lower()][:3]
    return f" (there is {', '.join(like)})" if like else ""
