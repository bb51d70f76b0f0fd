"""A policy that runs away from the model it is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_slope, settles_at
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="kl-runaway",
    source="Axolotl's guide (0 to 0.5 from the reference is healthy, over 2 has diverged); the trend is coach's own",
    innocent=(
        "it is summed over the tokens of an answer rather than averaged",
        "the weight of the penalty is small on purpose",
        "the reference is replaced from time to time",
    ),
    raises=("kl-blowup", "reward-misspecified", "lr-too-high"),
    looks_at=(Quantity.KL_REFERENCE,),
)
_FEWEST = 20
_FAR_TOO_FAR = 10.0  # nats (Schulman 2017)
_BEGINNING = 0.05  # of the run
_DIVERGED = 2.0
_RISING = 0.4  # Kendall's tau over the second half


def kl_runaway(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the divergence from the reference settles over 2: a warning while it goes on rising.

    The same where it is over 10 at the first point of a run, which begins at its reference.
    """
    for measure in seen.finite(Quantity.KL_REFERENCE):
        step, value = measure.series.step, measure.series.value
        if len(value) >= _FEWEST and value[0] > _FAR_TOO_FAR and step[0] <= _BEGINNING * step[-1]:
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} is {value[0]:.3g} at the first point, step {step[0]:,}, where a policy that has "
                f"just left its reference is near 0: the first updates were far too large.",
                onset=seen.onset(measure.series, 0),
                value=float(value[0]),
                threshold=_FAR_TOO_FAR,
            )
            continue
        since = settles_at(value > _DIVERGED, share=0.9)
        if len(value) < _FEWEST or since is None:
            continue
        half = len(value) // 2
        is_rising = robust_slope(step[half:].astype(np.float64), value[half:]).tau > _RISING
        onset = seen.onset(measure.series, since)
        end = float(np.median(value[-max(3, len(value) // 10) :]))
        said = (
            f"{measure.tag} has been over {_DIVERGED:g} since step {onset.step:,} and is {end:.3g} now"
            f"{', still rising' if is_rising else ''}"
        )
        severity = Severity.WARN if is_rising else Severity.INFO
        yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=end, threshold=_DIVERGED)
