"""Unfinished answers on disk, one file a session, so that they survive a terminal that is closed.

What is in the file is data of unknown origin: whatever does not look like a draft is left out.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAUSE_S = 0.3
"""Seconds after the last key before anything is written."""
FORMAT = 1
PAGE = "page."
"""How drafts of whole pages begin: they hold their forms by name, and some of those their rows."""
LARGEST = 4_000_000
"""Bytes of a file that is read at all."""


def load_drafts(path: Path) -> dict[str, object]:
    """Give the drafts in a file by their question; none where it is missing, too large or not of this kind."""
    try:
        if path.stat().st_size > LARGEST:
            return {}
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict) or kept.get("format") != FORMAT or not isinstance(kept.get("drafts"), dict):
        return {}
    return {
        question: draft
        for question, draft in kept["drafts"].items()
        if _is_draft(draft, 2 if question.startswith(PAGE) else 1)
    }


def _is_draft(draft: object, depth: int) -> bool:
    """True for what a form gives as its draft: text, texts, or such by name, names within names so often."""
    if isinstance(draft, dict):
        return depth > 0 and all(_is_draft(each, depth - 1) for each in draft.values())
    return _is_text(draft) or _is_texts(draft)


def _is_text(draft: object) -> bool:
    return isinstance(draft, str | int | float)


def _is_texts(draft: object) -> bool:
    return isinstance(draft, list) and all(_is_text(each) for each in draft)


def save_drafts(path: Path, drafts: Mapping[str, object]) -> None:
    """Replace the file as a whole; without drafts there is no file.

    Raises:
        OSError: it could not be written; what was there before still is.
    """
    if not drafts:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    said = json.dumps({"format": FORMAT, "drafts": drafts}, ensure_ascii=False, default=str)
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(said)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


class DraftFile:
    """Writes a session's drafts a moment after they changed, in a thread of its own.

    A draft that cannot be written is still on the screen, and nobody is kept from writing on.
    """

    def __init__(self, path: Path, drafts: Callable[[], Mapping[str, object]]) -> None:
        """Make the file's keeper; `drafts` gives what stands when it is written."""
        self._path = path
        self._drafts = drafts
        self._writing = Lock()
        self._timer: Timer | None = None

    def changed(self) -> None:
        """Write soon."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = Timer(PAUSE_S, self.write)
        self._timer.daemon = True
        self._timer.start()

    def write(self) -> None:
        """Write now; blocks, so not for the event loop unless the program ends."""
        with self._writing, suppress(OSError):
            save_drafts(self._path, self._drafts())

    def remove(self) -> None:
        """Write nothing more, and leave nothing of what was written."""
        if self._timer is not None:
            self._timer.cancel()
        with self._writing, suppress(OSError):
            self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Write what is still to be written."""
        if self._timer is not None and self._timer.is_alive():
            self._timer.cancel()
            self.write()
