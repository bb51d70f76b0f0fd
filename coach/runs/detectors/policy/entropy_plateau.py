"""Policy entropy that stops falling at a level that is neither low nor high, or never moves at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at, window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="entropy-plateau",
    source="Rahtz 2018 (a constant level short of zero); Jones 2021 (near the maximum no policy is learnt)",
    innocent=(
        "the entropy bonus and the return have reached their balance",
        "the best policy is a mixed one",
    ),
    raises=("entropy-stuck-constant", "entropy-stuck-max"),
)
_FEWEST = 20
_FLAT = 0.02  # of the start: how far points may lie from the level
_LOW, _HIGH = 0.05, 0.95
_LONG = 0.4  # of the run
_SAME = 0.01
_NEAR_ONE_K = 0.1  # of the distance to the next k, about 1/k: beyond it any level lies near some ln k


def entropy_plateau(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where entropy keeps one level over 40 % of the run while the return does not rise."""
    for measure in seen.finite(Quantity.ENTROPY):
        value = measure.series.value
        start = float(value[: max(3, len(value) // 20)].max())
        if len(value) < _FEWEST or start <= 0:
            continue
        level = float(np.median(value[-len(value) // 4 :]))
        since = settles_at(np.abs(value - level) < _FLAT * start)
        if since is None or len(value) - since < _LONG * len(value) or _still_moves(value[since:], start):
            continue
        improved = improved_since(seen, int(measure.series.step[since]))
        if level > _LOW * start and improved is not True:
            yield _symptom(seen, measure, since, start, level, is_known=improved is not None)


def _still_moves(value: np.typing.NDArray[np.float64], start: float) -> bool:
    means = window_means(value, 4)
    return float(np.ptp(means)) > _SAME * start


def _symptom(
    seen: RunForDetectors, measure: Measure, since: int, start: float, level: float, *, is_known: bool
) -> Symptom:
    onset = seen.onset(measure.series, since)
    is_at_start = level > _HIGH * start
    if is_at_start:
        said = f"entropy has stayed at {level:.3g}, where it began: no policy has been learnt"
    else:
        said = f"entropy fell from {start:.3g} to {level:.3g} nats by step {onset.step:,} and has not moved since"
    k = round(math.exp(level)) if level < 10 else 0  # noqa: PLR2004 - e^10 equally likely actions say nothing
    if k > 1 and abs(math.log(k) - level) < min(_SAME * level, _NEAR_ONE_K / k):
        said += f"; that is ln {k}, a uniform choice among {k} actions"
    said += ", and the return does not rise" if is_known else ""
    return CARD.symptom(
        measure.tag,
        Severity.WARN if is_known else Severity.INFO,
        f"{said}.",
        onset=onset,
        value=level,
        threshold=_HIGH * start,
        raises=("entropy-stuck-max",) if is_at_start else ("entropy-stuck-constant",),
    )
