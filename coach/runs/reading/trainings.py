"""Several trainings that were logged to one place, taken apart: each is a run of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.reading.read_found import non_finite_notes
from coach.runs.reading.restart_notes import restart_notes
from coach.runs.reading.stretches import stretches_of, trainings_in
from coach.runs.run import Note, NoteKind, Training, wall_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coach.runs.reading.stretches import Trainings
    from coach.runs.run import Run
    from coach.runs.series import Series

_MOST_NAMED = 5
_AT_THE_END = (NoteKind.TRUNCATED_TAIL,)


def trainings_of(run: Run) -> list[Run]:
    """Give the trainings of a run as it was read, each with what there is to say about its restarts.

    The first keeps the fingerprint; the others add the segment they begin with, which stays when the run goes on.
    """
    if not run.segment_files:
        return [run]
    stretches = stretches_of(run.series)
    found = trainings_in(stretches, run.segment_files)
    if len(found.segments) == 1:
        notes = restart_notes(run, stretches, found.segments[0], found.aside)
        series = _counting(run, found.aside) if found.aside else run.series
        return [replace(run, series=series, notes=(*run.notes, *notes))]
    parts = [_part(run, found, number) for number in range(len(found.segments))]
    shared = _by_training(run, found)
    told = [
        (*shared[number], *restart_notes(run, stretches, segments, found.aside))
        for number, segments in enumerate(found.segments)
    ]
    told[0] = (_several(run, parts), *told[0])
    return [
        replace(part, notes=(*notes, *non_finite_notes(run.path, part.series)))
        for part, notes in zip(parts, told, strict=True)
    ]


def latest_trainings(runs: Sequence[Run]) -> list[Run]:
    """Give the runs, of several trainings in one place only the last one."""
    return [run for run in runs if run.training is None or run.training.number == run.training.of]


def _counting(run: Run, aside: frozenset[int]) -> dict[str, Series]:
    return {tag: replace(series, aside=aside) for tag, series in run.series.items()}


def _part(run: Run, found: Trainings, number: int) -> Run:
    segments = found.segments[number]
    low, high = segments[0], segments[-1]
    aside = frozenset(segment for segment in segments if segment in found.aside)
    series = {
        tag: replace(mine, aside=aside)
        for tag, each in run.series.items()
        if len(mine := each.where(slice(*np.searchsorted(each.segment, (low, high + 1)))))
    }
    files = set(run.segment_files)
    training = Training(number + 1, len(found.segments))
    return replace(
        run,
        name=f"{run.name} (training {training.number} of {training.of})",
        fingerprint=f"{run.fingerprint} from segment {low}" if low else run.fingerprint,
        series=series,
        files=len({run.segment_files[each] for each in segments}) if len(files) > 1 else run.files,
        training=training,
    )


def _by_training(run: Run, found: Trainings) -> list[list[Note]]:
    """Give each training the notes about its files; what is about all of them goes to the first."""
    told: list[list[Note]] = [[] for _ in found.segments]
    files = [{run.segment_files[each] for each in segments} for segments in found.segments]
    for note in run.notes:
        if note.kind is not NoteKind.NON_FINITE:
            mine = [number for number, each in enumerate(files) if note.path in each] or [0]
            if note.kind in _AT_THE_END and note.path == run.path:
                mine = [len(files) - 1]
            told[mine[-1] if note.kind in _AT_THE_END else mine[0]].append(note)
    return told


def _several(run: Run, parts: Sequence[Run]) -> Note:
    place = "folder" if len(set(run.segment_files)) > 1 else "file"
    named = [
        f"steps {part.first_step:,} to {part.last_step:,} ({part.points:,} points)"
        for part in parts[:_MOST_NAMED]
    ]
    more = f" and {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else ""
    at_once = ", some of them at the same time" if _are_at_once([part.series for part in parts]) else ""
    detail = (
        f"{len(parts)} trainings in this {place}{at_once}, each shown for itself: {'; '.join(named)}{more}"
    )
    return Note(NoteKind.TRAININGS, run.path, detail)


def _are_at_once(parts: Sequence[Mapping[str, Series]]) -> bool:
    spans = [span for each in parts for span in _around(each)]
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))


def _around(series: Mapping[str, Series]) -> Iterator[tuple[float, float]]:
    spans = wall_spans(series.values())
    if spans:
        yield spans[0][0], max(end for _, end in spans)
