"""Whether a file was the same when the command started: its inode has not changed since.

The time of an inode's last change (ctime) is set by the kernel and by nobody else. A file whose ctime lies before the
start, looked at after it was read, was read as it was at the start. One that changed since is named, never guessed at.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import os
    from pathlib import Path

_COARSE_NS = 20_000_000
"""The kernel stamps files by a clock that moves every few milliseconds."""


class AsOfStart(NamedTuple):
    """The start of a command on the clock of a file system.

    Attributes:
        started_ns: nanoseconds since 1970 by the machine's clock.
        device: the file system whose clock was looked at.
        ahead_ns: by how much that clock is ahead of the machine's; other file systems are taken to agree.
    """

    started_ns: int
    device: int = -1
    ahead_ns: int = 0

    @classmethod
    def measured(cls, started_ns: int, fresh: Path) -> AsOfStart:
        """Give the start, with the clock of the file system that holds a file that was written just now."""
        try:
            fresh.touch()
            now = time.time_ns()
            about = fresh.stat()
        except OSError:
            return cls(started_ns)
        ahead = about.st_ctime_ns - now
        return cls(started_ns, about.st_dev, ahead if abs(ahead) > 5 * _COARSE_NS else 0)

    def holds(self, about: os.stat_result, *, changed_ns: int | None = None) -> bool:
        """Give whether what was looked at is as it was when the command started."""
        ahead = self.ahead_ns if about.st_dev == self.device else 0
        return (
            about.st_ctime_ns if changed_ns is None else changed_ns
        ) < self.started_ns + ahead - _COARSE_NS
