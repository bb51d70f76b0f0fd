"""Values worth no more than the next few rewards, in an agent that does not get better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import rose_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="short-sighted-values",
    source="a value is the discounted rest of the return (worked out); three steps are coach's own choice",
    innocent=(
        "rewards are scaled down before the agent sees them, and returns are logged unscaled",
        "the critic has not had time to learn yet",
    ),
    raises=("target-net-frequency", "discount-horizon", "value-not-learning", "lr-too-low"),
)
_FEWEST = 20
_LAST = 0.3
_STEPS = 3.0
_LONG = 3.0  # times that: shorter episodes hold no more rewards


def short_sighted_values(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where values end under three steps' reward, episodes are far longer, and the return stands.

    A step's reward is the return over the length of an episode, on average; where nearly all of it comes at the end of
    an episode, values of that size would be a whole share of the return and are not told.
    """
    paid, lasts = _late(seen, Quantity.RETURN), _late(seen, Quantity.EPISODE_LENGTH)
    begun = seen.run.first_step or 0
    if paid is None or lasts is None or lasts < _LONG * _STEPS or paid == 0:
        return
    if rose_since(seen, begun):
        return
    for measure in seen.finite(Quantity.Q_VALUE, Quantity.VALUE):
        if len(measure.series) < _FEWEST:
            continue
        value = _median(measure)
        steps = value * lasts / paid
        if not 0 < steps < _STEPS:
            continue
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} ends at {value:.3g}, the reward of {steps:.2g} steps on average, where episodes last "
            f"{lasts:.3g} steps and pay {paid:.3g}, and the return does not clearly rise: values hardly look ahead.",
            onset=seen.onset(measure.series, 0),
            value=steps,
            threshold=_STEPS,
        )


def _late(seen: RunForDetectors, quantity: Quantity) -> float | None:
    found = [each for each in seen.finite(quantity) if len(each.series) >= _FEWEST]
    return _median(found[0]) if found else None


def _median(measure: Measure) -> float:
    value = measure.series.value
    return float(np.median(value[-max(1, int(_LAST * len(value))) :]))
