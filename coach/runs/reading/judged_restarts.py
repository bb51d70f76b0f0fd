"""What the restarts of a run come to, once it is read: its trainings, what is set aside, and what is said of each."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.reading.new_or_resumed import stretches_of, trainings_in
from coach.runs.reading.non_finite_notes import non_finite_notes
from coach.runs.reading.restart_notes import Restarts, restart_notes
from coach.runs.run import Cut, Note, NoteKind, wall_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from coach.runs.readers.reader import Reading
    from coach.runs.series import Series

_MOST_NAMED = 5


class JudgedRestarts(NamedTuple):
    """How a run is to be taken apart, empty where it is not, and the notes that are about all of it."""

    cuts: tuple[Cut, ...]
    notes: tuple[Note, ...]


def judged_restarts(path: Path, files: int, reading: Reading) -> JudgedRestarts:
    """Judge the restarts of a run that was just read.

    Args:
        path: the run's own.
        files: how many it was read from.
        reading: what the reader got out of them.
    """
    notes, series = reading.notes, reading.series
    segment_files = reading.segment_files or _unnamed_segments(path, series)
    if not segment_files:
        return JudgedRestarts((), (*notes, *non_finite_notes(path, series)))
    stretches = stretches_of(series)
    restarts = Restarts(segment_files, stretches, trainings_in(stretches, segment_files))
    cuts = [_cut(path, series, restarts, segments) for segments in restarts.trainings.segments]
    if len(cuts) == 1:
        told = (*notes, *cuts[0].notes)
        return JudgedRestarts((cuts[0]._replace(files=files, notes=()),) if cuts[0].aside else (), told)
    if len(set(segment_files)) == 1:
        cuts = [cut._replace(files=files) for cut in cuts]
    general = [_several(path, series, cuts, len(set(segment_files)))]
    for note in notes:
        mine = [
            at for at, each in enumerate(restarts.trainings.segments) if note.path in restarts.files_of(each)
        ]
        if mine and note.kind is not NoteKind.UNREADABLE:
            at = mine[-1 if note.kind is NoteKind.TRUNCATED_TAIL else 0]
            cuts[at] = cuts[at]._replace(notes=(note, *cuts[at].notes))
        else:
            general.append(note)
    return JudgedRestarts(tuple(cuts), tuple(general))


def _unnamed_segments(path: Path, series: Mapping[str, Series]) -> tuple[Path, ...]:
    """Give the path for each segment where a lab's own reader does not say which file it begins in."""
    last = max((int(each.segment[-1]) for each in series.values() if len(each)), default=0)
    return (path,) * (last + 1) if last else ()


def _cut(path: Path, series: Mapping[str, Series], restarts: Restarts, segments: Sequence[int]) -> Cut:
    bounds: dict[str, tuple[int, int]] = {}
    for tag, each in series.items():
        start, end = np.searchsorted(each.segment, (segments[0], segments[-1] + 1)).tolist()
        if start < end:
            bounds[tag] = (start, end)
    mine = {tag: series[tag].where(slice(*places)) for tag, places in bounds.items()}
    notes = (*non_finite_notes(path, mine), *restart_notes(mine, restarts, segments))
    aside = tuple(each for each in segments if each in restarts.trainings.aside)
    return Cut(bounds, aside, segments[0], len(restarts.files_of(segments)), notes)


def _several(path: Path, series: Mapping[str, Series], cuts: Sequence[Cut], files: int) -> Note:
    """Say how many trainings there are, and from where to where each goes."""
    parts = [[series[tag].where(slice(*places)) for tag, places in cut.bounds.items()] for cut in cuts]
    named = []
    for part in parts[:_MOST_NAMED]:
        first, last = min(int(each.step.min()) for each in part), max(int(each.step.max()) for each in part)
        named.append(f"steps {first:,} to {last:,} ({sum(map(len, part)):,} points)")
    more = f" and {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else ""
    at_once = ", some of them at the same time" if _are_at_once(parts) else ""
    detail = (
        f"{len(cuts)} trainings in this {'folder' if files > 1 else 'file'}{at_once}, each shown for itself: "
        f"{'; '.join(named)}{more}"
    )
    return Note(NoteKind.TRAININGS, path, detail)


def _are_at_once(parts: Sequence[Sequence[Series]]) -> bool:
    spans = [(found[0][0], max(end for _, end in found)) for each in parts if (found := wall_spans(each))]
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))
