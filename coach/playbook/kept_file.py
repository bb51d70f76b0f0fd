"""A file in the user's cache folder that says what it depends on: whole, one's own and as written, or nothing."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 64_000_000
"""Bytes of a larger file, which is none of ours."""


def read_kept(place: Path, key: str) -> bytes | None:
    """Give what is kept under a key; None where the file is somebody else's, of another key, or damaged.

    Raises:
        OSError: it cannot be read.
        ValueError: it begins with what is no text.
    """
    with place.open("rb") as file:
        about = os.fstat(file.fileno())
        if about.st_size > LARGEST or (hasattr(os, "geteuid") and about.st_uid != os.geteuid()):
            return None
        head, _, body = file.read().partition(b"\n")
    return body if head.decode() == f"{key} {sha256(body).hexdigest()}" else None


def write_kept(place: Path, key: str, body: bytes, *, alike: str, most: int) -> None:
    """Keep something under a key, in one move, and of the files alike only those made last.

    Args:
        place: the file.
        key: what it depends on, in one word.
        body: what is kept.
        alike: pattern of the names of such files in its folder.
        most: files that stay.

    Raises:
        OSError: it cannot be written.
    """
    temporary = place.with_name(f".{place.name}.{os.getpid()}")
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(f"{key} {sha256(body).hexdigest()}\n".encode() + body)
        temporary.replace(place)
    finally:
        temporary.unlink(missing_ok=True)
    made = sorted(place.parent.glob(alike), key=lambda each: each.stat().st_mtime_ns)
    for each in made[:-most]:
        each.unlink(missing_ok=True)
