"""TensorBoard event files: every folder that holds some is a run."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.event_files.event_file import CRC, HEADER_BYTES, LENGTH, masked_crc
from coach.runs.readers.event_files.event_log import EventLog, read_event_log
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from coach.runs.readers.columns import Columns
    from coach.runs.reading.cache import Cache

_STARTED = re.compile(r"tfevents\.(\d+)")
_SIDECARS = (".meta", ".profile-empty", ".gz", ".zip", ".md5", ".sha256", ".dvc", ".json", ".txt")
_MOST_NOTES = 10
_TEXT = frozenset(range(0x20, 0x7F)) | {0x09, 0x0A, 0x0D}


class _File(NamedTuple):
    path: Path
    log: EventLog


class TensorBoardReader:
    """Reads scalars in both encodings; counts everything else."""

    format = "tensorboard"
    names = ("*tfevents*",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for a sound first record, a little for an event file's name on bytes that are not text."""
        if len(head) >= HEADER_BYTES:
            length, (crc,) = head[: LENGTH.size], CRC.unpack_from(head, LENGTH.size)
            if crc == masked_crc(length):
                return 1.0
        name = path.name.lower()
        if "tfevents" not in name or name.endswith(_SIDECARS) or _TEXT.issuperset(head):
            return 0.0
        return 0.3

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give one run a folder, its files by the start time in their names."""
        folders: defaultdict[Path, list[Path]] = defaultdict(list)
        for file in files:
            folders[file.parent].append(file)
        return tuple(RunFiles(folder, tuple(sorted(each, key=_start))) for folder, each in folders.items())

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read the scalars of all files; each file is a part of the run."""
        notes: list[Note] = []
        logs: list[_File] = []
        for path in run.files:
            try:
                logs.append(_File(path, read_event_log(path, cache)))
            except OSError as error:
                notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
        last = max(map(_last_second, logs), default=-np.inf)
        for file in logs:
            notes.extend(_notes(file, is_last=_last_second(file) >= last))
        notes.extend(_kind_notes(run, logs))
        parts = [Part(file.path, _named(file.log)) for file in logs if file.log.columns]
        joined = join_parts(parts)
        started = min((_first_second(part) for part in parts), default=0.0)
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=f"{run.files[0].name} {started!r}",
        )


def _start(path: Path) -> tuple[int, str]:
    found = _STARTED.search(path.name)
    return int(found[1]) if found else 0, path.name


def _named(log: EventLog) -> dict[str, Columns]:
    return {tag.decode("utf-8", "backslashreplace"): columns for tag, columns in log.columns.items()}


def _first_second(part: Part) -> float:
    return min(float(columns.wall_time[0]) for columns in part.columns.values())


def _last_second(file: _File) -> float:
    """Give when a file was last written to, by its clock; before all others where it holds no scalars."""
    return max((float(columns.wall_time[-1]) for columns in file.log.columns.values()), default=-np.inf)


def _notes(file: _File, *, is_last: bool) -> Iterable[Note]:
    path, log = file
    for damage in log.damages[:_MOST_NOTES]:
        where = f"bytes {damage.offset:,} to {damage.end:,}, after {damage.record:,} records"
        yield Note(NoteKind.CORRUPT_RECORD, path, f"{where}: {damage.what}; skipped")
    if len(log.damages) > _MOST_NOTES:
        more = log.damages[_MOST_NOTES:]
        lost = sum(damage.end - damage.offset for damage in more)
        yield Note(
            NoteKind.CORRUPT_RECORD, path, f"{len(more):,} more damaged stretches, {lost:,} bytes; skipped"
        )
    if log.undecodable:
        yield Note(
            NoteKind.CORRUPT_RECORD, path, f"{log.undecodable:,} records are no TensorBoard events; skipped"
        )
    rest = log.size - log.position
    if log.tail_is_damaged:
        where = f"bytes {log.position:,} to {log.size:,}, after {log.records:,} records"
        yield Note(NoteKind.CORRUPT_RECORD, path, f"{where}: no record can be made out; skipped")
    elif rest and not is_last:
        detail = f"the last {rest:,} bytes are an unfinished record; the run went on in another file"
        yield Note(NoteKind.CORRUPT_RECORD, path, detail)
    elif rest:
        detail = f"the last {rest:,} bytes are an unfinished record; the run is still writing, or was cut off"
        yield Note(NoteKind.TRUNCATED_TAIL, path, detail)


def _kind_notes(run: RunFiles, logs: list[_File]) -> Iterable[Note]:
    silent = [file for file in logs if not file.log.columns]
    if silent:
        holds = _listed(sum((file.log.others for file in silent), Counter())) or "nothing but a header"
        detail = f"{len(silent)} of {len(run.files)} event files hold no scalars: {holds}"
        yield Note(NoteKind.NO_SCALARS, silent[0].path, detail)
    others = sum((file.log.others for file in logs if file.log.columns), Counter[str]())
    if others:
        yield Note(NoteKind.OTHER_RECORDS, run.path, f"besides scalars: {_listed(others)}")


def _listed(kinds: Counter[str]) -> str:
    return ", ".join(f"{n:,} {kind}" for kind, n in kinds.most_common())
