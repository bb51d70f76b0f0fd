"""What a project's git history knows of seals: in messages of commits, in notes, and in committed session files.

Nothing of the repository is changed but by `add_note`, which writes below `refs/notes/coach` alone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from coach.errors import JournalError
from coach.journal.checksum import checksum_of
from coach.journal.index import SUFFIX, sessions_folder
from coach.session.seal_chain import code_of
from coach.session.witness import Held, Witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from coach.session.seal_chain import Link
    from coach.session.witness import Kind

TRAILER = "Coach-Seal"
"""Key of the line that names a seal, in the message of a commit and in a note."""
_NOTES = "refs/notes/coach"
_LINE = re.compile(rf"^\+?{TRAILER}: ([a-z0-9-]{{1,40}}) (\S{{1,80}}) ([0-9a-z-]{{20,30}})$", re.MULTILINE)
_COMMIT, _FIELD = "\x1e", "\x1f"
_FORMAT = "--format=%x1e%H%x1f%ct%x1f%B"
_PLAIN = ("--no-color", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-notes")
_PATIENCE_S = 120.0


def trailer_of(link: Link) -> str:
    """Give the line that stands for a seal in the message of a commit, or in a note."""
    return f"{TRAILER}: {link.session} {link.seal} {link.code}"


def git_witnesses(journal: Path, folders: Iterable[Path]) -> tuple[Witness, ...]:
    """Give what the repositories around these folders know of seals; none where there is no repository, or no git."""
    found: dict[tuple[Kind, str], Witness] = {}
    for folder in dict.fromkeys(filter(None, map(_repository, (journal, *folders)))):
        pushed = _pushed(folder)
        for witness in (*_messages(folder), *_noted(folder), *_committed(folder, journal)):
            key = (witness.kind, witness.name)
            before = found.get(key)
            holds = (*(before.holds if before else ()), *witness.holds)
            found[key] = witness._replace(holds=holds, is_elsewhere=witness.name in pushed)
    return tuple(found.values())


def add_note(folder: Path, line: str) -> str:
    """Add a line to the note of the newest commit of the repository around a folder; gives that commit's hash.

    Raises:
        JournalError: there is no repository, no commit yet, or git refused.
    """
    repository = _repository(folder)
    if not repository:
        raise JournalError(
            "there is no git repository here", hint="Paste the code into a chat.", where=str(folder)
        )
    made = _git(repository, "notes", f"--ref={_NOTES}", "append", "-m", line, "HEAD")
    head = _git(repository, "rev-parse", "HEAD")
    if made.returncode or head.returncode:
        said = (made.stderr or head.stderr).strip().splitlines() or ["no reason given"]
        raise JournalError(f"git wrote no note: {said[-1]}", where=repository)
    return head.stdout.strip()


def _messages(repository: str) -> Iterator[Witness]:
    for name, at, text in _log(repository, "--all", f"--grep=^{TRAILER}: "):
        if holds := _lines(text):
            yield Witness("git commit", name, at, holds)


def _noted(repository: str) -> Iterator[Witness]:
    for name, at, text in _log(repository, "-p", "-U0", _NOTES, "--"):
        if holds := _lines(text):
            yield Witness("git note", name, at, holds)


def _committed(repository: str, journal: Path) -> Iterator[Witness]:
    """Give the commits that brought a seal in a session's own file."""
    folder = os.path.realpath(sessions_folder(journal))
    inside = os.path.relpath(folder, os.path.realpath(repository))
    if inside.startswith(os.pardir):
        return
    wanted = ("--all", "-p", "-U0", '-G"kind":"sealed"', "--", f":(top,literal){inside}")
    for name, at, text in _log(repository, *wanted):
        if holds := tuple(_seals_of(text)):
            yield Witness("git commit", name, at, holds)


def _seals_of(difference: str) -> Iterator[Held]:
    session = ""
    for line in difference.split("\n"):
        if line.startswith("+++ "):
            name = line.rpartition("/")[2].strip('"')
            session = name.removesuffix(SUFFIX) if name.endswith(SUFFIX) else ""
        elif session and line.startswith('+"') and '"kind":"sealed"' in line:
            document = _document(line[1:])
            event = document.get("event")
            if isinstance(event, dict) and isinstance(event.get("id"), str):
                yield Held(session, event["id"], code_of(checksum_of(event)))


def _document(line: str) -> dict[str, Any]:
    """Give the document on one line of a session's file; an empty one where it is none."""
    try:
        (document,) = json.loads("{" + line.rstrip(",\r") + "}").values()
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _lines(text: str) -> tuple[Held, ...]:
    return tuple(Held(*found) for found in _LINE.findall(text))


def _pushed(repository: str) -> frozenset[str]:
    """Give the commits that a remote is known to have."""
    on_remotes = _git(repository, "log", "--remotes", "--format=%H", *_PLAIN)
    return frozenset(on_remotes.stdout.split()) if not on_remotes.returncode else frozenset()


def _log(repository: str, *wanted: str) -> Iterator[tuple[str, datetime, str]]:
    """Give hash, moment, and message with differences of some commits, the oldest first; none where git refuses."""
    said = _git(repository, "log", "--reverse", _FORMAT, *_PLAIN, *wanted)
    for part in said.stdout.split(_COMMIT)[1:] if not said.returncode else ():
        name, _, rest = part.partition(_FIELD)
        seconds, _, text = rest.partition(_FIELD)
        if seconds.isdigit():
            yield name, datetime.fromtimestamp(int(seconds), UTC), text


def _repository(folder: Path | str) -> str:
    said = _git(str(folder), "rev-parse", "--show-toplevel")
    return said.stdout.rstrip("\n") if not said.returncode else ""


def _git(folder: str, *wanted: str) -> subprocess.CompletedProcess[str]:
    """Call git so that it asks nothing, runs no hook and no helper, and takes no lock."""
    quiet = (
        "-c",
        "core.fsmonitor=false",
        "-c",
        f"core.hooksPath={os.devnull}",
        "-c",
        "log.showSignature=false",
    )
    around = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603 - the words are ours, and what a person wrote is one of its own
            ["git", *quiet, "-C", folder, *wanted],  # noqa: S607 - the git of the person
            capture_output=True,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE_S,
            env=around,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return subprocess.CompletedProcess(["git"], 1, "", str(error))
