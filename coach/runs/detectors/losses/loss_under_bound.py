"""A loss that is lower than any loss can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.facts import Facts
    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="loss-under-bound",
    source="worked out: no cross-entropy or squared error is under 0; 10 % under a stated bound is coach's own choice",
    innocent=(
        "a model may learn its training data by heart, noise and all",
        "the logged loss has other terms, weights or units than the bound",
        "the bound was guessed too high",
    ),
    raises=("train-test-overlap", "eval-bug", "wrong-loss"),
    looks_at=(
        Quantity.LOSS,
        Quantity.EVAL_LOSS,
    ),
)
_FEWEST = 5
_UNDER = 0.1  # of the bound


class _Bound(NamedTuple):
    limit: float
    says: str
    raises: tuple[str, ...]
    in_training: Severity


def loss_under_bound(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a loss settles under 0, or 10 % under the least that the person says is possible.

    Without the number of classes, the variance of the target or that least loss it is silent: minus the log of a
    density may well be negative.
    """
    bounds = _bounds(seen.facts)
    if not bounds:
        return
    for measure in supervised_losses(seen, _FEWEST, Quantity.LOSS, Quantity.EVAL_LOSS):
        if measure.metric:
            continue
        is_training = measure in seen.finite(Quantity.LOSS)
        for bound in bounds:
            since = settles_at(measure.series.value < bound.limit, share=0.9)
            if since is not None:
                yield _symptom(seen, measure, since, bound, is_training=is_training)
                break


def _bounds(facts: Facts) -> tuple[_Bound, ...]:
    """Give the limits to hold a loss against, the hardest first."""
    zero = _Bound(
        0.0,
        "where neither a cross-entropy nor a squared error can be",
        ("wrong-loss", "eval-bug"),
        Severity.ALARM,
    )
    least = facts.least_loss
    stated = (
        ()
        if least is None or least <= 0
        else (
            _Bound(
                (1 - _UNDER) * least,
                f"over {100 * _UNDER:.0f} % under the least that is said to be possible, {least:.3g}",
                ("train-test-overlap", "eval-bug"),
                Severity.INFO,
            ),
        )
    )
    told = (facts.classes, facts.class_shares, facts.target_variance)
    is_known = any(each is not None for each in told)
    return ((zero,) if is_known or stated else ()) + stated


def _symptom(
    seen: RunForDetectors, measure: Measure, since: int, bound: _Bound, *, is_training: bool
) -> Symptom:
    onset = seen.onset(measure.series, since)
    last = float(measure.series.value[-1])
    return CARD.symptom(
        measure.tag,
        bound.in_training if is_training else Severity.ALARM,
        f"{measure.tag} is {last:.3g}, {bound.says}, since step {onset.step:,}.",
        onset=onset,
        value=last,
        threshold=bound.limit,
        raises=bound.raises,
    )
