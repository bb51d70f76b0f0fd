"""Two copies of a session that git is to make one: every event of both, in the order of the clock.

The union is commutative, associative and idempotent, and equal events have equal bytes. So clones that pull from one
another in any order end with the same file, and nobody ever sees a conflict.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Literal

from coach.errors import JournalError
from coach.journal.durable import write_durably
from coach.journal.export import read_copy
from coach.journal.record import merged_records
from coach.journal.refusal import refused
from coach.journal.session_file import whole_file

NAME = "coach-session"
"""What the driver is called in git's settings and in `.gitattributes`."""
_TITLE = "sessions of coach: every entry of both sides"
_PATIENCE_S = 20.0

State = Literal["set up", "missing", "gone", "no git"]


def merge_copies(ours: Path, theirs: Path) -> int:
    """Make `ours` hold every event of both files; gives how many that are.

    Raises:
        RunReadError: one of them cannot be read as a session; nothing is changed.
        JournalError: a newer coach wrote one, they are two sessions, or the file cannot be written.
    """
    mine, other = read_copy(ours), read_copy(theirs)
    known = {record.event.id for record in mine.records}
    if mine.session != other.session or known.isdisjoint(record.event.id for record in other.records):
        raise JournalError(
            f"{mine.session} and {other.session} are two sessions, no copies of one",
            hint="Keep both: give one of the files another name. Nothing was changed.",
            where=str(ours),
        )
    records = merged_records(mine.records, other.records)
    try:
        write_durably(ours, whole_file(mine.session, records))
    except OSError as error:
        raise refused(error, ours) from error
    return len(records)


def driver_command() -> str:
    """Give what git is to call: this very coach, wherever git is called from."""
    return f"{shlex.quote(sys.executable)} -m coach merge-driver %O %A %B %P"


def set_up(root: Path) -> State:
    """Tell the repository around a journal to merge its sessions so; again changes nothing.

    Returns:
        How it stands then: `no git` where there is no repository, or git refuses.
    """
    before = state(root)
    if before in ("no git", "set up"):
        return before
    for key, value in (("name", _TITLE), ("driver", driver_command())):
        _git(root, "config", "--local", f"merge.{NAME}.{key}", value)
    return state(root)


def state(root: Path) -> State:
    """Give how it stands with the repository around a journal.

    Returns:
        `missing` where git has no driver yet, which every clone needs for itself, or its attributes do not name it;
        `gone` where the program that the driver calls is not there any more.
    """
    if _git(root, "rev-parse", "--git-dir") is None:
        return "no git"
    driver = _git(root, "config", "--get", f"merge.{NAME}.driver")
    attribute = _git(root, "check-attr", "merge", "--", str(root / "sessions" / "x.json")) or ""
    if driver is None or not attribute.endswith(f": {NAME}"):
        return "missing"
    words = shlex.split(driver)
    return "set up" if words and Path(words[0]).exists() else "gone"


def _git(folder: Path, *wanted: str) -> str | None:
    """Give what git says; None where it refuses, or is not there."""
    around = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        said = subprocess.run(  # noqa: S603 - the words are ours
            ["git", "-C", str(folder), *wanted],  # noqa: S607 - the git of the person
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            env=around,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return said.stdout.strip() if said.returncode == 0 else None
