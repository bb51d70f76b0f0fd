"""The files below a folder that are worth opening, found without following links."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEVER_LOGS = frozenset({".git", ".venv", "venv", "node_modules", "__pycache__", "site-packages", ".coach"})


class Walk(NamedTuple):
    """Regular files whose names fit, in order of their paths; and what was passed over."""

    files: tuple[Path, ...]
    notes: tuple[Note, ...]


def walk(folder: Path, patterns: Sequence[str]) -> Walk:
    """Give the files below `folder` whose lower-case names fit one of the patterns.

    Links are not followed: `latest` would be read twice and a link to a parent never ends. Special files
    (pipes, sockets) are not opened. A folder that cannot be listed becomes a note.
    """
    files: list[Path] = []
    notes: list[Note] = []
    links: list[Path] = []
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
                links.append(Path(entry.path))
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in _NEVER_LOGS:
                    folders.append(entry.path)
            elif entry.is_file(follow_symlinks=False) and _fits(entry.name, patterns):
                files.append(Path(entry.path))
    if links:
        detail = f"{len(links)} links not followed, the first is {links[0].name}"
        notes.append(Note(NoteKind.LINK_SKIPPED, links[0], detail))
    return Walk(tuple(sorted(files)), tuple(notes))


def _fits(name: str, patterns: Sequence[str]) -> bool:
    lower = name.lower()
    return any(fnmatch(lower, pattern) for pattern in patterns)
