"""What the file system refused, in words a person can act on."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from coach.errors import JournalError

if TYPE_CHECKING:
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NOT_A_FOLDER = frozenset({errno.ENOTDIR, errno.EEXIST})
_KEPT = "Everything confirmed before is kept"


def refused(error: OSError, path: Path) -> JournalError:
    """Give the journal's error for a refusal of the file system.

    Args:
        error: what was raised.
        path: the file or folder that was to be read or written.
    """
    if error.errno in _FULL:
        message = "there is no room left to write in"
        hint = f"{_KEPT}. Free some space, then say it again."
    elif error.errno in _FORBIDDEN:
        message = "this place cannot be read or written by you"
        hint = f"{_KEPT}. Allow it, or name another journal with --journal DIR."
    elif error.errno in _NOT_A_FOLDER:
        message = "there is a file where the journal needs a folder"
        hint = "Move it away, or name another journal with --journal DIR."
    else:
        message = f"the file system refused: {error.strerror or error}"
        hint = f"{_KEPT}. Look at the disk, or name another journal with --journal DIR."
    return JournalError(message, hint=hint, where=str(path))
