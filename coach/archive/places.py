"""Where archived runs lie, what their files are called, and how their ids are made."""

from __future__ import annotations

import json
import os
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.errors import UsageError

FOLDER = "runs"
"""Folder of a journal in which archived runs lie, one folder a run."""
START, END, CODE, ENVIRONMENT, LINK = "start.json", "end.json", "code.json", "environment.json", "link.json"
"""What was known as the command started, how it ended, its code, its surroundings, where its logs are."""
NAMED = "named"
"""Folder of the files that the command line names."""
SOURCES = "sources"
"""Folder of the files that differ from the commit, a folder for each repository."""
SCHEMA = "coach.archive/1"

_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_ID = re.compile(r"r\d{6}-\d{6}-[2-9a-z]{2,4}")
_LISTED = 8


def runs_folder(root: Path) -> Path:
    """Give the folder of archived runs of a journal."""
    return root / FOLDER


def make_run_folder(root: Path, started: datetime) -> Path:
    """Make the folder of a new run; its name is the run's id, which no other run of the journal has.

    Raises:
        OSError: the file system refused.
    """
    parent = runs_folder(root)
    parent.mkdir(parents=True, exist_ok=True)
    _ignored_by_git(parent)
    moment = started.astimezone(UTC)
    while True:
        chance = "".join(secrets.choice(_ALPHABET) for _ in range(2))
        folder = parent / f"r{moment:%y%m%d-%H%M%S}-{chance}"
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            continue
        return folder


def _ignored_by_git(parent: Path) -> None:
    """Keep archived runs out of a project's repository: what a training prints does not belong there."""
    note = parent / ".gitignore"
    if not note.exists():
        note.write_text("*\n")


def run_folders(root: Path) -> tuple[Path, ...]:
    """Give the folders of archived runs, newest first; none where there is no journal."""
    try:
        with os.scandir(runs_folder(root)) as entries:
            found = [entry.path for entry in entries if _ID.fullmatch(entry.name) and entry.is_dir()]
    except OSError:
        return ()
    return tuple(Path(path) for path in sorted(found, reverse=True))


def run_folder(root: Path, text: str) -> Path:
    """Give the folder of the run that an id, its beginning or its end means.

    Raises:
        UsageError: it means none, or several.
    """
    meant = text.strip().lower()
    folders = run_folders(root)
    found = [each for each in folders if each.name == meant]
    found = found or [
        each for each in folders if meant and (each.name.startswith(meant) or each.name.endswith(f"-{meant}"))
    ]
    if not found:
        raise UsageError(
            f"there is no archived run {text!r}",
            hint="coach runs lists them; the beginning of an id is enough.",
        )
    if len(found) > 1:
        shown = ", ".join(each.name for each in found[:_LISTED])
        raise UsageError(f"{text!r} may mean several runs: {shown}", hint="Type more of the one meant.")
    return found[0]


def is_run_id(text: str) -> bool:
    """True for a text that has the form of a run's id, whole."""
    return _ID.fullmatch(text) is not None


def write_json(path: Path, data: object) -> None:
    """Replace a file by JSON, as a whole.

    Raises:
        OSError: the file system refused; an earlier file is as it was.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(data, file, indent=1, ensure_ascii=True)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def read_json(path: Path) -> dict[str, Any]:
    """Give what a file of a run says; nothing where it is missing or damaged."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
