"""Whole runs as they were last read, so that a folder nobody has touched costs a look at its files.

One entry holds all small runs of a folder that was asked for; a run with many points has an entry of its own, so
that it can grow without the others being written again. Numbers are kept as narrow as they can be without loss.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.runs.finding.found_run import RunKey
from coach.runs.finding.walk import Stamp
from coach.runs.readers.registry import readers
from coach.runs.reading.packed_series import Columns, KeptSeries, Tags, narrowed
from coach.runs.run import Cut, Note, NoteKind, Run
from coach.runs.series import Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from coach.runs.finding.found_run import FoundRun
    from coach.runs.finding.walk import Walk
    from coach.runs.reading.cache import Cache

_FOLDER, _RUN = "run_cache", "run"
_GENERATION = (
    4  # grows when a reader gives something else for the same files than it did, so that they are read anew
)
_MANY_POINTS = 50_000


class ReadRun(NamedTuple):
    """A run that was found, what reading it gave, and whether it was read just now rather than recalled."""

    found: FoundRun
    run: Run
    is_new: bool


@dataclass(slots=True)
class RunCache:
    """What is kept of one folder; `recall` gives the runs whose files have not changed."""

    cache: Cache
    state: Mapping[str, Any]
    arrays: Sequence[NDArray[Any]]

    @classmethod
    def of(cls, cache: Cache, path: Path) -> RunCache | None:
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
        columns = Columns(self.arrays)
        runs: dict[RunKey, Run] = {}
        for record in self.state["runs"]:
            run = self._revived(record, columns)
            if run is None:
                return None
            runs[RunKey(run.path.absolute(), record["inside"], record["format"])] = run
        return runs

    def recall(self, found: Iterable[FoundRun], seen: Walk) -> dict[RunKey, Run]:
        """Give those of the found runs whose files have not changed since they were read."""
        columns = Columns(self.arrays)
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

    def _revived(self, record: Mapping[str, Any], columns: Columns) -> Run | None:
        at = record["at"]
        tags = Tags(self.state["tag_names"][record["tag_names"]], record["points"], record["may_hide_nan"])
        if at is None:
            entry = self.cache.load(_own_place(record["path"], record["inside"], record["format"]), _RUN)
            if entry is None or entry.state["stamps"] != record["stamps"]:
                return None
            series: Mapping[str, Series] = _own_series(entry.arrays, tags)
        else:
            series = KeptSeries(columns, at, tags)
        return Run(
            name=record["name"],
            path=Path(record["path"]),
            format=record["read_as"],
            files=record["files"],
            fingerprint=record["fingerprint"],
            tracker_id=record["tracker_id"],
            series=series,
            metadata=record["metadata"],
            notes=_notes_in(record["notes"]),
            cuts=tuple(_cut_in(*each) for each in record["cuts"]),
        )


def keep(cache: Cache, path: Path, seen: Walk, reads: Sequence[ReadRun]) -> None:
    """Keep the runs of a folder in place of what was kept of it before."""
    stamps = _by_path(seen)
    records: list[dict[str, Any]] = []
    together: list[Series] = []
    tag_names: dict[tuple[str, ...], int] = {}  # runs of one study log the same ones
    at = 0
    for each in reads:
        series = list(each.run.series.values())
        tags = Tags.of(series)
        record = _record(each, _stamps(each.found, stamps)) | {
            "tag_names": tag_names.setdefault(tuple(tags.names), len(tag_names)),
            "points": tags.points,
            "may_hide_nan": tags.may_hide_nan,
        }
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
        "tag_names": list(tag_names),
    }
    cache.store(path, _FOLDER, state, narrowed(together))


def _own_series(arrays: Sequence[NDArray[Any]], tags: Tags) -> dict[str, Series]:
    """Give the series of a run that has an entry of its own: four arrays each."""
    series = {}
    for at, tag in enumerate(tags.names):
        step, wall_time, value, segment = arrays[4 * at : 4 * at + 4]
        series[tag] = Series(tag, step, wall_time, value, segment, at in tags.may_hide_nan)
    return series


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
        "metadata": dict(run.metadata),
        "notes": _notes_out(run.notes),
        "cuts": [[*each[:-1], _notes_out(each.notes)] for each in run.cuts],
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


def _notes_in(notes: Iterable[Sequence[str]]) -> tuple[Note, ...]:
    return tuple(Note(NoteKind(kind), Path(path), detail) for kind, path, detail in notes)


def _cut_in(
    bounds: Mapping[str, Sequence[int]],
    aside: Sequence[int],
    segment: int,
    files: int,
    notes: Iterable[Sequence[str]],
) -> Cut:
    places = {tag: (start, end) for tag, (start, end) in bounds.items()}
    return Cut(places, tuple(aside), segment, files, _notes_in(notes))


def _own_place(path: str, inside: str, log_format: str) -> Path:
    """Give where the entry of one run is looked for; no such file need exist."""
    return Path(path, f"{log_format} {inside}")


def _reader_names() -> list[str]:
    return [str(_GENERATION), *_names()]


def _names() -> list[str]:
    return [f"{type(reader).__module__}.{type(reader).__name__}" for reader in readers()]
