"""A supervised loss that climbs away from its minimum, or jumps and stays up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.beginning import onset_between
from coach.runs.describing.lasting_jump import lasting_jump
from coach.runs.describing.ramp import ramp_began, ramp_onset
from coach.runs.describing.trend import noise, settles_at, window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import First, training_breaks
from coach.runs.detectors.losses.loss_terms import growing_weight
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.returns.risen_beside import harder_data
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="loss-divergence",
    source="TheDeepChecker (a loss at twice its minimum); the Tuning Playbook 2023 (a rise after a fall)",
    innocent=("a harder stage of the data began", "a regulariser was ramped up"),
    raises=(
        "lr-too-high",
        "exploding-gradients",
        "numeric-overflow",
        "unnormalised-inputs",
        "gradients-not-zeroed",
    ),
    looks_at=(
        Quantity.LOSS,
        Quantity.EVAL_LOSS,
    ),
)
_OF_THE_DATA = ("label-misalignment", "label-noise", "unshuffled-data", "preprocess-mismatch")
_KEEPS = 0.98  # of a held-out accuracy
_FEWEST = 50
_TWICE = 2.0
_WINDOWS = 20
_FEWEST_RISING = 6
_SURELY = 2.33  # standard deviations: p < 0.01, one-sided
_CLEARLY = 5.0  # standard errors of a difference of two window means
_OVER = 1.15  # times its lowest twentieth, all through the second half
_MATTERS = 0.1  # of what had been learnt


def loss_divergence(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the loss settles at over twice its lowest twentieth, or rises steadily after it.

    The same where all of the second half lies clearly over the lowest of the first. Of fewer than 50 points, where it
    jumps to over twice what it was from one point to the next and stays there. A mention where the weight of one of its
    terms is raised all the time.
    """
    more = growing_weight(seen)
    for measure in supervised_losses(seen, _FEWEST):
        found = [*_twice(seen, measure)] or [*_steady_rise(seen, measure)] or [*_stays_over(seen, measure)]
        yield from (_weighed(each, more) for each in found) if more else found
    trained, held_out = (
        [each for measure in supervised_losses(seen, 1, quantity) for each in _jump(seen, measure)]
        for quantity in (Quantity.LOSS, Quantity.EVAL_LOSS)
    )
    yield from trained or held_out


def _weighed(symptom: Symptom, more: str) -> Symptom:
    """Give the symptom of a sum in which one term counts more and more as the mention that it is."""
    return replace(symptom, severity=Severity.INFO, says=f"{symptom.says.removesuffix('.')}, while {more}.")


def is_over_twice(value: NDArray[np.float64]) -> bool:
    """Give whether a loss of 50 points or more ends settled at over twice its lowest twentieth."""
    return len(value) >= _FEWEST and _over_twice(value) is not None


def _over_twice(value: NDArray[np.float64]) -> int | None:
    """Give the first point from which on the loss is over twice its lowest twentieth."""
    means = window_means(value, _WINDOWS)
    lowest = int(np.argmin(means))
    floor = float(means[lowest])
    if floor <= 0 or lowest == _WINDOWS - 1 or means[-1] < _TWICE * floor:
        return None
    after = (lowest + 1) * len(value) // _WINDOWS
    since = settles_at(value[after:] > _TWICE * floor, share=0.9)
    return None if since is None else after + since


def _twice(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    value = measure.series.value
    means = window_means(value, _WINDOWS)
    floor = float(means.min())
    since = _over_twice(value)
    if since is not None:
        onset = ramp_onset(seen, measure.series, since, 1)
        said = (
            f"{measure.tag} fell to about {floor:.3g} and has been over twice that since step "
            f"{int(measure.series.step[since]):,}; "
            f"it is about {means[-1]:.3g} now"
        )
        better = _held_out_that_got_better(seen, measure, int(np.argmin(means)) / _WINDOWS)
        if better:
            said += f", while {better} has not become worse: what is trained on may have become harder"
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if better else Severity.ALARM,
            f"{said}.",
            onset=onset,
            value=float(means[-1]) / floor,
            threshold=_TWICE,
            raises=_raises(seen),
        )


def _raises(seen: RunForDetectors) -> tuple[str, ...]:
    """Give what diverges; other things where training broke at one point, and held-out data only after it."""
    is_in_the_data = any(each.first is First.TRAINING for each in training_breaks(seen))
    return _OF_THE_DATA if is_in_the_data else CARD.raises


def _held_out_that_got_better(seen: RunForDetectors, measure: Measure, lowest: float) -> str | None:
    """Give what held-out data are no worse by than when training's loss was lowest; weights that diverge have none.

    Args:
        seen: the run.
        measure: the loss in training that ends at over twice its lowest.
        lowest: the share of its points that lie before its lowest window.
    """
    if measure not in seen.finite(Quantity.LOSS):
        return None
    step = measure.series.step
    then = step[int(lowest * len(step))]
    if any(_over_twice(each.series.value) for each in supervised_losses(seen, _FEWEST, Quantity.EVAL_LOSS)):
        return None
    for other in seen.finite(Quantity.EVAL_ACCURACY, beside=measure.tag):
        after = other.series.value[other.series.step >= then]
        least = max(float(np.median(after[:3])), float(other.series.value[0])) if len(after) else 0.0
        if len(after) >= _FEWEST_RISING and np.median(after[-3:]) >= _KEEPS * least > 0:
            return other.tag
    for other in supervised_losses(seen, _FEWEST_RISING, Quantity.EVAL_LOSS):
        before = other.series.value[other.series.step >= then]
        most = min(float(np.median(before[:3])), float(other.series.value[0])) if len(before) else 0.0
        if len(before) >= _FEWEST_RISING and np.median(before[-3:]) <= most:
            return other.tag
    return None


def _stays_over(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield a symptom where the loss was clearly lower in the first half than at any time in the last."""
    value = measure.series.value
    means = window_means(value, _WINDOWS)
    lowest = int(np.argmin(means[: _WINDOWS // 2]))
    floor, later = float(means[lowest]), means[_WINDOWS // 2 :]
    error = noise(value) * np.sqrt(2 * _WINDOWS / len(value))
    if floor <= 0 or not lowest or later.min() < floor + max((_OVER - 1) * floor, _CLEARLY * error):
        return
    at = (lowest + 1) * len(value) // _WINDOWS
    since = settles_at(value[at:] > floor, share=0.95)
    onset = seen.onset(measure.series, at + (since or 0))
    lately = float(means[-1])
    said = (
        f"{measure.tag} was about {floor:.3g} around step {int(measure.series.step[at]):,}, has been over that at "
        f"nearly every point since step {onset.step:,} and is about {lately:.3g} in the end"
    )
    yield CARD.symptom(
        measure.tag,
        Severity.WARN,
        f"{said}.",
        onset=onset,
        value=float(later.min()) / floor,
        threshold=_OVER,
    )


def _jump(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield a symptom for a jump of a few points' loss to over twice what it was."""
    value, step = measure.series.value, measure.series.step
    jump = lasting_jump(value, _TWICE) if len(value) < _FEWEST else None
    if jump is not None:
        after = float(value[-1] if jump.goes_on else value[jump.at])
        times = after / jump.before
        between = f"steps {int(step[jump.at - 1]):,} and {int(step[jump.at]):,}"
        if jump.goes_on:
            said = (
                f"{measure.tag} leaves {jump.before:.3g} between {between} and has risen to {after:.3g} since"
            )
        else:
            said = f"{measure.tag} jumps to {times:.2g} times what was usual between {between}, "
            said += f"from {value[jump.at - 1]:.3g} to {after:.3g}, "
            said += f"and stays up: it is never under {value[jump.at :].min():.3g} again"
        onset = seen.onset(measure.series, jump.at)
        yield CARD.symptom(
            measure.tag, Severity.ALARM, f"{said}.", onset=onset, value=times, threshold=_TWICE
        )


def _steady_rise(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield a symptom where the windows after the lowest one climb in order, by far more than their noise."""
    value = measure.series.value
    means = window_means(value, _WINDOWS)
    lowest = int(np.argmin(means))
    rising = means[lowest + 1 :]  # the lowest one is chosen for being low
    n = len(rising)
    if n < _FEWEST_RISING or np.ptp(value) == 0:
        return
    in_order = float(np.sign(rising[None, :] - rising[:, None])[np.triu_indices(n, k=1)].sum())
    z = (in_order - 1) / np.sqrt(n * (n - 1) * (2 * n + 5) / 18)  # Mann and Kendall's test
    error = noise(value) * np.sqrt(2 * _WINDOWS / len(value))
    rise = float(rising[-1] - rising[0])
    if z > _SURELY and rise > max(_CLEARLY * error, _MATTERS * abs(float(means[0] - rising[0]))):
        began = ramp_began(value, len(value) - 1, 1)
        at = (lowest + 1) * len(value) // _WINDOWS
        onset = onset_between(seen, measure.series, began) if began else seen.onset(measure.series, at)
        said = (
            f"{measure.tag} was lowest around step {onset.step:,}, has climbed steadily since and is about "
        )
        said += f"{rising[-1]:.3g} in the end{harder_data(seen)}"
        severity = Severity.INFO if harder_data(seen) else Severity.WARN
        yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=float(z), threshold=_SURELY)
