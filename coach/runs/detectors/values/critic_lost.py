"""A critic that explained the returns and no longer does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.sudden_change import sudden_change
from coach.runs.describing.trend import settles_at, window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.goal_since import Since, goal_since
from coach.runs.detectors.returns.progress import has_settled_at_its_best
from coach.runs.detectors.values.varying_returns import returns_vary
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, Onset, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="critic-lost",
    source="Schulman 2017 (1 explains all of the returns, 0 nothing); the levels are coach's own choice",
    innocent=(
        "the returns hardly vary any more, which makes the ratio ill-conditioned",
        "the task became another on purpose",
    ),
    raises=(
        "value-not-learning",
        "buffer-misalignment",
        "reward-scale",
        "obs-corruption",
        "nonstationary-normaliser",
        "termination-truncation",
        "env-nondeterminism-unknown",
    ),
)
_FEWEST = 20
_WINDOWS = 10
_WAS = 0.5
_LOST = 0.5  # of what was explained
_LATE = 0.9  # share of the points after the onset that lie low


class _Lost(NamedTuple):
    onset: Onset
    before: float
    after: float
    at_once: bool


def critic_lost(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where explained variance was over a half and stays under half of that to the end.

    A mention where the return got better all the same, or hardly varies, so that there is nothing to explain.
    """
    for measure in seen.finite(Quantity.EXPLAINED_VARIANCE):
        found = _lost(seen, measure)
        if found is None:
            continue
        is_fine = (
            goal_since(seen, measure.tag, found.onset.step) is Since.BETTER
            or has_settled_at_its_best(seen)
            or not _varies_late(seen, measure)
        )
        how = "falls at once" if found.at_once else "falls"
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if is_fine else Severity.WARN,
            f"{measure.tag} {how} from {found.before:.2g} to {found.after:.2g} at step {found.onset.step:,} and stays "
            "there: the critic no longer fits its returns, as where it stops being trained, or rewards, observations "
            "or the ends of episodes became others.",
            onset=found.onset,
            value=found.after,
            threshold=_LOST * found.before,
        )


def _lost(seen: RunForDetectors, measure: Measure) -> _Lost | None:
    series, value = measure.series, measure.series.value
    if len(value) < _FEWEST:
        return None
    means = window_means(value, _WINDOWS)
    best = float(means.max())
    if best < _WAS or float(means[-1]) > _LOST * best or value[-_WINDOWS:].max() > best:
        return None
    change = sudden_change(value, -1)
    if change is not None and change.lasts and change.after <= _LOST * change.before >= _LOST * _WAS:
        return _Lost(seen.onset(series, change.at), change.before, change.after, at_once=True)
    since = settles_at(value < _LOST * best, share=_LATE, fewest=5)
    if since is None:
        return None
    onset = ramp_onset(seen, series, since, -1, by_factor=False)
    return _Lost(onset, best, float(np.median(value[since:])), at_once=False)


def _varies_late(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether returns vary at half of the last points or more."""
    varies = returns_vary(seen, measure.series)
    return float(varies[-len(varies) // 4 :].mean()) >= _LOST
