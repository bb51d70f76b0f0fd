"""Runs out of folders: whatever the format, however damaged, nothing raised and nothing kept silent."""

from __future__ import annotations

import stat
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from coach.errors import RunReadError
from coach.runs.cache import Cache
from coach.runs.readers.reader import HEAD_BYTES, Reader, RunFiles
from coach.runs.readers.registry import readers
from coach.runs.run import Note, NoteKind, Run
from coach.runs.same_run import without_doubles
from coach.runs.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from coach.runs.series import Series

_LFS = b"version https://git-lfs"
_NOTHING = "none"
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A run that was found and not read yet; without a reader where there is nothing to read.

    Attributes:
        name: the path below the folder that was asked for, or that folder's own name.
        files: what makes up the run.
        reader: who reads it.
        notes: about files beside it that are no logs, though they look like one.
    """

    name: str
    files: RunFiles
    reader: Reader | None
    notes: tuple[Note, ...] = ()


def find_runs(path: Path) -> tuple[FoundRun, ...]:
    """Give the runs below a folder (or the one in a file), in order of their names, without reading them.

    A folder with nothing readable gives one entry without a reader, whose notes say what is there instead.

    Raises:
        RunReadError: when the path does not exist or cannot be opened.
    """
    notes: tuple[Note, ...] = ()
    files: tuple[Path, ...] = (path,)
    if _check(path):
        files, notes = walk(path, tuple(pattern for reader in readers() for pattern in reader.names))
    claimed, refused = _claims(files)
    found = [
        FoundRun(_name(path, run.path), run, reader)
        for reader, mine in claimed.items()
        for run in reader.runs(mine)
    ]
    found = _with_notes(path, found, (*refused, *notes))
    return tuple(sorted(found, key=lambda each: each.name))


def read_run(path: Path, *, cache_dir: Path | None = None) -> Run:
    """Give the one run at a path.

    Raises:
        RunReadError: when the path cannot be read, or holds several runs.
    """
    runs = read_runs([path], cache_dir=cache_dir)
    if len(runs) > 1:
        names = ", ".join(run.name for run in runs[:_MOST_NAMED])
        raise RunReadError(
            f"{len(runs)} runs here, one was asked for", hint=f"Name one of them: {names}.", where=str(path)
        )
    return runs[0]


def read_runs(
    paths: Sequence[Path],
    *,
    cache_dir: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Run, ...]:
    """Give every run below these paths; a run reached by two of them is read once.

    Args:
        paths: folders or files.
        cache_dir: where to keep what was read, so that next time only new bytes are.
        progress: told (runs read, runs in all, name of the next one) before each run and once at the end.
        cancelled: asked before each run; when true, the runs read so far are given.

    Raises:
        RunReadError: when a path does not exist or cannot be opened.
    """
    found: dict[tuple[Path, str, str], FoundRun] = {}
    for path in paths:
        for each in find_runs(path):
            key = (
                each.files.path.absolute(),
                each.files.inside,
                each.reader.format if each.reader else _NOTHING,
            )
            found.setdefault(key, each)
    cache = None if cache_dir is None else Cache(cache_dir)
    runs: list[Run] = []
    for each in found.values():
        if cancelled is not None and cancelled():
            break
        if progress is not None:
            progress(len(runs), len(found), each.name)
        runs.append(_read(each, cache))
    if progress is not None:
        progress(len(runs), len(found), "")
    return tuple(_with_distinct_names(without_doubles(runs)))


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


def _claims(files: Sequence[Path]) -> tuple[dict[Reader, list[Path]], list[Note]]:
    """Give each reader the files it is surest about, and a note for every file nobody can read."""
    claimed: defaultdict[Reader, list[Path]] = defaultdict(list)
    refused: list[Note] = []
    for file in files:
        try:
            with file.open("rb") as opened:
                head = opened.read(HEAD_BYTES)
        except OSError as error:
            refused.append(Note(NoteKind.UNREADABLE, file, error.strerror or str(error)))
            continue
        if not head:
            refused.append(Note(NoteKind.EMPTY, file, "the file is empty"))
        elif head.startswith(_LFS):
            detail = "a git-lfs pointer in place of the log; fetch the log with `git lfs pull`"
            refused.append(Note(NoteKind.POINTER_FILE, file, detail))
        else:
            sure = {each: each.detect(file, head) for each in readers()}
            reader = max(sure, key=sure.__getitem__)
            if sure[reader] > 0:
                claimed[reader].append(file)
            elif min(sure.values()) >= 0:
                refused.append(Note(NoteKind.NOT_A_LOG, file, "no reader knows what this is"))
    return claimed, refused


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
        general = general or (Note(NoteKind.EMPTY, root, "no log of any format `coach` reads"),)
        return [FoundRun(_name(root, root), RunFiles(root, ()), None, general)]
    return [replace(noted[0], notes=(*noted[0].notes, *general)), *noted[1:]]


def _folder(run: FoundRun) -> Path:
    files = run.files.files
    return files[0].parent if files else run.files.path


def _summed_up(notes: list[Note]) -> tuple[Note, ...]:
    if len(notes) <= _MOST_NAMED:
        return tuple(notes)
    links = [note for note in notes if note.kind is NoteKind.LINK_SKIPPED]
    others = [note for note in notes if note.kind is NoteKind.NOT_A_LOG]
    names = ", ".join(note.path.name for note in others[:_MOST_NAMED])
    return (
        *links,
        Note(NoteKind.NOT_A_LOG, others[0].path, f"{len(others)} files are no logs: {names}, ..."),
    )


def _name(root: Path, path: Path) -> str:
    """Give what a person would call the run: the path below the root, or the root's own name."""
    inner = path.relative_to(root).as_posix() if path != root else "."
    name = inner if inner != "." else path.absolute().name or str(path.absolute())
    return name.encode("utf-8", "backslashreplace").decode()


def _read(found: FoundRun, cache: Cache | None) -> Run:
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
    return Run(
        name=reading.name or found.name,
        path=found.files.path,
        format=found.reader.format,
        files=len(found.files.files),
        fingerprint=f"{found.reader.format} {reading.fingerprint}",
        tracker_id=reading.tracker_id,
        series=reading.series,
        metadata=reading.metadata,
        notes=(*found.notes, *reading.notes, *_non_finite(found.files.path, reading.series)),
    )


def _non_finite(path: Path, series: Mapping[str, Series]) -> list[Note]:
    """Give one note naming the tags with values that are no finite numbers."""
    said = []
    for tag, each in series.items():
        bad = ~np.isfinite(each.value)
        if bad.any():
            first = int(each.step[int(np.argmax(bad))])
            said.append(f"{tag} ({int(bad.sum()):,} of {len(each):,} values, the first at step {first:,})")
    if not said:
        return []
    more = f" and {len(said) - _MOST_NAMED} more" if len(said) > _MOST_NAMED else ""
    return [Note(NoteKind.NON_FINITE, path, "NaN or infinite: " + ", ".join(said[:_MOST_NAMED]) + more)]


def _with_distinct_names(runs: list[Run]) -> list[Run]:
    """Give the runs with longer names where several have the same one: tracker's id, or folder."""
    seen = Counter(run.name for run in runs)
    return [run if seen[run.name] == 1 else replace(run, name=_longer_name(run)) for run in runs]


def _longer_name(run: Run) -> str:
    return (
        f"{run.name} ({run.tracker_id})"
        if run.tracker_id
        else f"{run.path.absolute().parent.name}/{run.name}"
    )
