"""Policy entropy, or the spread of continuous actions, that rises above where it began: ever more random."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.trend import noise, settles_at, spread, window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.action_spread import action_spreads, as_entropy, entropies
from coach.runs.detectors.returns.progress import improved_since, main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="entropy-growth",
    source="Jones 2021 (entropy should fall; wild swings mean too high a learning rate); 5 % is coach's own choice",
    innocent=(
        "exploration returned for a while after a change in the task",
        "the policy is a density, whose entropy may legally rise",
        "the entropy coefficient is tuned automatically towards a target",
    ),
    raises=("entropy-growth", "action-range", "clip-action-logprob", "lr-too-high", "reward-uninformative"),
    looks_at=(
        Quantity.ENTROPY,
        Quantity.POLICY_STD,
    ),
)
_FEWEST = 10
_ABOVE = 0.05  # of the start
_CLEARLY = 3.0
_FEWEST_RISING = 40
_WINDOWS = 20
_AGAIN = 0.25  # of the start (editorial)
_UNDONE, _LEFT = 0.97, 0.1  # of the start
_MOST = 0.75  # of the rise, that is kept after it came at once
_IN_ORDER = 0.6  # of the steps from window to window that go up
_A_FEW = 3
_FALL = 0.15  # of the range of the return


def entropy_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where entropy settles over 5 % above its start for the last fifth of the run or longer.

    Where the standard deviation of continuous actions is logged, that is looked at instead of the entropy.
    """
    spreads = action_spreads(seen, _FEWEST)
    for measure in spreads or entropies(seen, _FEWEST):
        value = measure.series.value
        first = value[: max(3, len(value) // 20)]
        start = float(np.median(first))
        limit = max((1 + _ABOVE) * start, start + _CLEARLY * spread(first))
        since = settles_at(value > limit, share=0.9, fewest=max(3, len(value) // 5))
        if start > 0 and since is not None:
            yield _symptom(seen, measure, since, start, is_entropy=not spreads)
        elif start > 0 and not spreads:
            yield from _rises_again(seen, measure, start)


def _rises_again(seen: RunForDetectors, measure: Measure, start: float) -> Iterator[Symptom]:
    """Yield a symptom for an entropy that sank and then rose by a quarter of its start, at once or on and on.

    A tenth is enough where it is back where it began: all that was decided is undone.

    A mention where the return did not fall meanwhile: a policy may well open up again and be the better for it.
    """
    value = measure.series.value
    if len(value) < _FEWEST_RISING:
        return
    means = window_means(value, _WINDOWS)
    lowest = int(np.argmin(means))
    rise = float(means[-1] - means[lowest])
    limit = float(means[lowest]) + rise / 2
    since = settles_at(value > limit, share=0.9, fewest=len(value) // 10)
    is_undone = float(means[-1]) > _UNDONE * start
    if rise < max((_LEFT if is_undone else _AGAIN) * start, _CLEARLY * noise(value)) or since is None:
        return
    in_order, later = np.diff(means[lowest:]) > 0, means[_WINDOWS * since // len(value) + 1 :]
    if in_order.mean() < _IN_ORDER and not (later > float(means[lowest]) + _MOST * rise).all():
        return
    onset = ramp_onset(seen, measure.series, since, 1)
    is_worse = _falls_since(seen, measure, onset.step)
    said = f"entropy came down to {means[lowest]:.3g} nats and has risen to {means[-1]:.3g} since step {onset.step:,}"
    yield CARD.symptom(
        measure.tag,
        Severity.WARN if is_worse else Severity.INFO,
        f"{said}{', and the return has fallen since' if is_worse else ''}.",
        onset=onset,
        value=float(means[-1] / start),
        threshold=_AGAIN,
    )


def _falls_since(seen: RunForDetectors, measure: Measure, step: int) -> bool:
    """Give whether the return ends clearly lower than it was when the entropy began to rise."""
    returns = main_return(seen)
    if returns is None:
        return False
    at = int(np.searchsorted(returns.series.step, seen.step_of(returns.tag, measure.tag, step)))
    value, tenth = returns.series.value, max(3, len(returns.series) // 10)
    earlier, last = value[max(0, at - tenth) : at], value[-tenth:]
    if len(earlier) < _A_FEW:
        return False
    fall = float(earlier.mean() - last.mean())
    return fall > max(_CLEARLY * noise(value) * float(np.sqrt(2 / tenth)), _FALL * float(np.ptp(value)))


def _symptom(
    seen: RunForDetectors, measure: Measure, since: int, start: float, *, is_entropy: bool
) -> Symptom:
    value = measure.series.value
    onset = ramp_onset(seen, measure.series, since, 1)
    end = float(np.median(value[-max(3, len(value) // 10) :]))
    is_learning = improved_since(seen, int(measure.series.step[0]))
    if is_entropy:
        said = f"entropy rose from {start:.3g} nats to {end:.3g}"
    else:
        said = f"the standard deviation of actions, {measure.tag}, rose from {start:.3g} to {end:.3g}"
    said += f", above its start since step {int(measure.series.step[since]):,}"
    said += "" if is_entropy else f" ({as_entropy(start, end)})"
    said += ", though the return ends higher than it began" if is_learning else ""
    return CARD.symptom(
        measure.tag,
        Severity.INFO if is_learning else Severity.WARN,
        f"{said}.",
        onset=onset,
        value=end / start,
        threshold=1 + _ABOVE,
    )
