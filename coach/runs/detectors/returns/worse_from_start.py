"""A return (or a loss) that has got worse from the first points on: what is done teaches the wrong thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_slope
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import trains_a_policy
from coach.runs.detectors.returns.goals import ENOUGH, goals
from coach.runs.detectors.returns.harder_task import harder_task
from coach.runs.detectors.returns.learner import acts_by_values
from coach.runs.detectors.returns.risen_beside import harder_data
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="worse-from-start",
    source="a policy that learns the opposite; that it sinks on and on and never rises is tested as coach's own choice",
    innocent=(
        "the task becomes harder on purpose as it goes (a curriculum, a stronger opponent)",
        "the run goes on from a good policy whose settings changed",
        "a penalty or a bonus within the reward changes with time",
    ),
    raises=("advantage-bug", "wrong-loss", "lr-too-high", "wrong-td-target"),
    looks_at=(
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
        Quantity.LOSS,
    ),
)


_OF_VALUES = ("wrong-td-target", "buffer-misalignment", "advantage-bug", "wrong-loss", "lr-too-high")
_OF_STEPS = ("lr-too-high", "gradients-not-zeroed", "exploding-gradients", "wrong-loss")
_FIRST, _GROWN = 3, 10.0
_FEWEST = 8
_LARGE = 0.05  # of the first point
_ON_AND_ON = -0.8  # Kendall's tau
_FEWEST_LOOKS = 4
_LOST = 0.15  # of the answers at the first look that were right
_FAR = 3.0  # ranges of all points after the first


def worse_from_start(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the end lies clearly under the beginning, nothing over it, and no single cliff between."""
    for goal in goals(seen):
        if goal.went.has_sunk:
            went, measure = goal.went, goal.measure
            grown = "" if goal.direction > 0 else _gradients_grown(seen)
            harder = harder_task(seen, measure.tag) or (harder_data(seen) if goal.direction < 0 else "")
            yield CARD.symptom(
                measure.tag,
                Severity.INFO if harder else Severity.WARN,
                f"{measure.tag} has got worse from the start and was never better than there: "
                f"{goal.ends}{grown}{harder}.",
                onset=seen.onset(measure.series, 0),
                value=went.start - went.end,
                threshold=3.5 * went.error,
                raises=_raises(seen, is_return=goal.direction > 0, is_grown=bool(grown)),
            )
    yield from _answers_lost(seen)
    for quantity in (Quantity.RETURN, Quantity.EVAL_RETURN):
        for measure in seen.finite(quantity):
            if said := _short(measure, is_evaluation=quantity is Quantity.EVAL_RETURN):
                value = measure.series.value
                harder = harder_task(seen, measure.tag)
                yield CARD.symptom(
                    measure.tag,
                    Severity.INFO if harder else Severity.WARN,
                    f"{measure.tag} {said}{harder}.",
                    onset=seen.onset(measure.series, 0),
                    value=float(value[0] - value[-1]),
                    threshold=_LARGE * abs(float(value[0])),
                )


def _raises(seen: RunForDetectors, *, is_return: bool, is_grown: bool) -> tuple[str, ...]:
    """Give what teaches the wrong thing in such a learner."""
    if is_return:
        return _OF_VALUES if acts_by_values(seen) else CARD.raises
    return _OF_STEPS if is_grown else CARD.raises


def _gradients_grown(seen: RunForDetectors) -> str:
    """Give in words that gradients are many times what they were at the first points; empty where they are not."""
    for measure in seen.finite(Quantity.GRAD_NORM):
        value = measure.series.value
        first, late = float(np.median(value[:_FIRST])), float(np.median(value[len(value) // 2 :]))
        if len(value) >= ENOUGH and late > _GROWN * first > 0:
            return f", while {measure.tag} has gone from {first:.3g} to {late:.3g}"
    return ""


def _answers_lost(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for held-out answers that were best at the first look and clearly fewer at every later one.

    Training goes on from what was known before, and undoes it. Silent where another score on the same data improved.
    """
    scores = [each for each in seen.finite(Quantity.EVAL_ACCURACY) if not trains_a_policy(seen)]
    lost = [each for each in scores if _is_lost(each)]
    if not lost or len(lost) < len(scores):
        return
    series = lost[0].series
    first, last, best = float(series.value[0]), float(series.value[-1]), float(series.value[1:].max())
    yield CARD.symptom(
        lost[0].tag,
        Severity.WARN,
        f"{lost[0].tag} was best at its first look, {first:.4g}, was never over {best:.4g} after it and is {last:.4g} "
        "now: what was known is lost in training.",
        onset=seen.onset(series, 1),
        value=first - last,
        threshold=_LOST * first,
        raises=("lr-too-high", "wrong-loss", "label-misalignment"),
    )


def _is_lost(measure: Measure) -> bool:
    value = measure.series.value
    return (
        len(value) >= _FEWEST_LOOKS
        and float(value[0]) > 0
        and float(value[1:].max()) < (1 - _LOST) * float(value[0])
    )


def _short(measure: Measure, *, is_evaluation: bool) -> str:
    """Say how a return of a few points got worse, too few for the test of a course; empty where it did not.

    Either it sinks on and on, or an evaluation fell after its first point to a level it never left: in training the
    first point may be that of demonstrations.
    """
    value = measure.series.value
    first, last, rest = float(value[0]), float(value[-1]), value[1:]
    if not _FEWEST <= len(value) < ENOUGH or first - last <= _LARGE * abs(first) or rest.max() > first:
        return ""
    if robust_slope(np.arange(len(value), dtype=np.float64), value).tau <= _ON_AND_ON:
        return f"has got worse from the start, from {first:.4g} to {last:.4g} in {len(value)} points"
    if is_evaluation and first - float(rest.max()) > _FAR * float(np.ptp(rest)):
        return (
            f"was {first:.4g} at its first point and has been {rest.min():.4g} to {rest.max():.4g} ever since"
        )
    return ""
