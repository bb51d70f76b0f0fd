"""Whole runs as they were last read, so that a folder nobody has touched costs a look at its files.

One entry holds all small runs of a folder that was asked for; a run with many points has an entry of its own, so
that it can grow without the others being written again. Numbers are kept as narrow as they can be without loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from coach.runs.find import RunKey
from coach.runs.readers.registry import readers
from coach.runs.run import Note, NoteKind, Run
from coach.runs.series import Series
from coach.runs.walk import Stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from coach.runs.cache import Cache
    from coach.runs.find import FoundRun
    from coach.runs.walk import Walk

_FOLDER, _RUN = "shelf", "run"
_MANY_POINTS = 50_000


class ReadRun(NamedTuple):
    """A run that was found, what reading it gave, and whether it was read just now rather than recalled."""

    found: FoundRun
    run: Run
    is_new: bool


@dataclass(slots=True)
class Shelf:
    """What is kept of one folder; `recall` gives the runs whose files have not changed."""

    cache: Cache
    state: Mapping[str, Any]
    arrays: Sequence[NDArray[Any]]

    @classmethod
    def of(cls, cache: Cache, path: Path) -> Shelf | None:
        """Give what is kept of a folder; None where nothing is, or other readers wrote it."""
        entry = cache.load(path, _FOLDER)
        if entry is None or entry.state["readers"] != _reader_names() or entry.state["path"] != str(path):
            return None
        return cls(cache, entry.state, entry.arrays)

    def is_of(self, seen: Walk) -> bool:
        """Give whether the files are what they were, so that not one of them need be opened."""
        state = self.state
        same_files = state["files"] == [[*stamp] for stamp in seen.stamps]
        return bool(state["is_whole"] and same_files and state["notes"] == _notes_out(seen.notes))

    def all_runs(self) -> dict[RunKey, Run] | None:
        """Give every run; None where a run's own entry is lost."""
        columns = _Columns(self.arrays)
        runs: dict[RunKey, Run] = {}
        for record in self.state["runs"]:
            run = self._revived(record, columns)
            if run is None:
                return None
            runs[RunKey(run.path.absolute(), record["inside"], record["format"])] = run
        return runs

    def recall(self, found: Iterable[FoundRun], seen: Walk) -> dict[RunKey, Run]:
        """Give those of the found runs whose files have not changed since they were read."""
        columns = _Columns(self.arrays)
        by_key = {(each["path"], each["inside"], each["format"]): each for each in self.state["runs"]}
        stamps = _by_path(seen)
        recalled: dict[RunKey, Run] = {}
        for each in found:
            record = by_key.get((str(each.files.path), each.files.inside, each.format))
            if record is None or not record["could_be_read"] or record["stamps"] != _stamps(each, stamps):
                continue
            run = self._revived(record, columns)
            if run is not None:
                own_notes = run.notes[record["notes_beside"] :]
                recalled[each.key] = replace(run, notes=(*each.notes, *own_notes))
        return recalled

    def _revived(self, record: Mapping[str, Any], columns: _Columns) -> Run | None:
        at = record["at"]
        if at is None:
            entry = self.cache.load(_own_place(record["path"], record["inside"], record["format"]), _RUN)
            if entry is None or entry.state["stamps"] != record["stamps"]:
                return None
            series: Mapping[str, Series] = _own_series(entry.arrays, record["tags"])
        else:
            series = _KeptSeries(columns, at, record["tags"])
        return Run(
            name=record["name"],
            path=Path(record["path"]),
            format=record["read_as"],
            files=record["files"],
            fingerprint=record["fingerprint"],
            tracker_id=record["tracker_id"],
            series=series,
            metadata=record["metadata"],
            notes=tuple(Note(NoteKind(kind), Path(path), detail) for kind, path, detail in record["notes"]),
        )


def keep(cache: Cache, path: Path, seen: Walk, reads: Sequence[ReadRun]) -> None:
    """Keep the runs of a folder in place of what was kept of it before."""
    stamps = _by_path(seen)
    records: list[dict[str, Any]] = []
    together: list[Series] = []
    at = 0
    for each in reads:
        series = list(each.run.series.values())
        record = _record(each, _stamps(each.found, stamps))
        if each.run.points < _MANY_POINTS:
            record["at"] = at
            together += series
            at += each.run.points
        elif each.is_new:
            own = _own_place(record["path"], record["inside"], record["format"])
            columns = [
                array for each in series for array in (each.step, each.wall_time, each.value, each.segment)
            ]
            cache.store(own, _RUN, {"stamps": record["stamps"]}, columns)
        records.append(record)
    state = {
        "readers": _reader_names(),
        "path": str(path),
        "files": seen.stamps,
        "notes": _notes_out(seen.notes),
        "is_whole": all(_is_told_by(stamps, each) for each in reads),
        "runs": records,
    }
    cache.store(path, _FOLDER, state, _narrowed(together))


class _Columns:
    """The points of many series, one after the other; widened when they are first wanted."""

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        self._arrays = arrays

    @cached_property
    def _wide(
        self,
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
        step, wall_time, value, segment = self._arrays
        if not len(segment):
            segment = np.zeros(len(step), dtype=np.int32)
        return step.astype(np.int64, copy=False), wall_time, value.astype(np.float64, copy=False), segment

    def series(self, tag: str, start: int, end: int, *, may_hide_nan: bool) -> Series:
        """Give the points between two places as the series of a tag."""
        step, wall_time, value, segment = self._wide
        return Series(
            tag, step[start:end], wall_time[start:end], value[start:end], segment[start:end], may_hide_nan
        )


class _KeptSeries(Mapping[str, Series]):
    """The series of a recalled run, each made when it is first asked for."""

    def __init__(self, columns: _Columns, at: int, tags: Sequence[tuple[str, int, bool]]) -> None:
        self._columns = columns
        self._at = at
        self._tags = tags
        self._made: dict[str, Series] = {}

    @cached_property
    def _places(self) -> dict[str, tuple[int, int, bool]]:
        ends = accumulate((points for _, points, _ in self._tags), initial=self._at)
        return {
            tag: (start, start + points, masked)
            for start, (tag, points, masked) in zip(ends, self._tags, strict=False)
        }

    def __getitem__(self, tag: str) -> Series:
        made = self._made.get(tag)
        if made is None:
            start, end, masked = self._places[tag]
            made = self._made[tag] = self._columns.series(tag, start, end, may_hide_nan=masked)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._tags)


def _own_series(arrays: Sequence[NDArray[Any]], tags: Sequence[tuple[str, int, bool]]) -> dict[str, Series]:
    """Give the series of a run that has an entry of its own: four arrays each."""
    series = {}
    for at, (tag, _, masked) in enumerate(tags):
        step, wall_time, value, segment = arrays[4 * at : 4 * at + 4]
        series[tag] = Series(tag, step, wall_time, value, segment, masked)
    return series


def _narrowed(series: Sequence[Series]) -> list[NDArray[Any]]:
    """Give the columns of some series end to end, as `_Columns` reads them."""
    has_segments = any(each.segment.any() for each in series)
    return [
        _joined([each.step for each in series], np.int64, np.int32),
        _joined([each.wall_time for each in series], np.float64, np.float64),
        _joined([each.value for each in series], np.float64, np.float32),
        _joined([each.segment for each in series] if has_segments else [], np.int32, np.int32),
    ]


def _joined(parts: Sequence[NDArray[Any]], wide: type[np.generic], narrow: type[np.generic]) -> NDArray[Any]:
    """Give the parts end to end as the narrow type where that loses nothing; never a wide copy of them all."""
    with np.errstate(over="ignore"):
        fits = all(np.array_equal(each.astype(narrow), each, equal_nan=wide is np.float64) for each in parts)
    kind = narrow if fits else wide
    return np.concatenate([np.zeros(0, dtype=kind), *parts], dtype=kind, casting="unsafe")


def _record(read: ReadRun, stamps: list[list[Any]]) -> dict[str, Any]:
    run = read.run
    return {
        "path": str(read.found.files.path),
        "inside": read.found.files.inside,
        "format": read.found.format,
        "read_as": run.format,
        "stamps": stamps,
        "at": None,
        "name": run.name,
        "files": run.files,
        "fingerprint": run.fingerprint,
        "tracker_id": run.tracker_id,
        "tags": [[tag, len(series), series.may_hide_nan] for tag, series in run.series.items()],
        "metadata": dict(run.metadata),
        "notes": _notes_out(run.notes),
        "notes_beside": len(read.found.notes),
        "could_be_read": all(note.kind is not NoteKind.UNREADABLE for note in run.notes),
    }


def _is_told_by(stamps: Mapping[str, Stamp], read: ReadRun) -> bool:
    """Give whether nothing about the run can change without a change of these stamps."""
    could_be_read = all(note.kind is not NoteKind.UNREADABLE for note in read.run.notes)
    return could_be_read and all(str(file) in stamps for file in read.found.files.files)


def _stamps(found: FoundRun, known: Mapping[str, Stamp]) -> list[list[Any]]:
    files = (*found.files.files, *found.files.watched, *found.settings)
    return [[*(known.get(str(file)) or Stamp.of(str(file)))] for file in files]


def _by_path(seen: Walk) -> dict[str, Stamp]:
    return {str(Path(stamp.path)): stamp for stamp in seen.stamps}


def _notes_out(notes: Iterable[Note]) -> list[list[str]]:
    return [[note.kind.value, str(note.path), note.detail] for note in notes]


def _own_place(path: str, inside: str, log_format: str) -> Path:
    """Give where the entry of one run is looked for; no such file need exist."""
    return Path(path, f"{log_format} {inside}")


def _reader_names() -> list[str]:
    return [f"{type(reader).__module__}.{type(reader).__name__}" for reader in readers()]
