"""The restarts of a run put into words: from where to where, how many, in which file, and what counts anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from coach.runs.reading.stretches import Stretch
    from coach.runs.run import Run
    from coach.runs.series import Series

_MOST_NAMED = 5
_FEWEST = 5


class _Restart(NamedTuple):
    path: Path
    segment: int
    reached: int
    start: int
    points: int
    is_aside: bool


def restart_notes(
    run: Run, stretches: Mapping[int, Stretch], segments: Sequence[int], aside: frozenset[int]
) -> list[Note]:
    """Give what is to be said about the restarts inside one training.

    Args:
        run: with the files its segments begin in.
        stretches: all its segments by number.
        segments: those of the training, in written order.
        aside: segments that do not count.
    """
    restarts = list(_restarts(run, stretches, segments, aside))
    counting = [each for each in restarts if not each.is_aside]
    overlapping = [each for each in counting if each.start <= each.reached]
    plain = [each for each in counting if each.start > each.reached]
    notes = [_aside(each) for each in restarts if each.is_aside][:_MOST_NAMED]
    if overlapping:
        detail = _overlap(overlapping) + _anew(run, overlapping)
        notes.append(Note(NoteKind.RESTART_OVERLAP, overlapping[0].path, detail))
    if plain:
        first = plain[0]
        more = f" ({len(plain)} restarts like this)" if len(plain) > 1 else ""
        where = " in a new file" if len(set(run.segment_files)) > 1 else ""
        detail = f"goes on at step {first.start:,} after step {first.reached:,}{where}{more}"
        notes.append(Note(NoteKind.RESTART, first.path, detail))
    return notes


def _restarts(
    run: Run, stretches: Mapping[int, Stretch], segments: Sequence[int], aside: frozenset[int]
) -> Iterator[_Restart]:
    before: list[int] = []
    for segment in segments:
        # Where the line stands is where the last restart left it, whatever had been reached before that.
        joints = (stretches[each].joint(stretches[segment]) for each in reversed(before))
        joint = next((each for each in joints if each is not None), None)
        if joint is not None:
            earlier, here = joint
            path = run.segment_files[segment]
            points = sum(each.points for each in stretches[segment].extents.values())
            yield _Restart(path, segment, earlier.high, here.low, points, segment in aside)
        if segment not in aside:
            before.append(segment)


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
        return f"restarted at step {first.start:,}, although step {first.reached:,} had been reached; {kept}"
    named = [f"from step {each.reached:,} back to {each.start:,}" for each in restarts[:_MOST_NAMED]]
    more = f" and {len(restarts) - _MOST_NAMED} more" if len(restarts) > _MOST_NAMED else ""
    return f"{len(restarts)} restarts, {', '.join(named)}{more}; of each, {kept}"


def _anew(run: Run, restarts: Sequence[_Restart]) -> str:
    """Give which tags only ever grow, and begin at their first value again with each of the restarts."""
    moments = [each.segment for each in restarts]
    tags = [tag for tag, series in run.series.items() if _counts_anew(series, moments)]
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
