"""Gradient norms that are cut at the same value at most steps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.finding.configuration import PREFIX
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="always-clipped",
    source="Deep Learning Tuning Playbook 2023 (more than half of the updates clipped is too aggressive)",
    innocent=("the threshold is meant to normalise every update",),
    raises=("lr-too-high", "exploding-gradients"),
)
_FEWEST = 20
_OFTEN = 0.5
_CLIP = re.compile(
    r"(^|[/_])(max_grad_norm|grad_clip|clip_grad|clip_grad_norm|gradient_clip_val|grad_norm_clip)$"
)


def always_clipped(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where most updates are clipped: at the largest logged norm, or over the configured threshold.

    The largest norm that is also the norm of most updates is a clip's threshold. A norm that is logged before it is
    clipped passes the threshold instead. Policies are usually trained that way, and get no more than a mention.
    """
    limit = _configured(seen)
    for measure in seen.finite(Quantity.GRAD_NORM):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        top = float(value.max())
        at_top = np.isclose(value, top, rtol=1e-6, atol=0.0)
        over = np.zeros_like(at_top) if limit is None else value > limit * (1 + 1e-6)
        if _OFTEN < float(at_top.mean()) < 1 and top > 0:
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
