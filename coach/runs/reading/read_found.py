"""One run read: whatever the format, however damaged, nothing raised and nothing kept silent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.runs.finding.configuration import read_configuration
from coach.runs.reading.judged_restarts import judged_restarts
from coach.runs.reading.missing_rows import missing_rows
from coach.runs.run import Note, NoteKind, Run

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs.finding.found_run import FoundRun
    from coach.runs.readers.reader import Reading
    from coach.runs.reading.cache import Cache

_NOTHING = "none"


def read_found(found: FoundRun, cache: Cache | None) -> Run:
    """Give the run; what could not be read of it is among its notes."""
    empty = Run(
        name=found.name, path=found.files.path, format=_NOTHING, files=0, fingerprint="", notes=found.notes
    )
    if found.reader is None:
        return empty
    try:
        reading = found.reader.read(found.files, cache)
    except Exception as error:  # noqa: BLE001 - one run a reader stumbles over must not cost the others
        detail = f"the {found.reader.format} reader failed: {type(error).__name__}: {str(error)[:200]}"
        return replace(empty, notes=(*found.notes, Note(NoteKind.UNREADABLE, found.files.path, detail)))
    settings = read_configuration(found.settings)
    path, files = found.files.path, len(found.files.files)
    judged = judged_restarts(path, files, reading)
    return Run(
        name=reading.name or found.name,
        path=path,
        format=found.reader.format,
        files=files,
        fingerprint=f"{found.reader.format} {reading.fingerprint}",
        tracker_id=reading.tracker_id,
        series=reading.series,
        metadata={**settings.settings, **reading.metadata},
        notes=(*found.notes, *settings.notes, *judged.notes, *_missing(found.files.path, reading)),
        cuts=judged.cuts,
    )


def _missing(path: Path, reading: Reading) -> list[Note]:
    """Give what the steps tell of missing rows, where no damage was seen that explains it."""
    if not reading.series and not reading.notes:
        return [Note(NoteKind.NO_SCALARS, path, "no numbers in it")]
    is_told = any(note.kind is NoteKind.CORRUPT_RECORD for note in reading.notes)
    return [] if is_told else missing_rows(path, reading.series)
