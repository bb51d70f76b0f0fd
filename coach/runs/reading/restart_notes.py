"""The restarts of a run put into words: from where to where, how many, in which file, and what counts anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from coach.runs.reading.new_or_resumed import Stretch, Trainings
    from coach.runs.series import Series

_MOST_NAMED = 5
_FEWEST = 5


class Restarts(NamedTuple):
    """The file each segment begins in, what each holds, both by number; and what they come to."""

    files: Sequence[Path]
    stretches: Mapping[int, Stretch]
    trainings: Trainings

    def files_of(self, segments: Sequence[int]) -> set[Path]:
        """Give the files some segments begin in."""
        return {self.files[each] for each in segments}


class _Restart(NamedTuple):
    path: Path
    segment: int
    reached: int
    start: int
    points: int
    is_aside: bool


def restart_notes(series: Mapping[str, Series], found: Restarts, segments: Sequence[int]) -> list[Note]:
    """Give what is to be said about the restarts inside one training.

    Args:
        series: its points by tag.
        found: the restarts of the whole run.
        segments: those of the training, in written order.
    """
    restarts = list(_restarts(found, segments))
    counting = [each for each in restarts if not each.is_aside]
    overlapping = [each for each in counting if each.start <= each.reached]
    plain = [each for each in counting if each.start > each.reached]
    notes = [_aside(each) for each in restarts if each.is_aside][:_MOST_NAMED]
    if overlapping:
        detail = _overlap(overlapping) + _anew(series, overlapping)
        notes.append(Note(NoteKind.RESTART_OVERLAP, overlapping[0].path, detail))
    if plain:
        first = plain[0]
        more = f" ({len(plain)} restarts like this)" if len(plain) > 1 else ""
        where = " in a new file" if len(set(found.files)) > 1 else ""
        detail = f"goes on at step {first.start:,} after step {first.reached:,}{where}{more}"
        notes.append(Note(NoteKind.RESTART, first.path, detail))
    return notes


def _restarts(found: Restarts, segments: Sequence[int]) -> Iterator[_Restart]:
    before: list[Stretch] = []
    for segment in segments:
        stretch = found.stretches[segment]
        # Where the line stands is where the last restart left it, whatever had been reached before that.
        joints = (each.joint(stretch) for each in reversed(before))
        joint = next((each for each in joints if each is not None), None)
        is_aside = segment in found.trainings.aside
        if joint is not None:
            earlier, here = joint
            points = sum(each.points for each in stretch.extents.values())
            yield _Restart(found.files[segment], segment, earlier.high, here.low, points, is_aside)
        if not is_aside:
            before.append(stretch)


def _aside(restart: _Restart) -> Note:
    points = f"{restart.points:,} {'point' if restart.points == 1 else 'points'}"
    detail = (
        f"started once more at step {restart.start:,}, after step {restart.reached:,} had been reached, and wrote "
        f"{points}; that is too little to roll anything back, so everything before it counts"
    )
    return Note(NoteKind.RESTART_OVERLAP, restart.path, detail)


def _overlap(restarts: Sequence[_Restart]) -> str:
    kept = "both stretches are kept, as separate segments"
    first = restarts[0]
    if len(restarts) == 1:
        return f"goes back to step {first.start:,}, although step {first.reached:,} had been reached; {kept}"
    named = [f"from step {each.reached:,} back to {each.start:,}" for each in restarts[:_MOST_NAMED]]
    more = f" and {len(restarts) - _MOST_NAMED} more" if len(restarts) > _MOST_NAMED else ""
    return f"{len(restarts)} restarts, {', '.join(named)}{more}; of each, {kept}"


def _anew(series: Mapping[str, Series], restarts: Sequence[_Restart]) -> str:
    """Give which tags only ever grow, and begin at their first value again with each of the restarts."""
    moments = [each.segment for each in restarts]
    tags = [tag for tag, each in series.items() if _counts_anew(each, moments)]
    if not tags:
        return ""
    more = f" and {len(tags) - _MOST_NAMED} more" if len(tags) > _MOST_NAMED else ""
    verb = "starts" if len(tags) == 1 else "start"
    again = "again each time" if len(moments) > 1 else "again there"
    return f"; {', '.join(tags[:_MOST_NAMED])}{more} {verb} {again}"


def _counts_anew(series: Series, moments: Sequence[int]) -> bool:
    starts = np.flatnonzero(np.diff(series.segment)) + 1
    grown = np.diff(series.value)
    if len(grown) < _FEWEST or not set(moments) <= set(series.segment[starts].tolist()):
        return False
    at = starts[np.isin(series.segment[starts], moments)]
    inside = np.ones(len(grown), dtype=np.bool_)
    inside[starts - 1] = False
    usual = float(np.median(grown[inside])) if inside.any() else 0.0
    if not usual > 0 or not (grown[inside] >= 0).all():
        return False
    is_anew = (grown[at - 1] < 0) & (series.value[at] <= series.value[0] + 2 * usual)
    is_step = np.array_equal(series.value, series.step)
    return bool(is_anew.all()) and not is_step
