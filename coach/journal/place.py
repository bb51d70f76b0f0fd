"""Where the journal is, and making one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.errors import JournalError
from coach.journal.durable import make_folder, write_durably
from coach.journal.refusal import refused

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = ".coach"
"""Name of a project's journal; found by walking up, as git does with its own."""
VARIABLE = "COACH_HOME"
"""Environment variable that names a journal's folder."""

_IGNORED = """\
# Derived or fleeting; the sessions themselves belong under version control.
/cache/
/locks/
*.bak
*.coach-tmp
"""
_ATTRIBUTES = """\
# Every byte counts: `coach verify` compares them, so line ends are never converted.
/sessions/*.json -text
"""
_MERGED = """\
# A session that both sides have written keeps every entry of both; `coach init` tells git how, in every clone.
/sessions/*.json merge=coach-session
"""


class Place(NamedTuple):
    """A journal's folder and what named it."""

    root: Path
    named_by: Literal["--journal", "COACH_HOME", ".coach", "user"]


class Made(NamedTuple):
    """A project's journal, and whether it was made just now."""

    root: Path
    is_new: bool


def journal_place(
    explicit: Path | None = None, *, start: Path | None = None, environment: Mapping[str, str] | None = None
) -> Place:
    """Give the journal that serves here: `--journal`, `COACH_HOME`, the nearest `.coach`, or the user's own.

    Args:
        explicit: what `--journal` says.
        start: the folder from which to walk up; the current one by default.
        environment: environment variables; the process's own by default.

    Raises:
        JournalError: a file stands where the journal's folder should.
    """
    named = (os.environ if environment is None else environment).get(VARIABLE, "")
    if explicit is not None:
        return Place(_folder(explicit.expanduser()), "--journal")
    if named:
        return Place(_folder(Path(named).expanduser()), "COACH_HOME")
    for folder in _upwards(start):
        if _is_folder(folder / FOLDER):
            return Place(folder / FOLDER, ".coach")
    from platformdirs import user_data_path  # noqa: PLC0415 - a project's journal needs none of it

    return Place(_folder(user_data_path("coach", appauthor=False)), "user")


def init_journal(folder: Path) -> Made:
    """Make the journal of a project; one that is there already is completed, and nothing in it is changed.

    Raises:
        JournalError: the file system refused, or a file is called `.coach`.
    """
    root = _folder(folder / FOLDER)
    is_new = not root.exists()
    try:
        make_folder(root / "sessions")
        if not (root / ".gitignore").exists():
            write_durably(root / ".gitignore", _IGNORED.encode())
        attributes = root / ".gitattributes"
        before = attributes.read_bytes() if attributes.exists() else _ATTRIBUTES.encode()
        if _MERGED.encode() not in before:
            write_durably(attributes, before + _MERGED.encode())
    except OSError as error:
        raise refused(error, root) from error
    return Made(root, is_new)


def _upwards(start: Path | None) -> tuple[Path, ...]:
    try:
        here = (start or Path.cwd()).absolute()
    except FileNotFoundError:  # the current folder was removed under the program
        return ()
    return (here, *here.parents)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder that may not be entered holds no journal for this person
        return False


def _folder(path: Path) -> Path:
    try:
        is_in_the_way = path.exists() and not path.is_dir()
    except OSError as error:
        raise refused(error, path) from error
    if is_in_the_way:
        raise JournalError(
            "there is a file where the journal needs a folder",
            hint="Move it away, or name another folder.",
            where=str(path),
        )
    return path.absolute()
