"""What a command wrote, kept without secrets: its beginning, and its end in two files that take turns."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from coach.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = 16 << 20
"""Bytes kept from the beginning of a run's output (editorial)."""
SEGMENT = 4 << 20
"""Bytes of each of the two files that hold the end of it (editorial)."""
NAMES = ("output.log", "output-end-1.log", "output-end-2.log")

_LONGEST_LINE = 1 << 16
_LONGEST_KEY = 1 << 14
_BEGIN, _END = b"-----BEGIN ", b"-----END "
_BREAKS = (b"\n", b"\r")


class OutputFile:
    """Keeps output as it comes, redacted a line at a time before it is written anywhere.

    Args:
        folder: the folder of the run.
        head: bytes kept from the beginning.
        segment: bytes of each of the two files of the end.
    """

    def __init__(self, folder: Path, *, head: int = HEAD, segment: int = SEGMENT) -> None:
        self._folder = folder
        self._head, self._segment = head, segment
        self._rest = b""
        self._at = 0
        self._written = 0
        self.bytes_seen = self.left_out = self.redacted = 0
        self._skipped = 0
        self.problem = ""

    def add(self, data: bytes) -> None:
        """Keep what came; the end of it waits for the end of its line."""
        self.bytes_seen += len(data)
        self._rest += data
        cut = max(self._rest.rfind(each) for each in _BREAKS) + 1
        begun = self._rest.rfind(_BEGIN)
        if begun >= 0 and _END not in self._rest[begun:] and len(self._rest) - begun < _LONGEST_KEY:
            cut = min(cut, begun)  # a key of many lines is redacted as a whole
        if cut == 0 and len(self._rest) > _LONGEST_LINE:
            cut = len(self._rest)
        self._keep(self._rest[:cut])
        self._rest = self._rest[cut:]

    def skip(self, count: int) -> None:
        """Take note of output that was left out here."""
        self._keep(self._rest)
        self._rest = b""
        self.bytes_seen += count
        self._skipped += count

    def close(self) -> None:
        """Keep the last line, though it has no end."""
        self._keep(self._rest)
        self._rest = b""

    def _keep(self, data: bytes) -> None:
        if not data:
            return
        # latin-1 maps every byte to one character and back: whatever was written comes out as it was
        found = redact(data.decode("latin-1"))
        self.redacted += found.places
        kept = found.text.encode("latin-1", "replace")
        if self._skipped:
            kept = f"\n[coach left {self._skipped:,} bytes out here]\n".encode() + kept
            self.left_out += self._skipped
            self._skipped = 0
        try:
            self._write(kept)
        except OSError as error:
            self.problem = error.strerror or str(error)

    def _write(self, data: bytes) -> None:
        limit = self._head if self._at == 0 else self._segment
        if self._written and self._written + len(data) > limit:
            self._at = 1 if self._at != 1 else 2  # the beginning is full, then the two take turns
            gone = self._folder / NAMES[self._at]
            with suppress(FileNotFoundError):
                self.left_out += gone.stat().st_size
                gone.unlink()
            self._written = 0
        with (self._folder / NAMES[self._at]).open("ab") as file:
            file.write(data)
        self._written += len(data)


def kept_output(folder: Path) -> Iterator[bytes]:
    """Give what was kept of a run's output, from its beginning; where something is missing a line says so."""
    head, *ends = (folder / name for name in NAMES)
    with suppress(OSError):
        yield head.read_bytes()
    there = [each for each in ends if each.exists()]
    there.sort(key=lambda each: each.stat().st_mtime_ns)
    if len(there) > 1:
        yield b"\n[coach may have left output out here]\n"
    for each in there:
        with suppress(OSError):
            yield each.read_bytes()
