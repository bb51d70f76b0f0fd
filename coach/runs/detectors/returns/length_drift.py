"""Episodes or answers that drift to the longest, or the shortest, there can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="length-drift",
    source="Axolotl's guide (over 0.3 of the answers cut off: watch; over 0.8: bad); Irpan 2018 on ending early",
    innocent=(
        "the task needs the length",
        "a longer episode is the aim, as in balancing",
        "a shorter episode is the aim, as in reaching a goal",
        "the task is one decision an episode, as a bandit is",
    ),
    raises=(
        "suicidal-policy",
        "reward-misspecified",
        "termination-truncation",
    ),
)
_FEWEST = 15
_WATCH, _BAD = 0.3, 0.8
_SHORT = 0.2  # of the start
_ONE = 1.01  # steps an episode, on average
_FEWEST_OF_ONE = 5


def length_drift(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where answers are cut off, episodes end at once, or lengths settle at an extreme for no gain."""
    for measure in seen.finite(Quantity.CLIPPED_LENGTH):
        value = measure.series.value
        late = float(np.median(value[-max(3, len(value) // 5) :]))
        if len(value) >= _FEWEST and late > _WATCH:
            onset = seen.onset(measure.series, int(np.argmax(value > _WATCH)))
            said = f"{100 * late:.0f} % of the answers are cut off at the limit by the end ({measure.tag})"
            severity = Severity.ALARM if late > _BAD else Severity.WARN
            yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=late, threshold=_WATCH)
    for measure in seen.finite(Quantity.EPISODE_LENGTH, Quantity.COMPLETION_LENGTH):
        is_of_steps = measure in seen.finite(Quantity.EPISODE_LENGTH)
        one_step = [*_one_step(seen, measure)] if is_of_steps else []
        yield from one_step
        if len(measure.series) >= _FEWEST and not one_step:
            yield from _extreme(seen, measure)


def _one_step(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield a symptom where episodes end after one step, from the beginning or for the last fifth of the run."""
    value = measure.series.value
    fewest = max(_FEWEST_OF_ONE, len(value) // 5)
    since = settles_at(value <= _ONE, share=0.95, fewest=fewest) if value.min() >= 0 else None
    if since is None:
        return
    onset = seen.onset(measure.series, since)
    is_learning = improved_since(seen, int(measure.series.step[0]))
    said = f"{measure.tag} is 1 {'at all points' if since == 0 else f'since step {onset.step:,}'}"
    said += ": every episode ends with its first step"
    said += ", though the return rises" if is_learning else ""
    yield CARD.symptom(
        measure.tag,
        Severity.INFO if is_learning else Severity.WARN,
        f"{said}.",
        onset=onset,
        value=float(np.median(value[since:])),
        threshold=_ONE,
    )


def _extreme(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    value = measure.series.value
    start = float(np.median(value[: max(3, len(value) // 10)]))
    limit = seen.facts.length_limit
    long = None if limit is None or start > _BAD * limit else settles_at(value > _BAD * limit, share=0.9)
    short = settles_at(value < _SHORT * start, share=0.9) if start > 0 else None
    since = long if long is not None else short
    if since is None or improved_since(seen, int(measure.series.step[0])) is not False:
        return
    onset = seen.onset(measure.series, since)
    end = float(np.median(value[-5:]))
    where = "close to the limit" if long is not None else "a fraction of that"
    said = f"{measure.tag} was {start:.3g} at first and has been {where} since step {onset.step:,} ({end:.3g} now)"
    raises = ("reward-misspecified",) if long is not None else ("suicidal-policy",)
    yield CARD.symptom(
        measure.tag,
        Severity.WARN,
        f"{said}, and the return is no better.",
        onset=onset,
        value=end,
        raises=raises,
    )
