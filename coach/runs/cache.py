"""What was read of a log file before, so that only new bytes are read next time.

One file an entry: a line of JSON, then the raw bytes of the arrays. Everything here can be deleted at any
time; an entry that cannot be read or written costs time, never data, so such errors are passed over.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_VERSION = 1


class Entry(NamedTuple):
    """What one entry holds: the state as JSON values, and the arrays in the order of storing."""

    state: dict[str, Any]
    arrays: list[NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries in one folder, keyed by the path of the log file."""

    folder: Path

    def load(self, log: Path) -> Entry | None:
        """Give the entry of a log file; None where there is none or it is of no use."""
        try:
            with self._entry(log).open("rb") as file:
                head = json.loads(file.readline())
                if head["version"] != _VERSION or head["path"] != _key(log):
                    return None
                data = file.read()
            arrays, at = [], 0
            for dtype, count in head["arrays"]:
                arrays.append(np.frombuffer(data, dtype=dtype, count=count, offset=at))
                at += arrays[-1].nbytes
            return Entry(head["state"], arrays)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store(self, log: Path, state: Mapping[str, Any], arrays: Sequence[NDArray[Any]]) -> None:
        """Keep an entry in place of the earlier one."""
        head = {
            "version": _VERSION,
            "path": _key(log),
            "state": state,
            "arrays": [[array.dtype.str, array.size] for array in arrays],
        }
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(json.dumps(head).encode() + b"\n")
                    file.writelines(np.ascontiguousarray(array).tobytes() for array in arrays)
                os.replace(name, self._entry(log))  # noqa: PTH105 - the source is a name, not a Path
            except OSError:
                os.unlink(name)  # noqa: PTH108 - as above
                raise

    def _entry(self, log: Path) -> Path:
        return self.folder / f"{sha256(os.fsencode(log.absolute())).hexdigest()[:32]}.series"


def _key(log: Path) -> str:
    return os.fsencode(log.absolute()).hex()
