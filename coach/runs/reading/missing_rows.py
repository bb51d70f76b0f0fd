"""Rows that are missing from a log whose remains can be read: a regular step that leaps at a few places."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from coach.runs.series import Series

_FEWEST = 12  # points; fewer have no usual step
_REGULAR = 0.9  # of the steps are the usual one (editorial, as are the other numbers here)
_LEAP = 2.0  # times the usual step, at least
_FEW = 3  # leaps; more are a way of logging
_MOST_NAMED = 3


class _Leap(NamedTuple):
    """Where a step leaps: from where, to where, and what it usually goes by."""

    start: int
    end: int
    usual: int


def missing_rows(path: Path, series: Mapping[str, Series]) -> list[Note]:
    """Give a note on the places where the steps of some tags leap, though they go by the same number otherwise."""
    tags: defaultdict[_Leap, list[str]] = defaultdict(list)
    for tag, each in series.items():
        for leap in _leaps(each):
            tags[leap].append(tag)
    if not tags:
        return []
    said = [_said(leap, names, len(series)) for leap, names in list(tags.items())[:_MOST_NAMED]]
    more = f" and at {len(tags) - _MOST_NAMED} more places" if len(tags) > _MOST_NAMED else ""
    return [Note(NoteKind.MISSING_ROWS, path, f"rows may be missing: {'; '.join(said)}{more}")]


def _leaps(series: Series) -> list[_Leap]:
    if len(series) < _FEWEST:
        return []
    gone = np.diff(series.step)
    gone[np.diff(series.segment) != 0] = 0
    ahead = gone[gone > 0]
    if len(ahead) < _FEWEST - 1:
        return []
    usual = int(np.median(ahead))
    at = np.flatnonzero(gone >= _LEAP * usual)
    if not 1 <= len(at) <= _FEW or (ahead == usual).mean() < _REGULAR:
        return []
    return [_Leap(int(series.step[place]), int(series.step[place + 1]), usual) for place in at]


def _said(leap: _Leap, tags: list[str], n: int) -> str:
    whose = (
        ""
        if len(tags) == n
        else f" of {', '.join(tags[:_MOST_NAMED])}{', ...' if len(tags) > _MOST_NAMED else ''}"
    )
    return f"the steps{whose} go by {leap.usual:,}, but from {leap.start:,} to {leap.end:,} at one place"
