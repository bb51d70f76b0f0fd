"""Replaces a file as a whole: after a crash at any moment it holds the old content or the new, never a part."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY = ".coach-tmp"
"""How the name of a temporary file ends; it begins with a dot."""

_NO_LINKS = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
)
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)


def temporary_beside(path: Path) -> Path:
    """Give the temporary file through which a file is written; only the holder of its lock may use it."""
    return path.with_name(f".{path.name}{TEMPORARY}")


def write_durably(path: Path, content: bytes, *, last_copy: Path | None = None) -> None:
    """Replace a file's content, and return when it would survive a power cut.

    Writes a temporary file in the same folder, flushes and syncs it, keeps the old content under `last_copy`,
    renames, and syncs the folder. The file keeps its permissions.

    Where there is a last copy already, its blocks are written over to become the temporary file: two files
    change places at each save. (Freeing a file's blocks takes longer than all the rest on some disks.)

    Raises:
        OSError: the file system refused; the file is as it was, unless syncing the folder is what failed.
    """
    temporary = temporary_beside(path)
    temporary.unlink(missing_ok=True)
    try:
        if last_copy is not None:
            _recycle(last_copy, temporary)
        _write(temporary, content, mode=_mode(path))
        if last_copy is not None:
            _keep(path, last_copy)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
            if last_copy is not None:
                name_again(path, last_copy)
        raise
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that they survive a power cut.

    Raises:
        OSError: the file system refused.
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut; where folders cannot be opened they do so by themselves."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def name_again(path: Path, other: Path) -> None:
    """Give a file's content a second name; where a file system has no hard links, copy it.

    Raises:
        FileExistsError: the name is taken; nothing is overwritten.
        OSError: the file system refused.
    """
    try:
        other.hardlink_to(path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        with other.open("xb") as file:
            file.write(path.read_bytes())


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None


def _recycle(last_copy: Path, temporary: Path) -> None:
    """Make the last copy the temporary file, unless its content has another name under which it is needed."""
    try:
        about = last_copy.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(about.st_mode) and about.st_nlink == 1:
        last_copy.replace(temporary)


def _write(path: Path, content: bytes, *, mode: int | None) -> None:
    # A link that somebody planted under this name is refused, not followed.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | _NO_FOLLOW, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        if mode is not None:
            path.chmod(mode)
        file.write(content)
        file.truncate()
        file.flush()
        os.fsync(descriptor)


def _keep(path: Path, last_copy: Path) -> None:
    link = temporary_beside(last_copy)
    link.unlink(missing_ok=True)
    with suppress(FileNotFoundError):  # the first save has nothing to keep
        name_again(path, link)
        link.replace(last_copy)
