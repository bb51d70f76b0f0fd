"""A weight of the entropy, or temperature, that is tuned ever higher."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.beginning import Beginning, onset_between
from coach.runs.describing.bend import bend
from coach.runs.describing.trend import robust_slope, settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.temperature import temperatures
from coach.runs.detectors.returns.progress import has_gained_much, improved_since, is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="temperature-growth",
    source="soft actor-critic raises it while the entropy is under its target; tenfold is coach's own choice",
    innocent=("it began far too low, and rewards are large", "the target entropy was raised on purpose"),
    raises=("sac-temperature", "reward-scale", "clip-action-logprob", "q-overestimation"),
    looks_at=(Quantity.ENTROPY_COEFFICIENT,),
)
_FACTOR = 10.0
_STILL = 0.9  # Kendall's tau over the last third
_GAINED = 1.25  # times what it was a third of the run ago
_LARGE = 1.0  # a temperature that begins low and stays under it has found its level


def temperature_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the coefficient settles over ten times its start, and over 1.

    A warning where the return is no better for it, or only a little while it goes on growing to the end: what is tuned
    to a target comes to rest where that is met.
    """
    for measure, start, end in temperatures(seen):
        value = measure.series.value
        limit = max(_FACTOR * start, _LARGE)
        since = settles_at(value > limit, share=0.9)
        if since is None:
            continue
        begun = bend(np.log(np.maximum(value, start / _FACTOR)))
        if begun is not None and begun.after > 0 and begun.at < since:
            onset = onset_between(seen, measure.series, Beginning(begun.at, begun.first, begun.last + 1))
        else:
            onset = seen.onset(measure.series, since)
        is_good = improved_since(seen, int(measure.series.step[0])) or is_near_its_best(seen)
        said = (
            f"{measure.tag} was {start:.3g} at first and is {end:.3g} now, growing since step {onset.step:,}"
        )
        said += (
            (", and the return has risen" if has_gained_much(seen) else ", and the return has risen somewhat")
            if is_good
            else ""
            if is_good is None
            else ", and the return is no better"
        )
        is_rising = _goes_on(value) and not has_gained_much(seen)
        said += ", and it goes on growing" if is_good and is_rising else ""
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if is_good is False or is_rising else Severity.INFO,
            f"{said}.",
            onset=onset,
            value=end / start,
            threshold=_FACTOR,
        )


def _goes_on(value: NDArray[np.float64]) -> bool:
    """Give whether a temperature grows steadily, and not just a little, over the last third of the run."""
    late = value[-len(value) // 3 :]
    is_steady = robust_slope(np.arange(len(late), dtype=np.float64), late).tau > _STILL
    return is_steady and float(late[-1]) > _GAINED * float(late[0])
