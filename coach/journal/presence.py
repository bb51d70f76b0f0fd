"""Who else has a session open: a small file a terminal beside the session, never in it, and stale after seconds.

A file says a name and how far its person is, in counts; never what they answered. What is in it is data of unknown
origin: whatever does not look like that is nobody. Nothing depends on it, so nothing about it can fail.
"""

from __future__ import annotations

import json
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

BEAT_S = 2.0
"""Seconds between two signs of life."""
STALE_S = 7.0
"""Seconds without one after which somebody is gone."""
LARGEST = 2000
"""Bytes of a file that is read at all."""
_MOST = 16
_LONGEST = 60
_SUFFIX = ".json"


class Present(NamedTuple):
    """Somebody who has the session open.

    Attributes:
        by: their name.
        doing: how far they are, in a few words; may be empty.
    """

    by: str
    doing: str


def presence_folder(root: Path, session_id: str) -> Path:
    """Give the folder of a session's presence, below the cache, which no version control keeps."""
    return root / "cache" / "presence" / session_id


class Presence:
    """One terminal's presence in a session.

    Args:
        root: the journal's folder.
        session_id: which session.
        by: who sits at this terminal.
    """

    def __init__(self, root: Path, session_id: str, by: str) -> None:
        self._folder = presence_folder(root, session_id)
        self._file = self._folder / f"{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
        self._by = by

    def tell(self, doing: str) -> None:
        """Give a sign of life, and say how far one is."""
        said = json.dumps({"by": self._by[:_LONGEST], "doing": doing[:_LONGEST]})
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(said)

    def others(self) -> tuple[Present, ...]:
        """Give who else is there, by name; files of terminals that are long gone are removed.

        How long ago somebody gave a sign is told by the clock of the disk, which stamped one's own as well.
        """
        try:
            now = self._file.stat().st_mtime
            files = sorted(self._folder.iterdir())[: 10 * _MOST]
        except OSError:
            return ()
        found = []
        for file in files:
            if file.suffix == _SUFFIX and file != self._file:
                with suppress(OSError):
                    age = now - file.stat().st_mtime
                    if age <= STALE_S:
                        found.append(_read(file))
                    elif age > 10 * STALE_S:
                        file.unlink(missing_ok=True)
        return tuple(sorted({each for each in found if each is not None}))[:_MOST]

    def leave(self) -> None:
        """Be gone at once."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)


def _read(file: Path) -> Present | None:
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    with suppress(ValueError, RecursionError):
        said = json.loads(content) if len(content) <= LARGEST else None
        if isinstance(said, dict) and isinstance(said.get("by"), str) and isinstance(said.get("doing"), str):
            return Present(said["by"][:_LONGEST], said["doing"][:_LONGEST])
    return None
