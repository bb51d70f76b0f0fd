"""A critic that predicts nothing: explained variance at or under zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import (
    has_settled_at_its_best,
    is_near_its_best,
    rose_since,
)
from coach.runs.detectors.values.one_value import one_value_for_all
from coach.runs.detectors.values.varying_returns import returns_vary
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.detectors.values.one_value import OneValue
    from coach.runs.symptom import Symptom

CARD = Card(
    name="explained-variance",
    source="Schulman 2017 (0 predicts nothing, under 0 is worse than nothing); Jones 2021",
    innocent=(
        "the returns hardly vary, which makes the ratio ill-conditioned",
        "the critic has not had time to learn yet",
    ),
    raises=(
        "value-not-learning",
        "reward-scale",
        "silent-broadcast",
        "termination-truncation",
        "reward-not-markov",
    ),
    looks_at=(Quantity.EXPLAINED_VARIANCE,),
)
_FEWEST = 10
_WARM_UP = 0.1
_USELESS = 0.0
_OFTEN = 0.5
_SOMETIMES = 0.15
_HARMFUL = -1.0
_ABOUT_NOTHING = -0.1  # above it a critic does no harm, it only does not help


def explained_variance(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where explained variance is at or under zero at most points after warm-up.

    Points at which the returns hardly vary do not count: there is nothing to explain, and the ratio says nothing
    about the critic. Where explained variance is not logged, one value for all states stands for it: by its definition
    a constant explains nothing.
    """
    one = None if seen.of(Quantity.EXPLAINED_VARIANCE) else one_value_for_all(seen)
    if one is not None:
        yield _of_one_value(seen, one)
    for measure in seen.finite(Quantity.EXPLAINED_VARIANCE):
        value = measure.series.value
        warm = int(np.ceil(_WARM_UP * len(value)))
        counts = returns_vary(seen, measure.series)
        counts[:warm] = False
        if min(len(value), int(counts.sum())) < _FEWEST:
            continue
        useless = (value <= _USELESS) & counts
        share = float(useless.sum() / counts.sum())
        if share >= _SOMETIMES:
            yield _symptom(seen, measure, counts, share)


def _symptom(seen: RunForDetectors, measure: Measure, counts: NDArray[np.bool_], share: float) -> Symptom:
    value = measure.series.value
    useless = (value <= _USELESS) & counts
    first = int(np.argmax(useless))
    judged = value[first:][counts[first:]]
    median, often = float(np.median(judged)), share >= _OFTEN
    where = "" if counts[-(len(value) * 9 // 10) :].all() else ", of those at which returns vary"
    said = (
        f"explained variance is at or under zero at {100 * share:.0f} % of the points after warm-up{where} "
        f"(median {median:.2g}, lowest {judged.min():.3g})"
    )
    severity = Severity.ALARM if often and median < _HARMFUL else Severity.WARN if often else Severity.INFO
    if has_settled_at_its_best(seen):
        severity, said = Severity.INFO, f"{said}, while the return is at its best and hardly varies any more"
    elif often and median > _ABOUT_NOTHING and is_near_its_best(seen):
        severity, said = (
            Severity.INFO,
            f"{said}: the critic predicts nothing, and the return has risen all the same",
        )
    elif (
        severity is Severity.WARN
        and median > _ABOUT_NOTHING
        and rose_since(seen, int(measure.series.step[0]))
    ):
        severity, said = Severity.INFO, f"{said}, though the return rises"
    else:
        said += f": the critic {'predicts nothing' if often else 'loses track at times'}"
    # A point or two under zero on the way up are not where a critic that had learnt was lost.
    onset = seen.onset(measure.series, mostly_since(useless))
    return CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=median, threshold=_USELESS)


def _of_one_value(seen: RunForDetectors, one: OneValue) -> Symptom:
    said = (
        f"{one.apart.tag} is {100 * one.share:.1g} % of the size of {one.level} "
        f"({100 * one.often:.0f} % of the points after warm-up lie under 1 %): "
        "the critic gives every state nearly the same value"
    )
    is_good = bool(is_near_its_best(seen))
    return CARD.symptom(
        one.apart.tag,
        Severity.INFO if is_good else Severity.WARN,
        f"{said}, and the return has risen all the same." if is_good else f"{said}, which predicts nothing.",
        onset=seen.onset(one.apart, one.since),
        value=one.share,
        threshold=_USELESS,
    )
