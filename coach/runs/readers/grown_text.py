"""A text log that grows: what was made of its whole lines before, and what has been written since.

A line without an end is never kept: it is looked at anew each time, since it may be half of what it will be.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from coach.runs.readers.file_sample import SMALL, sample_of

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs.cache import Cache, Entry


class GrownText(NamedTuple):
    """A text file in three parts.

    Attributes:
        known: what was made of its beginning when it was read before; None where that is of no use.
        lines: whole lines since.
        rest: what follows the last line end.
        mark: what tells next time that these whole lines are still there; None for what is not worth keeping.
    """

    known: Entry | None
    lines: bytes
    rest: bytes
    mark: dict[str, Any] | None


def read_grown(path: Path, cache: Cache | None, kind: str) -> GrownText:
    """Read a text file from where it was kept to.

    Raises:
        OSError: when the file cannot be opened or read.
    """
    with path.open("rb") as file:
        known = recalled(file, path, cache, kind)
        start = 0 if known is None else int(known.state["position"])
        file.seek(start)
        data = file.read()
        whole = data.rfind(b"\n") + 1
        is_kept = cache is not None and start + whole >= SMALL and whole > 0
        mark = {"position": start + whole, "sample": sample_of(file, start + whole)} if is_kept else None
    return GrownText(known, data[:whole], data[whole:], mark)


def recalled(file: BinaryIO, path: Path, cache: Cache | None, kind: str) -> Entry | None:
    """Give what was made of a file up to its `position`; None where there is nothing, or the file is another by now."""
    if cache is None or os.fstat(file.fileno()).st_size < SMALL:
        return None
    known = cache.load(path, kind)
    if known is None or sample_of(file, int(known.state["position"])) != known.state["sample"]:
        return None
    return known


def keep_grown(path: Path, cache: Cache | None, kind: str, text: GrownText, made: Entry) -> None:
    """Keep what was made of all whole lines, where that is worth it and something has come in."""
    if cache is not None and text.mark is not None:
        cache.store(path, kind, {**made.state, **text.mark}, made.arrays)
