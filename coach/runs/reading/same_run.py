"""One run that was logged twice: into event files and into a table beside them, say. Nothing is lost of either."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.quantities import Quantity, meaning_of
from coach.runs.readers.axis import STEP_COLUMN
from coach.runs.reading.same_moments import SameMoments
from coach.runs.run import Note, NoteKind, Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from coach.runs.series import Series

_PRINTED = 2e-3  # tables print few digits
_ROUNDED = 1e-5  # what five digits leave
_MANY = 20  # points that agree by no accident (editorial)
_MOST = 0.5  # of the names both logs have
_MOST_NAMED = 5
_SETTINGS = frozenset(
    {
        Quantity.LEARNING_RATE,
        Quantity.EXPLORATION_RATE,
        Quantity.CLIP_RANGE,
    }
)


def without_doubles(runs: Sequence[Run]) -> list[Run]:
    """Give the runs, those that repeat another log of the same folder merged with it by tag; that is noted.

    The log that others are merged into is the one with wall times, then the one with more quantities that are known,
    then the one with more points.
    """
    by_folder: defaultdict[Path, list[Run]] = defaultdict(list)
    for run in runs:
        by_folder[run.path].append(run)
    left_out: set[int] = set()
    doubles: defaultdict[int, list[Run]] = defaultdict(list)
    for whole, part in _parts_of_others(runs):
        left_out.add(id(part))
        doubles[id(whole)].append(part)
    for logs in by_folder.values():
        if len({run.format for run in logs}) == 1:
            continue
        ranked = sorted(logs, key=_rank, reverse=True)
        for index, other in enumerate(ranked):
            if id(other) in left_out:
                continue
            kept = next(
                (run for run in ranked[:index] if id(run) not in left_out and _is_double(run, other)), None
            )
            if kept is not None:
                left_out.add(id(other))
                doubles[id(kept)].append(other)
    return [_with_doubles(run, doubles.get(id(run), [])) for run in runs if id(run) not in left_out]


def _parts_of_others(runs: Sequence[Run]) -> list[tuple[Run, Run]]:
    """Give each file that holds some of what another file of its folder and format holds, behind that one.

    Dreamer writes the scores of its metrics into a file of their own.
    """
    by_folder: defaultdict[tuple[Path, str], list[Run]] = defaultdict(list)
    for run in runs:
        by_folder[run.path.parent, run.format].append(run)
    found = []
    for logs in by_folder.values():
        for part in logs if len(logs) > 1 else ():
            whole = next((run for run in logs if _holds_all_of(run, part)), None)
            if whole is not None:
                found.append((whole, part))
    return found


def _holds_all_of(whole: Run, part: Run) -> bool:
    """Give whether a log has every series of another under its name, with the same points, and more besides."""
    mine, theirs = ({tag for tag, each in run.series.items() if len(each)} for run in (whole, part))
    if whole.path == part.path or not theirs or not theirs < mine:
        return False
    pairs = [(whole.series[tag], part.series[tag]) for tag in theirs]
    if any(len(one) != len(other) or not np.array_equal(one.step, other.step) for one, other in pairs):
        return False
    is_equal = all(np.array_equal(one.value, other.value, equal_nan=True) for one, other in pairs)
    return is_equal and any(len(one) >= _MANY and not _is_scheduled(one) for one, _ in pairs)


def _rank(run: Run) -> tuple[bool, int, int]:
    known = {meaning.quantity for tag in run.series if (meaning := meaning_of(tag, run.format)) is not None}
    return run.wall_hours is not None, len(known), run.points


def _with_doubles(run: Run, doubles: Sequence[Run]) -> Run:
    """Give the run with what its other logs hold and tell, and a note for each of them."""
    for other in doubles:
        told = dict(other.metadata)
        pairs = _Compared.of(run, other).equal
        if not _count_alike(run, other, pairs):
            told.pop(STEP_COLUMN, None)
        merged = _merged(run, other, pairs)
        run = replace(
            run,
            series=merged.series,
            metadata={**told, **run.metadata},
            notes=(*run.notes, Note(NoteKind.SAME_RUN, other.path, merged.says)),
        )
    return run


class _Merged(NamedTuple):
    series: dict[str, Series]
    says: str


def _merged(run: Run, other: Run, pairs: Mapping[str, str]) -> _Merged:
    """Give the series of both logs: what both hold once, under the name that is known, and what only one holds."""
    moments = SameMoments.of([(run.series[mine], other.series[tag]) for tag, mine in pairs.items()])
    names = {
        mine: tag
        for tag, mine in pairs.items()
        if meaning_of(mine, run.format) is None and meaning_of(tag, other.format) is not None
    }
    longer = {
        mine: other.series[tag]
        for tag, mine in pairs.items()
        if len(other.series[tag]) > len(run.series[mine])
        and run.wall_hours is None
        and np.array_equal(other.series[tag].step[: len(run.series[mine])], run.series[mine].step)
    }
    taken = {
        names.get(tag, tag): replace(longer.get(tag, series), tag=names.get(tag, tag))
        for tag, series in run.series.items()
    }
    added = []
    for tag, series in other.series.items():
        if tag not in pairs and len(series):
            name = tag if tag not in taken else f"{tag} ({other.format})"
            taken[name] = replace(moments.told_by_the_first(series), tag=name)
            added.append(name)
    said = f"the same run is logged as {other.format} too ({other.points:,} points)"
    if added:
        said += f"; only there, and taken from it: {_listed(added)}"
    if names:
        said += f"; shown under its name there: {_listed(list(names.values()))} (here {_listed(list(names))})"
    return _Merged(taken, said if added or names else f"{said}; it holds nothing else and is left out")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


class _Compared(NamedTuple):
    """Tags of a second log beside those of a first: with equal values, and of one name with other values."""

    equal: dict[str, str]
    unequal: list[str]

    @classmethod
    def of(cls, one: Run, other: Run) -> _Compared:
        """Compare two logs by full names, and by the last parts of names, before which trackers put other folders."""
        by_last: defaultdict[str, list[str]] = defaultdict(list)
        by_name = {tag.lower(): tag for tag, series in one.series.items() if len(series)}
        for name, tag in by_name.items():
            by_last[_last(name)].append(tag)
        equal: dict[str, str] = {}
        unequal = []
        for tag, series in other.series.items():
            if not len(series):
                continue
            name = tag.lower()
            alike = [by_name[name]] if name in by_name else by_last.get(_last(name), [])
            if not alike:
                twin = next((mine for mine in one.series if _is_twin(one.series[mine], series)), None)
                if twin is not None and twin not in equal.values():
                    equal[tag] = twin
                continue
            same = [each for each in alike if _are_equal(one.series[each], series)]
            if same:
                equal[tag] = same[0]
            else:
                unequal.append(tag)
        return cls(equal, unequal)


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _is_double(one: Run, other: Run) -> bool:
    if one.format == other.format:
        return False
    equal, unequal = _Compared.of(one, other)
    if not equal or len(equal) < _MOST * (len(equal) + len(unequal)):
        return False
    # Two runs of one schedule have the same epochs and the same learning rate, and other losses.
    if unequal:
        return any(not _is_scheduled(one.series[tag]) for tag in equal.values())
    return any(not _is_set_beforehand(one, tag) for tag in equal.values())


def _is_set_beforehand(run: Run, tag: str) -> bool:
    """Give whether a tag's values were known before the run began: a setting's, a counter's, or one value all along."""
    meaning, value = meaning_of(tag, run.format), run.series[tag].value
    change = np.diff(value)
    is_counter = bool((change == change[:1]).all()) and not (value % 1).any()
    is_setting = meaning is not None and meaning.quantity in _SETTINGS
    return is_setting or is_counter or not change.any()


def _is_scheduled(series: Series) -> bool:
    """Give whether a series only rises or only falls, as counters and schedules do."""
    change = np.diff(series.value)
    return bool((change >= 0).all() or (change <= 0).all())


def _count_alike(run: Run, other: Run, equal: Mapping[str, str]) -> bool:
    """Give whether two logs of one run count the same steps: a table of epochs beside events of batches does not."""
    pairs = [(run.series[mine].step, other.series[tag].step) for tag, mine in equal.items()]
    return all(np.array_equal(one[: len(two)], two[: len(one)]) for one, two in pairs)


def _is_twin(one: Series, other: Series) -> bool:
    """Give whether two series under names that say nothing of one another are one: many numbers, up and down."""
    if len(one) != len(other) or len(one) < _MANY or not np.array_equal(one.step, other.step):
        return False
    is_close = np.allclose(one.value, other.value, rtol=_ROUNDED, atol=0.0)
    return bool(is_close) and not _is_scheduled(one) and len(np.unique(other.value)) > len(other) // 2


def _are_equal(one: Series, other: Series) -> bool:
    """Give whether two series are one; while a run is going, one log may be some points behind the other."""
    n = min(len(one), len(other))
    mine, yours = one.value[:n], other.value[:n]
    if len(one) != len(other) and not (mine[1:] != mine[:-1]).any():
        return False  # a constant is the beginning of every longer one
    return bool(np.allclose(mine, yours, rtol=_PRINTED, atol=1e-9, equal_nan=True))
