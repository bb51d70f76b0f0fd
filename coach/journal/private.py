"""Blind answers of one person, in their own cache until they are opened: never in a journal, which is shared.

One file an answer, readable by its owner alone, under the session's id and the digest that the commitment names. So it
serves every copy of the journal that this person has on this machine.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from coach.journal.durable import sync_folder
from coach.journal.refusal import refused

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "blind"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_OWNER_ONLY, _FOLDER_OF_OWNER = 0o600, 0o700


class Secret(NamedTuple):
    """What opens a commitment: the answer as it was spelt, and the salt."""

    answer: str
    salt: str


class PrivateAnswers:
    """The blind answers to one session that were given by this user of this machine."""

    def __init__(self, session_id: str, *, cache: Path | None = None) -> None:
        self._session_id = session_id
        self._cache = cache

    @property
    def folder(self) -> Path:
        """Where they are; it need not exist."""
        if self._cache is None:
            from platformdirs import user_cache_path  # noqa: PLC0415 - one person alone has none

            self._cache = user_cache_path("coach", appauthor=False)
        return self._cache / FOLDER / self._session_id

    def keep(self, digest: str, secret: Secret) -> None:
        """Keep an answer so that it survives a power cut, before anybody is told that there is one.

        Raises:
            JournalError: the file system refused; nothing was committed to.
        """
        folder = self.folder
        try:
            folder.mkdir(mode=_FOLDER_OF_OWNER, parents=True, exist_ok=True)
            temporary = folder / f".{digest}.{secrets.token_hex(8)}"
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(json.dumps(secret._asdict()))
                    file.flush()
                    os.fsync(file.fileno())
                temporary.replace(folder / digest)
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
            sync_folder(folder)
        except OSError as error:
            raise refused(error, folder) from error

    def find(self, digest: str) -> Secret | None:
        """Give what opens a commitment; None where it was not made here, or the cache is gone or spoilt."""
        if not _DIGEST.fullmatch(digest):  # it comes out of a file that others write
            return None
        try:
            data = json.loads((self.folder / digest).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        try:
            return Secret(str(data["answer"]), str(data["salt"]))
        except (KeyError, TypeError):
            return None

    def digests(self) -> frozenset[str]:
        """Give of which commitments the answers are here."""
        try:
            return frozenset(each.name for each in self.folder.iterdir() if _DIGEST.fullmatch(each.name))
        except OSError:
            return frozenset()

    def forget(self, digest: str) -> None:
        """Remove what everybody can read by now; it does not matter where that fails."""
        if _DIGEST.fullmatch(digest):
            with suppress(OSError):
                (self.folder / digest).unlink(missing_ok=True)
