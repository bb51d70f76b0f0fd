"""The learning rates of runs that train a policy from scratch, whose usual size is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_OF_POLICIES = (
    Quantity.POLICY_LOSS,
    Quantity.ENTROPY,
    Quantity.KL,
    Quantity.CLIP_FRACTION,
    Quantity.VALUE_LOSS,
)
OF_LANGUAGE_MODELS = (Quantity.COMPLETION_LENGTH, Quantity.KL_REFERENCE, Quantity.CLIPPED_LENGTH)
"""Quantities that only agents which write text log."""
_FEWEST = 10


def policy_rates(seen: RunForDetectors) -> Iterator[Measure]:
    """Yield the logged rates of a run that trains a policy, and no language model, whose rates are far smaller."""
    if not seen.of(*OF_LANGUAGE_MODELS):
        yield from every_policy_rate(seen)


def every_policy_rate(seen: RunForDetectors) -> Iterator[Measure]:
    """Yield the logged rates of a run that trains a policy, a language model or not."""
    if not seen.of(*_OF_POLICIES, *OF_LANGUAGE_MODELS):
        return
    for measure in seen.finite(Quantity.LEARNING_RATE):
        if len(measure.series) >= _FEWEST:
            yield measure
