"""The diagnostics that a run logs: single tags, and relations of two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.diagnostics.row import diagnostic_of, table
from coach.runs.detectors.diagnostics.scaled import scaled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.diagnostics.row import Diagnostic
    from coach.runs.detectors.diagnostics.words import Pattern
    from coach.runs.series import Series

FEWEST = 10
"""Finite points from which on a diagnostic is judged (editorial)."""


class Told(NamedTuple):
    """A diagnostic of a run.

    Attributes:
        row: which one.
        tag: the tag it is told under.
        subject: the tag, or both and how they are related.
        series: its finite values as the number it is.
    """

    row: Diagnostic
    tag: str
    subject: str
    series: Series


def told_in(seen: RunForDetectors, words: Mapping[str, frozenset[str]]) -> Iterator[Told]:
    """Yield the diagnostics that a run logs at enough points: relations first, since they say more.

    Args:
        seen: the run.
        words: of each of its tags.
    """
    relations = [row for row in table().rows if row.second is not None and fits_run(row, words)]
    for relation in relations:
        yield from _pairs(seen, relation, words)
    for tag, series in seen.timelines.items():
        row = diagnostic_of(tag)
        if (
            row is None
            or not fits_run(row, words)
            or (tag in seen.meanings and not (row.even_if_read or row.overrules))
        ):
            continue
        finite = _finite(series)
        value = None if finite is None else scaled(tag, words[tag], finite.value, row.number)
        if finite is not None and value is not None:
            yield Told(row, tag, tag, replace(finite, value=value))


def fits_run(row: Diagnostic, words: Mapping[str, frozenset[str]]) -> bool:
    """Give whether a run logs what a diagnostic must stand beside, and not what it must not."""
    has = row.run_has is None or any(row.run_has.fits(each) for each in words.values())
    return has and not (row.run_lacks and any(row.run_lacks.fits(each) for each in words.values()))


def _pairs(seen: RunForDetectors, row: Diagnostic, words: Mapping[str, frozenset[str]]) -> Iterator[Told]:
    for tag in (each for each, own in words.items() if row.tag.fits(own)):
        other = _partner(row.second, tag, words)
        if other is None or not seen.count_alike(tag, other):
            continue
        first, second = _finite(seen.timelines[tag]), _finite(seen.timelines[other])
        if first is None or second is None:
            continue
        _, mine, yours = np.intersect1d(first.step, second.step, return_indices=True)
        one, two = first.where(mine), second.value[yours]
        if len(mine) < FEWEST or (row.relation == "ratio" and not (two > 0).all()):
            continue
        value = one.value / two if row.relation == "ratio" else one.value - two
        how = f"{tag} divided by {other}" if row.relation == "ratio" else f"{tag} less {other}"
        if value.min() >= 0 or row.number == "any":
            yield Told(row, tag, how, replace(one, value=value))


def _partner(pattern: Pattern | None, tag: str, words: Mapping[str, frozenset[str]]) -> str | None:
    """Give the tag that a tag is held against: the one with the most words in common, and the fewest of its own."""
    if pattern is None:
        return None
    fitting = [each for each, own in words.items() if each != tag and pattern.fits(own)]
    return max(
        fitting, key=lambda each: (len(words[each] & words[tag]), -len(words[each]), each), default=None
    )


def _finite(series: Series) -> Series | None:
    is_finite = np.isfinite(series.value)
    kept = series if is_finite.all() else series.where(is_finite)
    return kept if len(kept) >= FEWEST else None
