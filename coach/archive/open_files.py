"""Files that a process and its children hold open for writing, where the system shows them (`/proc`)."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

_PROC = Path("/proc")
_MOST = 2000
_NO_LOGS = ("/dev/", "/proc/", "/sys/", "/run/")


def family(pid: int) -> tuple[int, ...]:
    """Give a process and everything it started that still runs; the process alone where the system shows nothing."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    with suppress(OSError):
        for name in os.listdir(_PROC):  # noqa: PTH208 - names alone are wanted
            if name.isdigit():
                with suppress(OSError, ValueError, IndexError):
                    about = (_PROC / name / "stat").read_bytes()
                    children[int(about.rpartition(b")")[2].split()[1])].append(int(name))
    found = [pid]
    for each in found:
        found += children[each]
    return tuple(found)


def written_by(pid: int) -> frozenset[str]:
    """Give the regular files that a process and its children hold open for writing."""
    found: set[str] = set()
    for each in family(pid)[:_MOST]:
        with suppress(OSError):
            for name in os.listdir(_PROC / str(each) / "fd"):  # noqa: PTH208 - as above
                with suppress(OSError, ValueError):
                    path = os.readlink(_PROC / str(each) / "fd" / name)  # noqa: PTH115 - a string is wanted
                    if path.startswith("/") and not path.startswith(_NO_LOGS) and _is_written(each, name):
                        found.add(path)
    return frozenset(found)


def _is_written(pid: int, name: str) -> bool:
    place = _PROC / str(pid)
    if not stat.S_ISREG((place / "fd" / name).stat().st_mode):
        return False
    for line in (place / "fdinfo" / name).read_text().splitlines():
        if line.startswith("flags:"):
            return int(line.split()[1], 8) & os.O_ACCMODE != os.O_RDONLY
    return False
