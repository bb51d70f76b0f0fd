"""Values many times larger than anything an episode ever brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_slope
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import hardly_improved_since, improved_since, main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="values-beyond-returns",
    source="a value is the discounted rest of a return (worked out); ten times a return is coach's own choice",
    innocent=(
        "episodes are cut short by a time limit far under the horizon of the discount",
        "rewards are scaled up before the agent sees them, and returns are logged unscaled",
        "a bonus for entropy is part of the value",
    ),
    raises=(
        "q-overestimation",
        "wrong-td-target",
        "target-net-frequency",
        "termination-truncation",
        "reward-scale",
    ),
)
_FEWEST = 20
_TIMES = 10.0
_TWICE = 2.0
_STANDS = 2.5
_A_WHILE, _FOUR_TIMES = 3, 4.0  # points, and times the largest return
_OVER = 1.25
_GROWS = 0.8  # Kendall's tau over the second half
_LAST = 0.2
_ALONE = ", and goes on growing while the return does not"


def values_beyond_returns(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where values end over ten times as large as any mean return that was logged.

    Twice as large is enough where they go on growing while the return has stopped rising; and where that has not risen
    at all, a quarter over what episodes lately brought. Returns that are all nearly 0 are no measure of size.
    """
    returns = [
        each for each in seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN) if len(each.series) >= _FEWEST
    ]
    largest = max((float(np.abs(each.series.value).max()) for each in returns), default=0.0)
    for measure in seen.finite(Quantity.Q_VALUE, Quantity.VALUE):
        size = np.abs(measure.series.value)
        if len(size) < _FEWEST or not largest > 0:
            continue
        end = float(np.median(size[-max(3, int(_LAST * len(size))) :]))
        overshot = _overshot(seen, measure, largest, end)
        if overshot is not None:
            yield overshot
            continue
        times = _TIMES
        if end <= _TIMES * max(largest, 1.0):
            if not _grows_alone(seen, measure) and not _stands_over(seen, measure, end, largest):
                continue
            if end <= _TWICE * max(largest, 1.0):
                yield from _over_the_latest(seen, measure, end)
                continue
            times = _TWICE
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} is about {end:.3g} in size over the last fifth of its points, where no return was over "
            f"{largest:.3g} in size{_ALONE if times < _TIMES else ''}: values promise what no episode has brought.",
            onset=seen.onset(measure.series, _since(size, times * max(largest, 1.0))),
            value=end / max(largest, 1.0),
            threshold=times,
        )


def _overshot(seen: RunForDetectors, measure: Measure, largest: float, end: float) -> Symptom | None:
    """Give the symptom of values that were four times as large as any return for a while, and half of that is gone."""
    size = np.abs(measure.series.value)
    lasting = np.median(np.lib.stride_tricks.sliding_window_view(size, _A_WHILE), axis=1)
    at = int(np.argmax(lasting))
    top = float(lasting[at])
    if top <= _FOUR_TIMES * max(largest, 1.0) or end > top / 2:
        return None
    onset = seen.onset(measure.series, _since(size, max(largest, 1.0)))
    step = int(measure.series.step[at + _A_WHILE // 2])
    return CARD.symptom(
        measure.tag,
        Severity.WARN,
        f"{measure.tag} was about {top:.3g} in size around step {step:,} and is about {end:.3g} in the end, where no "
        f"return was over {largest:.3g} in size: for a while values promised what no episode has brought.",
        onset=onset,
        value=top / max(largest, 1.0),
        threshold=_FOUR_TIMES,
    )


def _over_the_latest(seen: RunForDetectors, measure: Measure, end: float) -> Iterator[Symptom]:
    """Yield the symptom of values that grew over what episodes pay in a run whose return is where it began."""
    returns = main_return(seen)
    if returns is None or improved_since(seen, int(measure.series.step[0]), measure.tag) is not False:
        return
    paid = returns.series.value
    lately = float(np.median(paid[-max(3, int(_LAST * len(paid))) :]))
    if len(paid) < _FEWEST or lately < 1 or end <= _OVER * lately:
        return
    yield CARD.symptom(
        measure.tag,
        Severity.WARN,
        f"{measure.tag} is about {end:.3g} in size over the last fifth of its points and goes on growing, where "
        f"{returns.tag} was {lately:.3g} lately and has not risen: values promise more than episodes bring.",
        onset=seen.onset(measure.series, _since(np.abs(measure.series.value), _OVER * lately)),
        value=end / lately,
        threshold=_OVER,
    )


def _grows_alone(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether values grow steadily over the second half of a run in which the return no longer rises."""
    half = measure.series.where(slice(len(measure.series) // 2, None))
    is_growing = robust_slope(half.step.astype(np.float64), np.abs(half.value)).tau > _GROWS
    begun = int(half.step[0])
    return is_growing and (
        improved_since(seen, begun, measure.tag) is False or hardly_improved_since(seen, begun)
    )


def _stands_over(seen: RunForDetectors, measure: Measure, end: float, largest: float) -> bool:
    """Give whether values stand at 2.5 times the largest return or more in a run whose return has not risen."""
    begun = int(measure.series.step[0])
    return end > _STANDS * max(largest, 1.0) and improved_since(seen, begun, measure.tag) is False


def _since(size: NDArray[np.float64], limit: float) -> int:
    return int(np.argmax(size > limit))
