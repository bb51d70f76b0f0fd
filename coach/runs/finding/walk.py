"""The files below a folder that are worth opening, found without following links."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from fnmatch import translate
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_NEVER_LOGS = frozenset(
    {".git", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".coach"}
) | {
    *(".hg", ".svn", ".tox", ".nox", ".idea", ".vscode", ".mypy_cache", ".pytest_cache", ".ruff_cache"),
    *(".ipynb_checkpoints", ".dvc", ".conda", "dist-info"),
}
_MOST_ALIKE = 100  # files of one ending in a folder: a label for each picture of a data set, say
_MOST_BY_ENDING = 5_000  # files in all


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


def walk(folder: Path, patterns: Sequence[str], endings: Sequence[str] = ()) -> Walk:
    """Give the files below `folder` whose lower-case names fit one of the patterns, or have one of the endings.

    Links are not followed: `latest` would be read twice and a link to a parent never ends. Special files
    (pipes, sockets) are not opened. A folder that cannot be listed becomes a note. Of the files that have nothing but
    the ending so many of one kind may lie in a folder, and so many in all.
    """
    fits, ends = fitting(tuple(patterns)), tuple(endings)
    stamps: list[Stamp] = []
    notes: list[Note] = []
    links: list[str] = []
    alike: defaultdict[tuple[str, str], list[os.DirEntry[str]]] = defaultdict(list)
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
            name = entry.name.lower()
            if entry.is_symlink():
                links.append(entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in _NEVER_LOGS:
                    folders.append(entry.path)
            elif fits.match(name) and entry.is_file(follow_symlinks=False):
                stamps.append(_stamp(entry))
            elif name.endswith(ends) and entry.is_file(follow_symlinks=False):
                alike[here, name.rpartition(".")[2]].append(entry)
    if links:
        first = Path(links[0])
        detail = f"{len(links)} links not followed, the first is {first.name}"
        notes.append(Note(NoteKind.LINK_SKIPPED, first, detail))
    stamps += map(_stamp, _few(alike, notes))
    stamps.sort(key=lambda stamp: stamp.path.split(os.sep))  # noqa: PTH206 - a Path costs ten times as much
    return Walk(tuple(stamps), tuple(notes))


def _few(
    alike: Mapping[tuple[str, str], list[os.DirEntry[str]]], notes: list[Note]
) -> Iterator[os.DirEntry[str]]:
    """Yield the files that lie in few by their ending, up to so many in all; the others are noted."""
    left = _MOST_BY_ENDING
    for (folder, ending), entries in alike.items():
        if len(entries) <= min(_MOST_ALIKE, left):
            left -= len(entries)
            yield from entries
        else:
            detail = f"{len(entries):,} .{ending} files in one folder, which is too many for logs; not opened"
            notes.append(Note(NoteKind.NOT_A_LOG, Path(folder, entries[0].name), detail))


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        stat = entry.stat(follow_symlinks=False)
    except OSError:
        return Stamp(entry.path, -1, -1)
    return Stamp(entry.path, stat.st_size, stat.st_mtime_ns)


@cache
def fitting(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Give what a lower-case name that fits one of the patterns matches."""
    return re.compile("|".join(map(translate, patterns)))
