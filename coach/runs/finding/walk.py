"""The files below a folder that are worth opening, found without following links."""

from __future__ import annotations

import os
import re
from fnmatch import translate
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEVER_LOGS = frozenset({".git", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".coach"})


class Stamp(NamedTuple):
    """What tells that a file was not touched: its path, size in bytes, nanoseconds of its last change.

    Size and time are -1 where there is no such file.
    """

    path: str
    size: int
    changed: int

    @classmethod
    def of(cls, path: str) -> Stamp:
        """Give the stamp of the file that a path leads to now."""
        try:
            stat = os.stat(path)  # noqa: PTH116 - a hundred thousand files are looked at
        except (OSError, ValueError):
            return cls(path, -1, -1)
        return cls(path, stat.st_size, stat.st_mtime_ns)


class Walk(NamedTuple):
    """Regular files whose names fit, in order of their paths; and what was passed over."""

    stamps: tuple[Stamp, ...]
    notes: tuple[Note, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The paths alone."""
        return tuple(Path(stamp.path) for stamp in self.stamps)


def walk(folder: Path, patterns: Sequence[str]) -> Walk:
    """Give the files below `folder` whose lower-case names fit one of the patterns.

    Links are not followed: `latest` would be read twice and a link to a parent never ends. Special files
    (pipes, sockets) are not opened. A folder that cannot be listed becomes a note.
    """
    fits = _fitting(tuple(patterns))
    stamps: list[Stamp] = []
    notes: list[Note] = []
    links: list[str] = []
    folders = [os.fspath(folder)]
    while folders:
        here = folders.pop()
        try:
            with os.scandir(here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            notes.append(Note(NoteKind.UNREADABLE, Path(here), f"{error.strerror or error}; not looked into"))
            continue
        for entry in found:
            if entry.is_symlink():
                links.append(entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in _NEVER_LOGS:
                    folders.append(entry.path)
            elif fits.match(entry.name.lower()) and entry.is_file(follow_symlinks=False):
                stamps.append(_stamp(entry))
    if links:
        first = Path(links[0])
        detail = f"{len(links)} links not followed, the first is {first.name}"
        notes.append(Note(NoteKind.LINK_SKIPPED, first, detail))
    stamps.sort(key=lambda stamp: stamp.path.split(os.sep))  # noqa: PTH206 - a Path costs ten times as much
    return Walk(tuple(stamps), tuple(notes))


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        stat = entry.stat(follow_symlinks=False)
    except OSError:
        return Stamp(entry.path, -1, -1)
    return Stamp(entry.path, stat.st_size, stat.st_mtime_ns)


@cache
def _fitting(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))
