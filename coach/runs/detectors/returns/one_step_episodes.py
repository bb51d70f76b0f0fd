"""Episodes that end with their first step."""

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

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="one-step-episodes",
    source="Irpan 2018 on ending early; how many episodes it takes is coach's own choice",
    innocent=("the task is one decision an episode, as a bandit is",),
    raises=("suicidal-policy", "termination-truncation", "action-range"),
    looks_at=(Quantity.EPISODE_LENGTH,),
)
_ONE = 1.01  # steps an episode, on average
_FEWEST = 5
_OUTSIDE = 3.0  # ranges of training's return


def one_step_episodes(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where episodes end after one step, from the beginning or for the last fifth of the run.

    A mention where the return rises, as a bandit's does, unless evaluation pays something else altogether.
    """
    for measure in seen.finite(Quantity.EPISODE_LENGTH):
        value = measure.series.value
        fewest = max(_FEWEST, len(value) // 5)
        since = settles_at(value <= _ONE, share=0.95, fewest=fewest) if value.min() >= 0 else None
        if since is None:
            continue
        onset = seen.onset(measure.series, since)
        is_learning = improved_since(seen, int(measure.series.step[0])) is True
        said = f"{measure.tag} is 1 {'at all points' if since == 0 else f'since step {onset.step:,}'}"
        said += ": every episode ends with its first step"
        other = _elsewhere(seen) if is_learning else ""
        said += other or (", though the return ends higher than it began" if is_learning else "")
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if is_learning and not other else Severity.WARN,
            f"{said}.",
            onset=onset,
            value=float(np.median(value[since:])),
            threshold=_ONE,
        )


def _elsewhere(seen: RunForDetectors) -> str:
    """Say that evaluations lie far outside all that training ever got: they see other episodes; empty where not."""
    trained = seen.finite(Quantity.RETURN)
    if not trained:
        return ""
    low = min(float(each.series.value.min()) for each in trained)
    high = max(float(each.series.value.max()) for each in trained)
    for measure in seen.finite(Quantity.EVAL_RETURN):
        usual = float(np.median(measure.series.value))
        if len(measure.series) >= _FEWEST and max(low - usual, usual - high) > _OUTSIDE * (high - low):
            return (
                f", and {measure.tag} is about {usual:.3g}, where training's return never left {low:.3g} to "
                f"{high:.3g}: evaluation sees other episodes"
            )
    return ""
