"""One and the same thing measured in two ways that should agree, and do not."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.detectors.telltales.named import late, spelt
from coach.runs.detectors.telltales.ways import OTHERWISE, WAYS
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.detectors.telltales.ways import Way
    from coach.runs.symptom import Symptom

CARD = OTHERWISE
_SMALL_WORDS = frozenset(
    {"non", "no", "train", "eval", "mode", "tokens", "token", "nll", "loss", "acc", "accuracy"}
)
_ALL = _SMALL_WORDS.union(*(way.words for way in WAYS))
_KINDS = (
    ((Quantity.LOSS, Quantity.EVAL_LOSS), True),
    ((Quantity.ACCURACY, Quantity.EVAL_ACCURACY), False),
)
_FEWEST = 5
_TIMES = 1.5
_BY = 0.1
_PERCENT = 1.5


class _Pair(NamedTuple):
    worse: Measure
    better: Measure
    way: Way


def measured_two_ways(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first two losses or scores whose names differ by how they are measured alone.

    In the end a loss must be half as large again as the other, or a score lie a tenth under it.
    """
    pair = next(iter(_pairs(seen)), None)
    if pair is None:
        return
    worse, better = late(pair.worse.series.value), late(pair.better.series.value)
    yield pair.way.card.symptom(
        pair.worse.tag,
        Severity.WARN,
        f"{pair.worse.tag} is {worse:.3g} in the end where {pair.better.tag} is {better:.3g}: one thing measured in "
        f"two ways; {pair.way.says}.",
        onset=seen.onset(pair.worse.series, 0),
        value=worse,
        threshold=better,
    )


def worse_of_two_ways(seen: RunForDetectors) -> frozenset[str]:
    """Give the tags that are the worse of one thing measured in two ways: that they are bad is told otherwise."""
    return frozenset(pair.worse.tag for pair in _pairs(seen))


def _pairs(seen: RunForDetectors) -> Iterator[_Pair]:
    for quantities, is_loss in _KINDS:
        for quantity in quantities:
            measures = [each for each in seen.finite(quantity) if len(each.series) >= _FEWEST]
            for one, other in combinations(measures, 2):
                way = _way(one, other)
                if way is not None and (order := _apart((one, other), is_loss=is_loss)) is not None:
                    yield _Pair(*order, way)


def _way(one: Measure, other: Measure) -> Way | None:
    """Give the way of measuring by which two names differ, where they hardly differ by anything else."""
    words, others = set(spelt(one.tag).split("_")), set(spelt(other.tag).split("_"))
    differ, shared = words ^ others, words & others
    return next((way for way in WAYS if differ & way.words and differ <= _ALL and shared), None)


def _apart(pair: Sequence[Measure], *, is_loss: bool) -> tuple[Measure, Measure] | None:
    """Give the worse and the better of two, where they lie far apart in the end."""
    low, high = sorted(pair, key=lambda each: late(each.series.value))
    least, most = late(low.series.value), late(high.series.value)
    if is_loss:
        return (high, low) if most > _TIMES * least > 0 else None
    scale = 100.0 if max(each.series.value.max() for each in pair) > _PERCENT else 1.0
    return (low, high) if most - least > _BY * scale else None
