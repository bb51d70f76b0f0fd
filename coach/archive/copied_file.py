"""What a command adds to a file that its output goes to directly, copied from there: nobody stands in its way."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.archive.output_file import OutputFile

_AT_ONCE = 1 << 20
_BEHIND = 8 << 20


class CopiedFile:
    """Follows a file from where it ends now.

    Args:
        descriptor: one that the command's output goes to; it may be for writing only.
    """

    def __init__(self, descriptor: int) -> None:
        size, flags = os.fstat(descriptor).st_size, fcntl.fcntl(descriptor, fcntl.F_GETFL)
        self._at = size if flags & os.O_APPEND else min(size, os.lseek(descriptor, 0, os.SEEK_CUR))
        self._file = -1
        with suppress(OSError):
            self._file = os.open(f"/dev/fd/{descriptor}", os.O_RDONLY)
        os.close(descriptor)

    def copy(self, to: OutputFile, *, to_the_end: bool = False) -> None:
        """Copy what was added since; where that is a lot, only its newest part."""
        if self._file < 0:
            return
        try:
            size = os.fstat(self._file).st_size
            if size < self._at:  # somebody emptied it
                self._at = 0
            if size - self._at > _BEHIND and to.bytes_seen > _BEHIND:
                to.skip(size - _AT_ONCE - self._at)
                self._at = size - _AT_ONCE
            while self._at < size and (data := os.pread(self._file, _AT_ONCE, self._at)):
                self._at += len(data)
                to.add(data)
                if not to_the_end:
                    break
        except OSError as error:
            to.problem = error.strerror or str(error)
