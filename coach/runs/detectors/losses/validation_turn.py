"""Validation that turns for the worse while training goes on improving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.beginning import Beginning, onset_between
from coach.runs.describing.ramp import ramp_began
from coach.runs.describing.trend import noise, robust_noise, robust_slope, rolling_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.classes_left_out import nothing_found
from coach.runs.detectors.losses.breaks import held_out_breaks
from coach.runs.detectors.telltales.measured_two_ways import worse_of_two_ways
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="validation-turn",
    source="UMLAUT (validation rises while training does not); Deep Learning Tuning Playbook 2023",
    innocent=("a small validation set is noisy", "the data or the augmentation changed on the way"),
    raises=("overfitting", "preprocess-mismatch", "label-noise", "label-misalignment"),
    looks_at=(Quantity.EVAL_LOSS,),
)
_PAIRS = (
    (Quantity.EVAL_LOSS, Quantity.LOSS, 1, "lowest"),
    (Quantity.EVAL_ACCURACY, Quantity.ACCURACY, -1, "highest"),
)
_FEWEST = 8
_LAST = 3
_CLEARLY = 3.0  # standard errors of a difference of two such means
_SURELY = 2.0  # standard errors
_SMALL = 0.05  # of the best value
# For series of few looks, all editorial: what is seen at a glance and no noise explains.
_FEWEST_WORSE = 2  # looks in a row
_A_LOT = 0.2  # of the best value
# For a loss that creeps up by less than noise or a twentieth: long since, steadily, far over training's.
_MANY_LOOKS, _LONG_AGO = 20, 0.6
_RISES = 0.5  # Kendall's tau
_APART = 1.25
_HALF = 0.5  # of the loss in training


def validation_turn(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the last three evaluations lie clearly off the best three and training still improves.

    Accuracy is looked at like the loss, the other way up.
    """
    told = worse_of_two_ways(seen)
    for held_out, trained, sign, word in _PAIRS:
        for measure in (each for each in seen.finite(held_out) if each.tag not in told):
            if nothing_found(measure) is not None or any(
                each.measure == measure for each in held_out_breaks(seen, for_the_worse=True)
            ):
                continue  # lost at one look, or to a class that is never answered: stories that are told by themselves
            training = seen.finite(trained, beside=measure.tag)
            value = sign * measure.series.value
            if len(value) < _FEWEST:
                yield from _of_few_looks(seen, measure, training, sign)
                continue
            # Three evaluations together: the single best one of a noisy curve is lucky, not good.
            means = rolling_means(value, _LAST)
            best = int(np.argmin(means)) + _LAST - 1
            rise = float(means[-1] - means.min())
            limit = max(_CLEARLY * noise(value) * np.sqrt(2 / _LAST), _SMALL * abs(float(means.min())))
            step = int(measure.series.step[best])
            if rise > limit and any(_still_improves(each, step, sign) for each in training):
                middle = int(measure.series.step[best - _LAST // 2])
                said = (
                    f"{measure.tag} was {word} around step {middle:,} ({sign * means.min():.4g} on average of three "
                    f"looks) and is {sign * means[-1]:.4g} over the last three, while {trained} in training goes on "
                    "improving"
                )
                half = (float(means.min()) + float(means[-1])) / 2
                since = best + int(np.argmax(means[best - _LAST + 1 :] > half))
                turned = _not_before(ramp_began(value, since, 1, by_factor=False), means, best, value)
                series = measure.series
                onset = onset_between(seen, series, turned) if turned else seen.onset(series, best)
                yield CARD.symptom(
                    measure.tag, Severity.WARN, f"{said}.", onset=onset, value=rise, threshold=limit
                )
            elif sign > 0:
                yield from _stands_apart(seen, measure, training, best)


def _stands_apart(
    seen: RunForDetectors, measure: Measure, training: Sequence[Measure], best: int
) -> Iterator[Symptom]:
    """Yield a mention where a held-out loss has risen a little since long, far over a training loss that falls on."""
    value, step = measure.series.value, measure.series.step
    since = value[best:]
    is_long = len(value) >= _MANY_LOOKS and best < _LONG_AGO * len(value)
    if not is_long or robust_slope(np.arange(len(since), dtype=np.float64), since).tau < _RISES:
        return
    for other in training:
        lately = float(np.median(other.series.value[-max(3, len(other.series) // 10) :]))
        is_apart = other.metric == measure.metric and value[-1] > _APART * lately > 0
        if is_apart and _still_improves(other, int(step[best]), 1):
            said = (
                f"{measure.tag} was lowest around step {int(step[best]):,} ({value[best]:.4g}) and has crept up to "
                f"{value[-1]:.4g} since, while {other.tag} has gone on falling to about {lately:.3g}"
            )
            onset = seen.onset(measure.series, best)
            yield CARD.symptom(
                measure.tag,
                Severity.INFO,
                f"{said}.",
                onset=onset,
                value=float(value[-1]) / lately,
                threshold=_APART,
            )
            return


def _not_before(
    turned: Beginning | None, means: NDArray[np.float64], best: int, value: NDArray[np.float64]
) -> Beginning | None:
    """Give a beginning no earlier than the first look that is as good as the best one but for noise.

    Two lines through a curve that flattens and then rises meet where it still falls.
    """
    if turned is None:
        return None
    at = best - _LAST + 1
    near = means <= float(means.min()) + _SURELY * noise(value[at:]) * np.sqrt(2 / _LAST)
    while at > 0 and near[at - 1]:
        at -= 1
    first = at + 1  # the middle of the looks that are averaged
    if turned.at >= first:
        return turned
    return Beginning(first, first, max(turned.last, best))


def _of_few_looks(
    seen: RunForDetectors, measure: Measure, training: Sequence[Measure], sign: int
) -> Iterator[Symptom]:
    """Yield a symptom where each of the last looks was worse than the one before, a good deal in all.

    A score on the same data that was never better than at the last look makes it a mention.
    """
    value, step = sign * measure.series.value, measure.series.step
    best = int(np.argmin(value))
    worse = np.diff(value[best:])
    rise, limit = float(value[-1] - value[best]), _A_LOT * abs(float(value[best]))
    falls = [each for each in training if _falls(each, int(step[best]), int(step[-1]))]
    if sign < 0 or len(worse) < _FEWEST_WORSE or not (worse > 0).all() or rise <= limit or not falls:
        return
    said = (
        f"{measure.tag} got worse at each of its last {len(worse)} looks, from {value[best]:.4g} at step "
        f"{step[best]:,} to {value[-1]:.4g}, while {falls[0].tag} went on falling"
    )
    better = next((each for each in seen.finite(Quantity.EVAL_ACCURACY) if _is_best_last(each, 1)), None)
    better = better or next(
        (each for each in seen.finite(Quantity.EVAL_LOSS) if each.metric and _is_best_last(each, -1)), None
    )
    said += "" if better is None else f"; {better.tag} is at its best all the same"
    severity = Severity.WARN if better is None else Severity.INFO
    onset = seen.onset(measure.series, best)
    yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=rise, threshold=limit)


def _falls(measure: Measure, first: int, last: int) -> bool:
    """Give whether a series in training halved, or did better, from around one step to around another."""
    before, after = _around(measure, first), _around(measure, last)
    return len(before) > 0 and len(after) > 0 and float(np.median(after)) < _HALF * float(np.median(before))


def _around(measure: Measure, step: int) -> NDArray[np.float64]:
    """Give float64[point], the tenth of a series that ends at a step."""
    at = int(np.searchsorted(measure.series.step, step, side="right"))
    return measure.series.value[max(0, at - max(1, len(measure.series) // 10)) : at]


def _is_best_last(measure: Measure, sign: int) -> bool:
    value = sign * measure.series.value
    return len(value) > 1 and bool(value[-1] > value[:-1].max())


def _still_improves(measure: Measure, step: int, sign: int) -> bool:
    """Give whether the last tenth of a series in training is clearly better than the tenth around a step."""
    value = sign * measure.series.value
    at = int(np.searchsorted(measure.series.step, step))
    window = max(1, len(value) // 10)
    around, end = value[max(0, at - window // 2) : at + window // 2 + 1], value[-window:]
    if not len(around):
        return False
    error = robust_noise(value) * float(np.sqrt(1 / len(around) + 1 / len(end)))
    return float(np.median(around) - np.median(end)) > _SURELY * error
