"""Policy updates that are too large: the KL divergence between the old policy and the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import mostly_since, robust_slope, rolling_means, spread
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import improved_since, is_near_its_best, main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="kl-spike",
    source="Huang et al. 2022 (usually under 0.02); Schulman 2017 (0.01 small, 10 far too big); Jones 2021",
    innocent=(
        "it is the divergence from a reference model, which is legitimately larger",
        "it is summed over tokens or actions rather than averaged",
        "the first updates of a run",
    ),
    raises=("kl-blowup", "lr-too-high", "reward-scale", "ratio-not-one", "exploding-gradients"),
    looks_at=(Quantity.KL,),
)
_FROM_THE_FIRST = ("clip-action-logprob", "ratio-not-one", "kl-blowup", "lr-too-high", "reward-scale")
_FIRST = 3
_FEWEST = 8
_HIGH = 0.03
_ALARMING = 0.1
_SPREADS = 8.0
_WARM_UP = 0.05
_FAR_TOO_FAR = 1.0  # nats: even of a first update (editorial)
_OFTEN = 0.5
_RISING = 0.4  # Kendall's tau over the second half
_MOST_LOOKED_AT = 20
_FEWEST_AROUND = 4
_SMALL = 0.15  # of the series' range


class _Harm(NamedTuple):
    """Which of the spikes the run fell after, None where nobody can tell, and that in words."""

    spike: int | None
    says: str


def kl_spike(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for single updates far above the rest, and for a level that stays high."""
    for measure in seen.finite(Quantity.KL):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        limit = max(_HIGH, float(np.median(value)) + _SPREADS * spread(value))
        spikes = np.flatnonzero(value > limit)
        late = value[len(value) // 2 :]
        if float((late > _HIGH).mean()) >= _OFTEN:
            yield _level(seen, measure)
        elif len(spikes):
            yield _spike(seen, measure, spikes, limit)


def _level(seen: RunForDetectors, measure: Measure) -> Symptom:
    value = measure.series.value
    late = float(np.median(value[len(value) // 2 :]))
    onset = seen.onset(measure.series, mostly_since(value > _HIGH))
    half = measure.series.where(slice(len(value) // 2, None))
    is_rising = robust_slope(half.step.astype(np.float64), half.value).tau > _RISING
    said = f"the KL divergence of an update is {late:.2g} in the second half of the run, where 0.02 is usual"
    said += ", and goes on rising" if is_rising else ""
    severity = Severity.ALARM if late > _ALARMING else Severity.WARN
    is_at_once = bool((value[:_FIRST] > _FAR_TOO_FAR).all()) and late > _FAR_TOO_FAR
    if is_at_once:
        said = f"{said}; it was {float(value[0]):.2g} in the first update already, before any could have gone astray"
    elif is_near_its_best(seen) and not is_rising:
        severity, said = Severity.INFO, f"{said}, though the return ends near its best"
    raises = (*CARD.raises, "stale-experience") if is_rising else CARD.raises
    raises = _FROM_THE_FIRST if is_at_once else raises
    return CARD.symptom(
        measure.tag, severity, f"{said}.", onset=onset, value=late, threshold=_HIGH, raises=raises
    )


def _spike(
    seen: RunForDetectors, measure: Measure, spikes: np.typing.NDArray[np.int64], limit: float
) -> Symptom:
    value = measure.series.value
    highest = int(spikes[np.argmax(value[spikes])])
    earlier = value[: int(spikes[0])]
    is_after_a_while = len(earlier) >= _FEWEST
    usual = float(np.median(earlier if is_after_a_while else value))
    said = (
        f"the KL divergence of an update {'jumps to' if spikes[0] else 'begins at'} {value[highest]:.2g} at step "
        f"{int(measure.series.step[highest]):,}, where {usual:.2g} "
        f"{'was usual until then' if is_after_a_while else 'is usual in this run'}"
    )
    said += f" ({len(spikes)} updates like this)" if len(spikes) > 1 else ""
    is_early = bool((spikes < _WARM_UP * len(value)).all())
    harm = None if is_early else _left_a_mark(seen, measure.tag, measure.series.step[spikes])
    is_too_far = is_early and value[highest] > _FAR_TOO_FAR and _gained_nothing(seen, measure)
    said += ", and the return has not risen since" if is_too_far else ""
    is_harmless = harm is None and not is_too_far
    said += harm.says if harm else "" if is_early else ", and the run took no visible harm"
    counts = value[highest] if harm is None or harm.spike is None else value[spikes[harm.spike]]
    severity = Severity.ALARM if counts > _ALARMING else Severity.WARN
    # What matters is the spike that did harm, where one did.
    began = spikes[0] if harm is None or harm.spike is None else spikes[harm.spike]
    return CARD.symptom(
        measure.tag,
        Severity.INFO if is_harmless else severity,
        f"{said}.",
        onset=seen.onset(measure.series, int(began)),
        value=float(value[highest]),
        threshold=limit,
    )


def _gained_nothing(seen: RunForDetectors, measure: Measure) -> bool:
    """Give whether a return is logged that is no better at the end than at the first update."""
    return improved_since(seen, int(measure.series.step[0]), measure.tag) is False


def _left_a_mark(seen: RunForDetectors, tag: str, steps: np.typing.NDArray[np.int64]) -> _Harm | None:
    """Give after which of these steps of a tag return or entropy fell for good; None where neither did.

    Where neither is logged nobody can tell that no harm was done.
    """
    returns, entropies = main_return(seen), seen.finite(Quantity.ENTROPY)
    # Entropy falls as a task is solved: that is harm only where the return is not the better for it.
    is_good = returns is not None and bool(is_near_its_best(seen) or improved_since(seen, int(steps[0])))
    steps = steps[:_MOST_LOOKED_AT]
    if not returns and not entropies:
        return _Harm(None, "; neither a return nor an entropy is logged that would tell what it did")
    for spike, step in enumerate(steps.tolist()):
        moments = {
            each.tag: seen.step_of(each.tag, tag, step)
            for each in (*([returns] if returns else ()), *entropies)
        }
        is_return = returns is not None and _fell_for_good(returns.series, moments[returns.tag])
        is_entropy = not is_good and any(_halved(each.series, moments[each.tag]) for each in entropies)
        what = "the return" if is_return else "entropy" if is_entropy else ""
        if what:
            return _Harm(
                spike, f"; in the tenth of the run after step {step:,} {what} fell and has not come back"
            )
    return None


def _fell_for_good(series: Series, step: int) -> bool:
    """Give whether the values after a step lie clearly under those before it, and no later stretch is back there."""
    before, after = _around(series, step)
    if min(len(before), len(after)) < _FEWEST_AROUND:
        return False
    all_after = series.value[int(np.searchsorted(series.step, step)) + 1 :]
    back = max(float(np.median(after)), float(rolling_means(all_after, len(after)).max()))
    return float(np.median(before)) - back > _SMALL * float(np.ptp(series.value))


def _halved(series: Series, step: int) -> bool:
    before, after = _around(series, step)
    if min(len(before), len(after)) < _FEWEST_AROUND:
        return False
    return float(np.median(after)) < 0.5 * float(np.median(before))


def _around(series: Series, step: int) -> tuple[np.typing.NDArray[np.float64], np.typing.NDArray[np.float64]]:
    """Give the values of the tenth of the run before a step and of the tenth after it."""
    at = int(np.searchsorted(series.step, step))
    window = max(5, len(series) // 10)
    return series.value[max(0, at - window) : at], series.value[at + 1 : at + 1 + window]
