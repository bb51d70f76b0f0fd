"""The parts of a run joined into series whose points are numbered by segment: one more for each restart."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.readers.restarts import numbered
from coach.runs.run import Note, NoteKind
from coach.runs.series import Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_MOST_NAMED = 5


class Part(NamedTuple):
    """What one process wrote: the file, its points by tag, and the row each stands in, where it is a table."""

    path: Path
    columns: Mapping[str, Columns]
    rows: Mapping[str, NDArray[np.int64]] = MappingProxyType({})


class Joined(NamedTuple):
    """The parts of a run as series, the file each segment begins in, and what is to be said about the steps.

    `segment_files` is empty where there is one segment.
    """

    series: dict[str, Series]
    segment_files: tuple[Path, ...]
    notes: tuple[Note, ...]


def join_parts(parts: Sequence[Part]) -> Joined:
    """Join what several processes wrote for one run; never merges their points into one line.

    Args:
        parts: in order of their start.
    """
    pieces: dict[str, list[tuple[Columns, NDArray[np.int32]]]] = {}
    last_segment: dict[str, int] = {}
    disordered: list[str] = []
    files: list[Path] = []
    for part in parts:
        if not part.columns:
            continue
        shared = [last_segment[tag] for tag in part.columns if tag in last_segment]
        base = 1 + max(shared) if shared else max(0, len(files) - 1)
        inside = numbered(part.columns, part.rows)
        disordered += inside.disordered
        last = base + max(int(each.max(initial=0)) for each in inside.segment.values())
        files += [part.path] * (last + 1 - len(files))
        for tag, columns in part.columns.items():
            pieces.setdefault(tag, []).append((columns, inside.segment[tag] + np.int32(base)))
            last_segment[tag] = last
    series = {tag: _series(tag, each) for tag, each in pieces.items()}
    return Joined(series, tuple(files) if len(files) > 1 else (), _disorder_notes(parts, disordered))


def _series(tag: str, pieces: list[tuple[Columns, NDArray[np.int32]]]) -> Series:
    joined = Columns.joined([columns for columns, _ in pieces])
    segment = pieces[0][1] if len(pieces) == 1 else np.concatenate([each for _, each in pieces])
    return Series(tag, joined.step, joined.wall_time, joined.value, segment)


def _disorder_notes(parts: Sequence[Part], disordered: list[str]) -> tuple[Note, ...]:
    if not disordered:
        return ()
    names = list(dict.fromkeys(disordered))
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return (
        Note(
            NoteKind.STEP_DISORDER,
            parts[0].path,
            f"steps of {', '.join(names[:_MOST_NAMED])}{more} jump back and forth; several writers, or points "
            "reported out of turn",
        ),
    )
