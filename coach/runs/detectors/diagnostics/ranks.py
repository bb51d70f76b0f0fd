"""Processes that train one model: the one that is slower than the others, and copies that are not equal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.diagnostics.row import words_of
from coach.runs.detectors.diagnostics.shapes import above
from coach.runs.detectors.diagnostics.told import FEWEST
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.diagnostics.shapes import Found
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

SLOW = Card(
    name="one-rank-slow",
    source="processes that train one model wait for the slowest of them (worked out); 1.8 times is coach's own choice",
    innocent=("one process evaluates or saves besides",),
    raises=("slow-node", "work-unequal-by-rank"),
)
APART = Card(
    name="replicas-apart",
    source="PyTorch: DistributedDataParallel (replicas hold equal gradients and parameters after each step)",
    innocent=("copies are averaged only now and then, by design", "each holds a part of the model"),
    raises=("gradients-not-synchronised", "replicas-drift", "no-sync-misuse"),
)
_RANK = re.compile(r"(?:rank|replica|worker|node|gpu|device|host|proc|process)[\s_.-]*\d+", re.IGNORECASE)
_OF_A_STEP = frozenset({"step", "iter", "iteration", "batch", "forward", "backward", "compute", "train"})
_AFTER_AVERAGING = frozenset({"after", "reduced", "synced", "synchronized", "averaged", "ema"})
_TIMES = 1.8
_APART = 0.01  # of the level


class _Family(NamedTuple):
    """Series of several processes: tags, steps they share, and float64[member, point]."""

    tags: tuple[str, ...]
    series: Series
    values: NDArray[np.float64]


def uneven_ranks(seen: RunForDetectors, warned: Collection[str] = ()) -> Iterator[Symptom]:
    """Yield a symptom for a process that is slower than the others, and for copies that should be equal and are not.

    Args:
        seen: the run.
        warned: tags that a detector of their own has warned of already, which are left out.
    """
    for family in _families(seen):
        words = words_of(family.tags[0])
        if warned and not set(family.tags).isdisjoint(warned):
            continue
        if "time" in words and words & _OF_A_STEP and not words & {"wait", "communication", "load"}:
            yield from _slow(seen, family)
        elif _should_be_equal(words):
            yield from _apart(seen, family)


def _should_be_equal(words: frozenset[str]) -> bool:
    is_averaged = "gradient" in words and bool(words & _AFTER_AVERAGING)
    is_copied = bool(words & {"param", "weight"}) and bool(
        words & {"magnitude", "sum", "checksum", "hash", "mean"}
    )
    return is_averaged or (is_copied and "gradient" not in words)


def _slow(seen: RunForDetectors, family: _Family) -> Iterator[Symptom]:
    for place, tag in enumerate(family.tags):
        others = np.median(np.delete(family.values, place, axis=0), axis=0)
        if not (others > 0).all():
            return
        found = above(family.values[place] / others, _TIMES)
        if found is not None:
            said = f"{tag} is {found.now:.3g} times as long as that of the other processes"
            yield SLOW.symptom(
                tag,
                Severity.WARN,
                f"{said}{_since(family, found)}: all others wait for it.",
                onset=seen.onset(family.series, found.at),
                value=found.now,
                threshold=_TIMES,
            )


def _apart(seen: RunForDetectors, family: _Family) -> Iterator[Symptom]:
    level = np.maximum(np.abs(family.values).max(axis=0), 1e-12)
    found = above(np.ptp(family.values, axis=0) / level, _APART)
    if found is not None:
        said = f"{family.tags[0]} and its like differ by {100 * found.now:.3g} % in the median"
        means = "what is averaged over all processes, or copied to them, is the same on each"
        yield APART.symptom(
            family.tags[0],
            Severity.WARN,
            f"{said}{_since(family, found)}: {means}.",
            onset=seen.onset(family.series, found.at),
            value=found.now,
            threshold=_APART,
        )


def _since(family: _Family, found: Found) -> str:
    return "" if found.before is None else f" since step {int(family.series.step[found.at]):,}"


def _families(seen: RunForDetectors) -> Iterator[_Family]:
    """Yield the finite series of two processes or more that log one thing at the same steps."""
    named: dict[str, list[str]] = {}
    for tag, series in seen.timelines.items():
        if _RANK.search(tag) and len(series) >= FEWEST and np.isfinite(series.value).all():
            named.setdefault(_RANK.sub("#", tag), []).append(tag)
    for tags in named.values():
        members = [seen.timelines[tag] for tag in tags]
        first = members[0]
        if len(tags) > 1 and all(np.array_equal(first.step, each.step) for each in members[1:]):
            yield _Family(tuple(tags), first, np.stack([each.value for each in members]))
