"""One of several siblings, such as layers, classes or workers, that goes its own way."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities.parts import parts_of
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="odd-one-out",
    source="Jones 2021 (compare what should be alike); ten times, four siblings and a half are coach's own choice",
    innocent=(
        "the siblings are not alike by design: a last layer, a rare class, another kind of worker",
        "one of them is frozen, or left out, on purpose",
    ),
    raises=(
        "frozen-params",
        "class-imbalance",
        "slow-node",
        "vanishing-gradients",
    ),
)
_FEWEST, _FEWEST_POINTS = 4, 10
_NUMBER = re.compile(r"(?<![a-zA-Z.\d])\d+(?!\d)|(?<=[a-zA-Z_./])\d+(?=$|[/._])")
_FACTOR = 10.0  # from the level of the nearest sibling
_ALIKE = 4.0  # the largest of the others over the smallest
_LATE = 0.5  # of the points

_OF_GRADIENTS = ("frozen-params", "vanishing-gradients", "exploding-gradients", "bad-init")
_OF_SPEED = ("slow-node", "gpu-starved", "hardware-fault")
_OF_ANSWERS = ("class-imbalance", "label-noise", "class-numbers-changed", "eval-bug")
_OF_WORKERS = (
    "ranks-hold-different-weights",
    "stream-read-by-every-worker",
    "hardware-fault",
    "env-nondeterminism-unknown",
)


class _Odd(NamedTuple):
    tag: str
    level: float
    others: tuple[float, float]
    is_dead: bool


def odd_one_out(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the one of four or more numbered siblings that is zero, or ten times off, while they agree.

    Levels are medians over the second half of the points.
    """
    for siblings in _families(seen).values():
        odd = _odd(siblings)
        if odd is None:
            continue
        low, high = odd.others
        level = "0 throughout" if odd.is_dead else f"{odd.level:.3g}"
        said = (
            f"{odd.tag} is {level} in the second half of the run, where its {len(siblings) - 1} siblings lie between "
            f"{low:.3g} and {high:.3g}"
        )
        series = siblings[odd.tag]
        yield CARD.symptom(
            odd.tag,
            Severity.WARN,
            f"{said}.",
            onset=seen.onset(series, len(series) // 2),
            value=odd.level,
            threshold=_FACTOR,
            raises=_raises(odd.tag),
        )


def _families(seen: RunForDetectors) -> dict[str, dict[str, Series]]:
    """Give finite series by what their names share but for one number, four of them at least."""
    families: dict[str, dict[str, Series]] = {}
    for tag, series in seen.timelines.items():
        if len(series) < _FEWEST_POINTS or not np.isfinite(series.value).all():
            continue
        for found in _NUMBER.finditer(tag):
            families.setdefault(f"{tag[: found.start()]}#{tag[found.end() :]}", {})[tag] = series
    return {name: members for name, members in families.items() if len(members) >= _FEWEST}


def _odd(siblings: dict[str, Series]) -> _Odd | None:
    """Give the sibling that is far from all others, where those are near one another."""
    levels = {tag: _level(series.value) for tag, series in siblings.items()}
    if min(levels.values()) < 0:
        return None
    for tag, level in levels.items():
        others = [each for name, each in levels.items() if name != tag]
        low, high = min(others), max(others)
        if low <= 0 or high > _ALIKE * low:
            continue
        is_dead = level == 0 and not siblings[tag].value[len(siblings[tag]) // 2 :].any()
        if is_dead or level > _FACTOR * high or 0 < level < low / _FACTOR:
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
