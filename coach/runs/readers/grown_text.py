"""A text log that grows: what was made of its whole lines before, and what has been written since, piece by piece.

A line without an end is never kept: it is looked at anew each time, since it may be half of what it will be.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from coach.runs.readers.file_sample import SMALL, sample_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.runs.reading.cache import Cache, Entry

_PIECE = 1 << 20  # bytes


@dataclass(slots=True)
class GrownText:
    """A text file from where it was kept to.

    Attributes:
        file: opened for reading bytes.
        known: what was made of its beginning when it was read before; None where that is of no use.
        position: byte up to which whole lines were given, by `lines` or before.
        rest: what follows the last line end; known once `lines` has come to its end.
    """

    file: BinaryIO
    known: Entry | None
    position: int
    rest: bytes = b""

    def lines(self) -> Iterator[bytes]:
        """Yield the whole lines, many at a time."""
        self.file.seek(self.position)
        held, wanted = b"", _PIECE
        while more := self.file.read(wanted):
            held += more
            whole = held.rfind(b"\n") + 1
            if whole:
                self.position += whole
                yield held[:whole]
                held, wanted = held[whole:], _PIECE
            else:
                wanted *= 2  # one endless line: what is held must not be copied for each piece of it
        self.rest = held

    def keep(self, path: Path, cache: Cache | None, kind: str, made: Entry) -> None:
        """Keep what was made of all whole lines, where that is worth it and something has come in."""
        start = 0 if self.known is None else int(self.known.state["position"])
        if cache is not None and self.position >= max(SMALL, start + 1):
            mark = {"position": self.position, "sample": sample_of(self.file, self.position)}
            cache.store(path, kind, {**made.state, **mark}, made.arrays)


@contextmanager
def grown(path: Path, cache: Cache | None, kind: str) -> Iterator[GrownText]:
    """Open a text file where it was kept to.

    Raises:
        OSError: when the file cannot be opened or read.
    """
    with path.open("rb") as file:
        known = recalled(file, path, cache, kind)
        yield GrownText(file, known, 0 if known is None else int(known.state["position"]))


def recalled(file: BinaryIO, path: Path, cache: Cache | None, kind: str) -> Entry | None:
    """Give what was made of a file up to its `position`; None where there is nothing, or the file is another by now."""
    if cache is None or os.fstat(file.fileno()).st_size < SMALL:
        return None
    known = cache.load(path, kind)
    if known is None or sample_of(file, int(known.state["position"])) != known.state["sample"]:
        return None
    return known
