"""A few bytes that tell whether the beginning of a file is still what it was."""

from __future__ import annotations

from typing import BinaryIO

import google_crc32c

SMALL = 1 << 17
"""Bytes that are read anew faster than they are looked up."""
_BYTES = 256


def sample_of(file: BinaryIO, position: int) -> list[int]:
    """Give checksums of the file's first bytes and of those before `position`: a rewritten file shows."""
    file.seek(0)
    first = google_crc32c.value(file.read(min(_BYTES, position)))
    file.seek(max(0, position - _BYTES))
    last = google_crc32c.value(file.read(min(_BYTES, position)))
    return [int(first), int(last)]
