"""Where a run was restarted: points numbered by segment, and the restarts put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.run import Note, NoteKind
from coach.runs.series import Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_MOST_RESTARTS = 10
_LARGE_STEP_BACK = 0.01  # of the largest step; less is several environments reporting out of turn


class Part(NamedTuple):
    """What one process wrote: the file and its points by tag."""

    path: Path
    columns: Mapping[str, Columns]


class Joined(NamedTuple):
    """The parts of a run as series, and what is to be said about the joints."""

    series: dict[str, Series]
    notes: tuple[Note, ...]


def join_parts(parts: Sequence[Part]) -> Joined:
    """Join what several processes wrote for one run; never merges their points into one line.

    Args:
        parts: in order of their start.
    """
    pieces: dict[str, list[tuple[Columns, NDArray[np.int32]]]] = {}
    last_segment: dict[str, int] = {}
    restarts: list[_Restart] = []
    disorder: list[str] = []
    current = 0
    for part in parts:
        shared = [tag for tag in part.columns if tag in last_segment]
        base = 1 + max(last_segment[tag] for tag in shared) if shared else current
        if shared:
            restarts.append(_restart(part, pieces, shared))
        for tag, columns in part.columns.items():
            inside, is_disordered = _segments_inside(columns.step)
            if is_disordered:
                disorder.append(tag)
            restarts.extend(_Restart(part.path, *each) for each in _steps_back(columns.step, inside))
            segment = inside + np.int32(base)
            pieces.setdefault(tag, []).append((columns, segment))
            last_segment[tag] = int(segment[-1]) if len(segment) else base
            current = max(current, last_segment[tag])
    series = {tag: _series(tag, each) for tag, each in pieces.items()}
    return Joined(series, (*_restart_notes(restarts), *_disorder_notes(parts, disorder)))


class _Restart(NamedTuple):
    path: Path
    end: int
    start: int


def _series(tag: str, pieces: list[tuple[Columns, NDArray[np.int32]]]) -> Series:
    joined = Columns.joined([columns for columns, _ in pieces])
    segment = np.concatenate([each for _, each in pieces])
    return Series(tag, joined.step, joined.wall_time, joined.value, segment)


def _restart(
    part: Part, pieces: Mapping[str, list[tuple[Columns, NDArray[np.int32]]]], shared: list[str]
) -> _Restart:
    end = max(int(pieces[tag][-1][0].step.max()) for tag in shared)
    start = min(int(part.columns[tag].step.min()) for tag in shared)
    return _Restart(part.path, end, start)


def _segments_inside(step: NDArray[np.int64]) -> tuple[NDArray[np.int32], bool]:
    """Give int32[point], counting large steps back; and whether there are too many to be restarts."""
    back = np.diff(step)
    smallest = max(1.0, _LARGE_STEP_BACK * float(np.abs(step).max(initial=0)))
    is_restart = back <= -smallest
    is_disordered = bool((back < 0).sum() > _MOST_RESTARTS)
    if is_disordered or not is_restart.any():
        return np.zeros(len(step), dtype=np.int32), is_disordered
    return np.concatenate(([0], np.cumsum(is_restart))).astype(np.int32), False


def _steps_back(step: NDArray[np.int64], segment: NDArray[np.int32]) -> list[tuple[int, int]]:
    at = np.flatnonzero(np.diff(segment))
    return [(int(step[index]), int(step[index + 1])) for index in at]


def _restart_notes(restarts: list[_Restart]) -> list[Note]:
    notes = []
    overlapping = [each for each in restarts if each.start <= each.end]
    if overlapping:
        first = overlapping[0]
        detail = (
            f"restarted at step {first.start:,}, although step {first.end:,} had been reached; "
            "both stretches are kept, as separate segments"
        )
        notes.append(Note(NoteKind.RESTART_OVERLAP, first.path, detail + _more(len(overlapping))))
    plain = [each for each in restarts if each.start > each.end]
    if plain:
        first = plain[0]
        detail = f"goes on at step {first.start:,} after step {first.end:,} in a new file"
        notes.append(Note(NoteKind.RESTART, first.path, detail + _more(len(plain))))
    return notes


def _more(n: int) -> str:
    return f" ({n} restarts like this)" if n > 1 else ""


def _disorder_notes(parts: Sequence[Part], disorder: list[str]) -> list[Note]:
    if not disorder:
        return []
    tags = ", ".join(dict.fromkeys(disorder[:5]))
    return [
        Note(
            NoteKind.STEP_DISORDER,
            parts[0].path,
            f"steps of {tags} jump back and forth; several writers, or points reported out of turn",
        )
    ]
