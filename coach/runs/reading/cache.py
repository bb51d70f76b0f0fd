"""What was read of the logs before, so that only new bytes are read next time.

One file an entry: a line with checksums, a line of JSON, then the bytes of the arrays, each filled up to a
multiple of eight. Everything here can be deleted at any time; an entry that is damaged, cannot be read or cannot
be written costs time, never data.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_MAGIC = b"coach cache3"  # as long as it takes for the first line to be whole words
_WORD = 8  # bytes


class Entry(NamedTuple):
    """What one entry holds: the state as JSON values, and the arrays in the order of storing."""

    state: dict[str, Any]
    arrays: list[NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries in one folder, each known by what it is of: a path, and a word for what was kept of it."""

    folder: Path

    def load(self, path: Path, kind: str) -> Entry | None:
        """Give an entry; None where there is none or it is of no use."""
        try:
            with self._file(path, kind).open("rb", buffering=0) as file:
                size = os.fstat(file.fileno()).st_size
                # An array gets large pages of memory, which bytes do not: half the time of a long entry.
                words = np.empty(size // _WORD + 1, dtype=np.uint64)
                data = words.view(np.uint8)
                if file.readinto(data[:size].data) != size or size % _WORD:
                    return None
            return _entry(words[:-1], _key(path, kind))
        except (OSError, ValueError, KeyError, TypeError, MemoryError):
            return None

    def store(self, path: Path, kind: str, state: Mapping[str, Any], arrays: Sequence[NDArray[Any]]) -> None:
        """Keep an entry in place of the earlier one."""
        head = {
            "of": _key(path, kind),
            "arrays": [[array.dtype.str, array.size] for array in arrays],
            "state": state,
        }
        line = json.dumps(head, separators=(",", ":")).encode() + b"\n"
        line = line.rjust(len(line) + -len(line) % _WORD)
        total = sum(_sum(_filled(array)) for array in arrays) % (1 << 64)
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_first_line(len(line), zlib.crc32(line), total) + line)
                    for array in arrays:
                        file.write(_filled(array).data)
                os.replace(name, self._file(path, kind))  # noqa: PTH105 - the source is a name, not a Path
            except OSError:
                os.unlink(name)  # noqa: PTH108 - as above
                raise

    def _file(self, path: Path, kind: str) -> Path:
        return self.folder / f"{sha256(_key(path, kind).encode()).hexdigest()[:32]}.{kind}"


def _key(path: Path, kind: str) -> str:
    return f"{kind} {os.fsencode(path.absolute()).hex()}"


def _entry(words: NDArray[np.uint64], key: str) -> Entry | None:
    data = words.view(np.uint8)
    first = data[: len(_FIRST)].tobytes()
    length = int(first[len(_MAGIC) : len(_MAGIC) + 17], 16)
    start = len(_FIRST) + length
    line = data[len(_FIRST) : start].tobytes()
    if start % _WORD or first != _first_line(length, zlib.crc32(line), _sum(words[start // _WORD :])):
        return None
    head = json.loads(line)
    if head["of"] != key:
        return None
    arrays = []
    for dtype, count in head["arrays"]:
        end = start + count * np.dtype(dtype).itemsize
        arrays.append(data[start:end].view(dtype))
        start = end + -end % _WORD
    return Entry(head["state"], arrays)


def _first_line(length: int, checksum: int, total: int) -> bytes:
    """Give what an entry begins with: length and checksum of its second line, and the sum of the words after it."""
    return _MAGIC + b" %016x %08x %016x\n" % (length, checksum, total)


def _filled(array: NDArray[Any]) -> NDArray[np.uint64]:
    """Give the array's bytes as words, zeros after them where they do not fill the last one."""
    data = np.ascontiguousarray(array).view(np.uint8)
    if len(data) % _WORD:
        data = np.concatenate((data, np.zeros(-len(data) % _WORD, dtype=np.uint8)))
    return data.view(np.uint64)


def _sum(words: NDArray[np.uint64]) -> int:
    """Give the sum of the words, in which a flipped bit, a hole and a cut show; it wraps around at 64 bits."""
    return int(words.sum(dtype=np.uint64))


_FIRST = _first_line(0, 0, 0)
