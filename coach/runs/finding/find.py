"""Which runs a folder holds: files claimed by the readers that are surest about them, the rest noted."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.errors import RunReadError
from coach.runs.finding import unread
from coach.runs.finding.configuration import NAMES, by_folder, nearest
from coach.runs.finding.found_run import FoundRun
from coach.runs.finding.walk import Stamp, Walk, fitting, walk
from coach.runs.readers.reader import HEAD_BYTES, RunFiles
from coach.runs.readers.registry import readers
from coach.runs.readers.trackers.sqlite_store import WRITTEN_AHEAD
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.readers.reader import Reader

_LFS = b"version https://git-lfs"
_MOST_NAMED = 5
_ENDINGS = (
    *(".json", ".jsonl", ".jsonlines", ".ndjson", ".csv", ".tsv", ".tab", ".dat"),
    *(".txt", ".log", ".out", ".npz"),
)
"""Of files that may be logs whatever they are called; nothing is said of one that is none."""
_FAINTEST = 1e-9
_SURE_ENOUGH = 0.25  # to read a file that nobody asked for by its own path


def find_runs(path: Path) -> tuple[FoundRun, ...]:
    """Give the runs below a folder (or the one in a file), in order of their names, without reading them.

    A folder with nothing readable gives one entry without a reader, whose notes say what is there instead.

    Raises:
        RunReadError: when the path does not exist or cannot be opened.
    """
    return found_in(path, look(path))


def look(path: Path) -> Walk:
    """Give the files at a path that some reader may read.

    Raises:
        RunReadError: when the path does not exist or cannot be opened.
    """
    if _check(path):
        wanted = _patterns()
        seen = walk(path, (*wanted, *unread.NAMES), _ENDINGS)
        names = fitting(wanted)
        return Walk(tuple(stamp for stamp in seen.stamps if _is_wanted(stamp.path, names)), seen.notes)
    stamps = (Stamp.of(str(path)), Stamp.of(f"{path}{WRITTEN_AHEAD}"))
    return Walk(tuple(stamp for stamp in stamps if stamp.size >= 0), ())


def _is_wanted(path: str, names: re.Pattern[str]) -> bool:
    """Give whether a file has a reader's name, which most have, or is worth naming."""
    is_of_a_reader = names.match(path[path.rfind(os.sep) + 1 :].lower()) is not None
    return is_of_a_reader or unread.is_worth_naming(path)


def found_in(path: Path, seen: Walk) -> tuple[FoundRun, ...]:
    """Give the runs among the files that were seen at a path, as `find_runs` does."""
    settings = {file for file in seen.files if file != path and file.name.lower() in NAMES}
    claimed, refused = _claims([file for file in seen.files if file not in settings], path)
    beside = by_folder(sorted(settings))
    found = [
        FoundRun(_name(path, run.path), run, reader, settings=nearest(beside, _place(run), path))
        for reader, mine in claimed.items()
        for run in _grouped(reader, mine, refused)
    ]
    found = _with_notes(path, found, (*refused, *seen.notes))
    return tuple(sorted(found, key=lambda each: each.name))


def _check(path: Path) -> bool:
    """Give whether the path is a folder, after making sure that it can be opened."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            next(path.iterdir(), None)
            return True
        if stat.S_ISREG(mode):
            path.open("rb").close()
            return False
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = "Give the folder your run logs to, such as runs/ or logs/PPO_1."
        raise RunReadError("there is no such file or folder", hint=hint, where=str(path)) from error
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        hint = "Check the permissions, or copy the logs to a place you can read."
        raise RunReadError(f"cannot be opened: {said}", hint=hint, where=str(path)) from error
    raise RunReadError("is neither a file nor a folder", hint="Give a folder of logs.", where=str(path))


def _patterns() -> tuple[str, ...]:
    return (*(pattern for reader in readers() for pattern in reader.names), *NAMES)


def _claims(files: Sequence[Path], asked_for: Path) -> tuple[dict[Reader, list[Path]], list[Note]]:
    """Give each reader the files it is surest about, and a note for each that is called like a log and is none."""
    claimed: defaultdict[Reader, list[Path]] = defaultdict(list)
    refused: list[Note] = []
    names = fitting((*_patterns(), *unread.NAMES))
    for file in files:
        is_named = file == asked_for or bool(names.match(file.name.lower()))
        if note := unread.of_another_tool(file):
            refused.append(note)
            continue
        try:
            with file.open("rb") as opened:
                head = opened.read(HEAD_BYTES)
        except OSError as error:
            refused.append(Note(NoteKind.UNREADABLE, file, error.strerror or str(error)))
            continue
        if not head:
            refused += [Note(NoteKind.EMPTY, file, "the file is empty")] if is_named else []
        elif head.startswith(_LFS):
            detail = "a git-lfs pointer in place of the log; fetch the log with `git lfs pull`"
            refused.append(Note(NoteKind.POINTER_FILE, file, detail))
        else:
            sure = _sureness(file, head, refused)
            reader = max(sure, key=sure.__getitem__)
            if sure[reader] >= (_SURE_ENOUGH if file != asked_for else _FAINTEST):
                claimed[reader].append(file)
            elif is_named and min(sure.values()) >= 0:
                is_perhaps_one = sure[reader] > 0
                refused.append(
                    unread.perhaps_a_log(file) if is_perhaps_one else unread.of_no_format(file, head)
                )
    return claimed, list(dict.fromkeys(refused))


def _grouped(reader: Reader, files: Sequence[Path], refused: list[Note]) -> tuple[RunFiles, ...]:
    try:
        return reader.runs(files)
    except Exception as error:  # noqa: BLE001 - a lab's own reader must not cost the runs of the others
        refused.extend(_stumble(reader, file, error) for file in files)
        return ()


def _stumble(reader: Reader, file: Path, error: Exception) -> Note:
    said = f"the {reader.format} reader failed: {type(error).__name__}: {str(error)[:200]}"
    return Note(NoteKind.UNREADABLE, file, said)


def _sureness(file: Path, head: bytes, refused: list[Note]) -> dict[Reader, float]:
    """Give how sure the readers are, in their order, up to the first one without a doubt."""
    sure: dict[Reader, float] = {}
    for reader in readers():
        try:
            sure[reader] = reader.detect(file, head)
        except Exception as error:  # noqa: BLE001 - as in `_grouped`
            refused.append(_stumble(reader, file, error))
            sure[reader] = 0.0
        if sure[reader] >= 1:
            break
    return sure


def _with_notes(root: Path, found: list[FoundRun], notes: Sequence[Note]) -> list[FoundRun]:
    """Give the runs with the notes about files beside them, and entries for folders that have only notes."""
    first_in = {_folder(run): run for run in reversed(found)}
    beside: defaultdict[Path, list[Note]] = defaultdict(list)
    strangers: list[Note] = []
    for note in notes:
        folder = root if note.path == root else note.path.parent
        is_stray = folder not in first_in and note.kind in (NoteKind.NOT_A_LOG, NoteKind.LINK_SKIPPED)
        (strangers if is_stray else beside[folder]).append(note)
    noted = [
        replace(run, notes=tuple(beside[_folder(run)])) if first_in[_folder(run)] is run else run
        for run in found
    ]
    noted += [
        FoundRun(_name(root, folder), RunFiles(folder, ()), None, tuple(each))
        for folder, each in beside.items()
        if folder not in first_in and each
    ]
    general = _summed_up(strangers)
    if not noted:
        general = general or (unread.nothing_in(root),)
        return [FoundRun(_name(root, root), RunFiles(root, ()), None, general)]
    return [replace(noted[0], notes=(*noted[0].notes, *general)), *noted[1:]]


def _folder(run: FoundRun) -> Path:
    return _place(run.files)


def _place(run: RunFiles) -> Path:
    return run.files[0].parent if run.files else run.path


def _summed_up(notes: list[Note]) -> tuple[Note, ...]:
    """Give the notes, those in the same words as one where there are many."""
    if len(notes) <= _MOST_NAMED:
        return tuple(notes)
    alike: defaultdict[tuple[NoteKind, str], list[Note]] = defaultdict(list)
    for note in notes:
        alike[note.kind, note.detail].append(note)
    return tuple(_as_one(each) for each in alike.values())


def _as_one(notes: list[Note]) -> Note:
    first = notes[0]
    if len(notes) == 1:
        return first
    names = ", ".join(note.path.name for note in notes[:_MOST_NAMED])
    more = ", ..." if len(notes) > _MOST_NAMED else ""
    return replace(first, detail=f"{len(notes):,} files ({names}{more}), each of them: {first.detail}")


def _name(root: Path, path: Path) -> str:
    """Give what a person would call the run: the path below the root, or its own name.

    Where a file was asked for, the run may be the folder around it.
    """
    inner = path.relative_to(root).as_posix() if path.is_relative_to(root) else "."
    name = inner if inner != "." else path.absolute().name or str(path.absolute())
    return name.encode("utf-8", "backslashreplace").decode()
