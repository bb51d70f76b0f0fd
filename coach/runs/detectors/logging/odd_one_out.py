"""One of several siblings, such as layers, classes or workers, that goes its own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.level_shift import level_shift
from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.siblings import families
from coach.runs.quantities.parts import parts_of
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.logging.siblings import Siblings
    from coach.runs.symptom import Symptom

CARD = Card(
    name="odd-one-out",
    source="Jones 2021 (compare what should be alike); the factors and a half of the run are coach's own choice",
    innocent=(
        "the siblings are not alike by design: a last layer, a rare class, another kind of worker",
        "one of them is frozen, or left out, on purpose",
    ),
    raises=("frozen-params", "class-imbalance", "slow-node", "vanishing-gradients"),
)
_FACTOR = 10.0  # from the level of the nearest sibling
_OF_REPLICAS = 1.5  # the same among workers that do the same
_SPREADS = 5.0  # times the range of the others, as well
_ALIKE = 4.0  # the largest of the others over the smallest
_LATE = 0.5  # of the points
_OF_GRADIENTS = ("frozen-params", "vanishing-gradients", "exploding-gradients", "bad-init")
_OF_SPEED = ("slow-node", "gpu-starved", "hardware-fault")
_OF_ANSWERS = ("class-imbalance", "label-noise", "evaluation-label-map", "eval-bug")
_OF_WORKERS = ("slow-node", "hardware-fault", "stream-read-by-every-worker")


class _Odd(NamedTuple):
    tag: str
    level: float
    others: tuple[float, float]
    is_dead: bool


def odd_one_out(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the one of four or more numbered siblings that is zero, or far from all others.

    Levels are medians over the second half of the points; far is ten times for layers and classes, which differ by
    nature, and one and a half times for workers, which should not.
    """
    for siblings in families(seen):
        odd = _odd(siblings)
        if odd is None:
            continue
        series = siblings.members[odd.tag]
        shift = None if odd.is_dead else level_shift(series.value, _OF_REPLICAS)
        low, high = odd.others
        level = "0 throughout" if odd.is_dead else f"{odd.level:.3g}"
        said = (
            f"{odd.tag} is {level} in the second half of the run, where its {len(siblings.members) - 1} siblings lie "
            f"between {low:.3g} and {high:.3g}"
        )
        yield CARD.symptom(
            odd.tag,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(series, shift.at if shift else 0),
            value=odd.level,
            threshold=_OF_REPLICAS if siblings.are_replicas else _FACTOR,
            raises=_raises(odd.tag),
        )


def _odd(siblings: Siblings) -> _Odd | None:
    """Give the sibling that is far from all others, where those are near one another."""
    levels = {tag: _level(series.value) for tag, series in siblings.members.items()}
    factor = _OF_REPLICAS if siblings.are_replicas else _FACTOR
    if min(levels.values()) < 0:
        return None
    for tag, level in levels.items():
        others = [each for name, each in levels.items() if name != tag]
        low, high = min(others), max(others)
        if low <= 0 or high > _ALIKE * low:
            continue
        value = siblings.members[tag].value
        is_dead = not value[int(_LATE * len(value)) :].any()
        is_off = (
            level > high + _SPREADS * (high - low)
            or level < low - _SPREADS * (high - low)
            or level < low / factor
        )
        if is_dead or (is_off and (level > factor * high or 0 < level < low / factor)):
            return _Odd(tag, level, (low, high), is_dead)
    return None


def _level(value: NDArray[np.float64]) -> float:
    return float(np.median(value[int(_LATE * len(value)) :]))


def _raises(tag: str) -> tuple[str, ...]:
    """Give what an odd one speaks for by what it measures."""
    words = parts_of(tag).every
    if words & {"gradient_norm", "gradient", "weight_norm"}:
        return _OF_GRADIENTS
    if words & {"per_second", "time"}:
        return _OF_SPEED
    return _OF_ANSWERS if words & {"accuracy", "iou", "f1", "average_precision", "recall"} else _OF_WORKERS
