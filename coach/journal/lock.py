"""One writer at a time: a lock a session, that the operating system frees when its holder dies."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.journal.durable import make_folder
from coach.journal.refusal import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 10.0
"""How long a writer waits for another; a save takes milliseconds."""
_POLL_S = 0.005


def lock_path(root: Path, session_id: str) -> Path:
    """Give the lock file of a session. It stays when the lock is free: removing it would admit two writers."""
    return root / "locks" / f"{session_id}.lock"


@contextmanager
def session_lock(root: Path, session_id: str, *, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold a session for writing.

    Args:
        root: the journal's folder.
        session_id: which session.
        patience_s: seconds to wait for another writer; 0 asks once.

    Raises:
        JournalError: another program held it all that time, or the lock file cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - reading needs no lock

    path = lock_path(root, session_id)
    lock = FileLock(path, poll_interval=_POLL_S)
    try:
        make_folder(path.parent)
        lock.acquire(timeout=patience_s)
    except Timeout as error:
        raise JournalError(
            f"another coach is writing session {session_id}{_holder(path)}",
            hint="Wait until it is done, or end it if it hangs; then say it again.",
            where=str(path),
        ) from error
    except OSError as error:
        raise refused(error, path) from error
    try:
        _sign(path)
        yield
    finally:
        lock.release()


def _sign(path: Path) -> None:
    """Say in the lock file who holds it. Only a message depends on it: a full disk is reported by the save."""
    from socket import gethostname  # noqa: PLC0415 - reading needs no name

    name = f"process {os.getpid()} on {gethostname()}"
    with suppress(OSError):
        if path.read_text(encoding="utf-8", errors="replace") != name:
            path.write_text(name, encoding="utf-8")


def _holder(path: Path) -> str:
    try:
        said = path.read_text(encoding="utf-8", errors="replace")[:200].strip()
    except OSError:
        return ""
    return f" ({said})" if said else ""
