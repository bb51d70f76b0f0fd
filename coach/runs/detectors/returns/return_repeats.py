"""A return, or a length of episodes, that varied and then keeps one number: no new episode stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="return-repeats",
    source="returns of new episodes differ where anything is drawn at random; the counts are coach's own choice",
    innocent=(
        "the task is solved, and every episode gets all there is",
        "a deterministic policy is evaluated in a deterministic world",
    ),
    raises=(
        "logging-artefact",
        "termination-truncation",
        "reset-leak",
        "entropy-collapse",
        "exploration-collapse",
        "env-not-stepped",
    ),
)
_AT_WORST = (
    "exploration-collapse",
    "entropy-collapse",
    "reward-uninformative",
    "env-not-stepped",
    "reset-leak",
)
_LAST = 20
_BEFORE = 10  # points that varied
_LASTING = 0.3  # of the points
_VARIED = 0.8  # of the points before, that differ from the one before them

_UNPAID = (
    "the agent always does the same and is never paid for it, as one that stopped exploring before it had found "
    "anything"
)
_ALL_ALIKE = (
    "every episode goes the same bad way, whatever the policy does or because it always does the same"
)


def return_repeats(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for a training return, or a mean length of episodes, that repeats one number to the end.

    Silent where that number is the best there was, or the longest: then it is as a rule all there is to get.
    """
    returns = seen.finite(Quantity.RETURN)
    for measure in (*returns, *seen.finite(Quantity.EPISODE_LENGTH)):
        since = _since(measure)
        value = measure.series.value
        if since is None or value[-1] >= value.max() or (measure not in returns and is_near_its_best(seen)):
            continue  # the shortest way to a goal has one length
        step, is_worst = int(measure.series.step[since]), bool(value[-1] <= value.min())
        said = f"{measure.tag} varied and is exactly {value[-1]:.6g} at every point since step {step:,}"
        said += (
            f", the least there was: {_UNPAID if value[-1] == 0 else _ALL_ALIKE}"
            if is_worst and measure in returns
            else ": no new episode stands behind it (none ends any more, or the log repeats the last), or policy and "
            "world have become the same every time"
        )
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(measure.series, since),
            value=float(value[-1]),
            threshold=0.0,
            raises=_AT_WORST if is_worst and measure in returns else CARD.raises,
        )
        return


def _since(measure: Measure) -> int | None:
    value = measure.series.value
    since = settles_at(value == value[-1], share=1.0, fewest=_LAST)
    if since is None or since < _BEFORE or len(value) - since <= _LASTING * len(value):
        return None
    varied = np.diff(value[: since + 1]) != 0
    return since if float(varied.mean()) >= _VARIED else None
