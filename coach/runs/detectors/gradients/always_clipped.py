"""Gradient norms that are cut at the same value at most steps, or at all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.learning import has_learnt
from coach.runs.finding.configuration import PREFIX
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="always-clipped",
    source="Deep Learning Tuning Playbook 2023 (more than half of the updates clipped is too aggressive)",
    innocent=("the threshold is meant to normalise every update", "the norm is logged after it was clipped"),
    raises=("lr-too-high", "exploding-gradients", "lr-too-low", "config-not-applied"),
    looks_at=(Quantity.GRAD_NORM,),
)
_FEWEST = 20
_FEWEST_ALIKE = 5  # no norm is computed alike even twice
_AS_CLIPPED = 1e-5  # frameworks divide by the norm and a little more
_OFTEN = 0.5
_CLIP = re.compile(
    r"(^|[/_])(max_grad_norm|grad_clip|clip_grad|clip_grad_norm|gradient_clip_val|grad_norm_clip)$"
)


def always_clipped(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where most updates are clipped: at the largest logged norm, or over the configured threshold.

    The largest norm that is also the norm of most updates is a clip's threshold. A norm that is logged before it is
    clipped passes the threshold instead. Policies are usually trained that way, and get no more than a mention. A norm
    that is the same at every point may also be logged after clipping, and then says nothing; that is a mention where
    the return rises or the loss falls.
    """
    limit = _configured(seen)
    for measure in seen.finite(Quantity.GRAD_NORM):
        value = measure.series.value
        top = float(value.max())
        at_top = np.isclose(value, top, rtol=_AS_CLIPPED, atol=0.0)
        if len(value) >= _FEWEST_ALIKE and top > 0 and at_top.all():
            # Of a norm that overflows that is the news.
            if np.isfinite(seen.run.series[measure.tag].value).all():
                yield _constant(seen, measure)
            continue
        if len(value) < _FEWEST:
            continue
        over = np.zeros_like(at_top) if limit is None else value > limit * (1 + 1e-6)
        if float(at_top.mean()) > _OFTEN and top > 0:
            clipped, said = at_top, f"is exactly {top:.4g}"
            severity = Severity.WARN
        elif limit is not None and float(over.mean()) > _OFTEN:
            clipped, said = over, f"is over the configured limit of {limit:.4g}"
            severity = Severity.INFO if seen.of(Quantity.POLICY_LOSS, Quantity.RETURN) else Severity.WARN
        else:
            continue
        share = float(clipped.mean())
        yield CARD.symptom(
            measure.tag,
            severity,
            f"{measure.tag} {said} at {100 * share:.0f} % of the points: most updates are clipped.",
            onset=seen.onset(measure.series, int(np.argmax(clipped))),
            value=share,
            threshold=_OFTEN,
        )


def _constant(seen: RunForDetectors, measure: Measure) -> Symptom:
    """Give the symptom of a norm that never moves."""
    points, top = len(measure.series), float(measure.series.value.max())
    said = f"{measure.tag} is {top:.4g} at all {points:,} points: every update is clipped to it, or the norm is logged"
    said += " after clipping and says nothing about the gradients"
    is_learning = has_learnt(seen)
    said += (
        ", and the run learns all the same"
        if is_learning
        else ", and nothing is learnt"
        if is_learning is False
        else ""
    )
    return CARD.symptom(
        measure.tag,
        Severity.INFO if is_learning else Severity.WARN,
        f"{said}.",
        onset=seen.onset(measure.series, 0),
        value=1.0,
        threshold=_OFTEN,
    )


def _configured(seen: RunForDetectors) -> float | None:
    """Give the one threshold the configuration states; None where it states none, or several."""
    stated = set()
    for name, text in seen.run.metadata.items():
        if name.startswith(PREFIX) and _CLIP.search(name.removeprefix(PREFIX).lower()):
            try:
                stated.add(float(text))
            except ValueError:
                continue
    found = {each for each in stated if np.isfinite(each) and each > 0}
    return found.pop() if len(found) == 1 else None
